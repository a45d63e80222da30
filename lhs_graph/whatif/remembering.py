"""A checker that remembers: who weighs one change after another starts from the same state."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from lhs_graph.check import Checker
from lhs_graph.description import Description
from lhs_graph.findings import CheckReport

__all__ = ["RememberingChecker"]

_MOST: Final = 8


class _Asked:
    """A description by all that a report on it depends on."""

    __slots__ = ("_hash", "description")

    def __init__(self, description: Description) -> None:
        self.description = description
        self._hash = hash((description.system, description.triples))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.description == other.description


@dataclass(frozen=True)
class RememberingChecker(Checker):
    """Gives the same report again for a description that it checked lately."""

    def check(
        self, description: Description, *, level: str = "aligned", engine: str = "shacl"
    ) -> CheckReport:
        """As the base class; the time that a report names is that of its first making."""
        return self._checked(_Asked(description), level, engine)

    @cached_property
    def _checked(self) -> Callable[[_Asked, str, str], CheckReport]:
        @lru_cache(maxsize=_MOST)
        def checked(asked: _Asked, level: str, engine: str) -> CheckReport:
            return super(RememberingChecker, self).check(
                asked.description, level=level, engine=engine
            )

        return checked
