"""How tasks end, counted by their names and those of the problems that they are answered with."""

from asyncio import CancelledError
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lhs_api.problems import ProblemError
from lhs_api.workers import WorkerProblemError

__all__ = ["Outcomes"]


@dataclass
class Outcomes:
    """The counts since the service began, by task and outcome.

    An outcome is `ok`, `kept` where the answer came from memory, the name of a problem, `gone`
    where the client went, or `broken-off` where an answer did not come to its end otherwise.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    @contextmanager
    def of(self, task: str) -> Iterator[None]:
        """Count how what is done within ends."""
        outcome = "broken-off"
        try:
            yield
            outcome = "ok"
        except (ProblemError, WorkerProblemError) as problem:
            outcome = problem.name
            raise
        except (CancelledError, GeneratorExit):
            outcome = "gone"
            raise
        finally:
            self.add(task, outcome)

    def add(self, task: str, outcome: str) -> None:
        """Count one that ended so."""
        self.counts[task, outcome] += 1
