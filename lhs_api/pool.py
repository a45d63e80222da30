"""The way from a request to a worker and back, with the bounds of time of tasks and of clients."""

import asyncio
from asyncio import IncompleteReadError
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lhs_api.clients import Clients
from lhs_api.frames import Kind, encode
from lhs_api.generation import Generation
from lhs_api.lanes import LaneClosedError
from lhs_api.limits import STREAMED, Limits
from lhs_api.outcomes import Outcomes
from lhs_api.problems import ProblemError
from lhs_api.watches import Watch
from lhs_api.workers import Reply, Worker, WorkerProblemError, problem_of

__all__ = ["Pool"]

_RETRY_SECONDS: Final = 2
_SPENT: Final = 1.0
"""Seconds of slow tasks in the last minute from which on a client's tasks are for the patient."""
_FINE: Final = 1.0
"""Seconds of work that a client is charged with for each worker that it broke."""
_REFUSED: Final = frozenset({403, 413})
_OURS: Final = 500
"""From this status on a problem is a failure, after which its worker is replaced."""


@dataclass
class Pool:
    """The current generation of workers, and how tasks reach it."""

    limits: Limits
    size: int
    clients: Clients
    generation: Generation | None = None
    given: int = 0
    outcomes: Outcomes = field(default_factory=Outcomes)
    _replaced_before: int = 0

    @property
    def replaced(self) -> int:
        """How many workers were born in the place of others since the service began."""
        now = self.generation.restarts if self.generation else 0
        return self._replaced_before + now

    async def start(self, release: Path, taking_over: Callable[[], None] = lambda: None) -> None:
        """Serve that release from now on; what runs on the one before comes to its end.

        `taking_over` is called in the very moment from which tasks go to the new workers.
        """
        fresh = Generation(release, self.size, self.limits)
        await fresh.start()
        before, self.generation = self.generation, fresh
        taking_over()
        if before is not None:
            self._replaced_before += before.restarts
            await before.retire()

    async def close(self) -> None:
        """End all processes."""
        if self.generation is not None:
            await self.generation.close()

    @asynccontextmanager
    async def ask(
        self, task: Mapping[str, Any], client: str, seconds: float | None = None
    ) -> AsyncIterator[Reply]:
        """The answer to a task, begun.

        Args:
            task: what the worker gets, as JSON.
            client: who asks, as `client_of` names it.
            seconds: how long it may take until the first bytes; the limit where it is None.

        Raises:
            ProblemError: 429 where the client asks too much; 503 where no worker is idle, the time
                is over or the worker died.
            WorkerProblemError: the worker answered with a problem.
        """
        allowed = min(seconds or self.limits.seconds, self.limits.seconds)
        used, slow = self.clients.recent(client)
        patient = slow > _SPENT
        with self.outcomes.of(str(task["task"])), self.clients.admit(client):
            generation, worker = await self._take(used, allowed, patient=patient)
            loop = asyncio.get_running_loop()
            started = loop.time()
            watch = Watch(worker, self.clients.slow, generation.demote)
            reply: Reply | None = None
            sound, fine = False, _FINE
            try:
                reply = await self._begin(worker, task, allowed)
                yield reply
            except WorkerProblemError as error:
                sound = error.status < _OURS
                fine = self.clients.slow if error.status in _REFUSED else 0.0
                raise
            finally:
                worked = watch.stop()
                if reply is not None and reply.complete:
                    sound, fine = True, 0.0
                self.clients.charge(client, loop.time() - started + fine, worked + fine)
                generation.give_back(worker, sound=sound)
                if patient and fine:
                    # a client that asks on at full speed after refusals would keep us busy
                    await asyncio.sleep(_RETRY_SECONDS)

    async def _take(
        self, used: float, seconds: float, *, patient: bool
    ) -> tuple[Generation, Worker]:
        """A worker of the newest generation that there is when it comes."""
        while True:
            generation = self.generation
            if generation is None:
                raise ProblemError(503, "no-release")
            try:
                return generation, await generation.take(used, seconds, patient=patient)
            except LaneClosedError:
                continue
            except TimeoutError:
                again = {"Retry-After": str(_RETRY_SECONDS)}
                raise ProblemError(503, "busy", headers=again) from None

    async def _begin(self, worker: Worker, task: Mapping[str, Any], seconds: float) -> Reply:
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout(seconds):
                self.given += 1
                worker.channel.write(encode(Kind.TASK, dict(task)))
                frame = await worker.channel.frame()
        except TimeoutError:
            elapsed = round(1000 * (loop.time() - started))
            raise ProblemError(
                503,
                "timeout",
                {"seconds": f"{seconds:g}"},
                {"elapsed_ms": elapsed, "limit": seconds},
                {"Retry-After": str(_RETRY_SECONDS)},
            ) from None
        except (IncompleteReadError, ConnectionError):
            name = "busy" if worker.demoted else "worker-died"
            raise ProblemError(503, name, headers={"Retry-After": str(_RETRY_SECONDS)}) from None
        if frame.kind is Kind.FAILURE:
            raise problem_of(frame)
        worker.answering = True
        return Reply(frame.json(), worker, started + STREAMED * seconds)
