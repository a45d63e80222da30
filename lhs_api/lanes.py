"""A lane: the workers of one kind that are idle, and who waits for one of them."""

import asyncio
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from lhs_api.workers import Worker

__all__ = ["Lane", "LaneClosedError"]


class LaneClosedError(Exception):
    """Raised when a lane hands out no workers any more."""


@dataclass
class Lane:
    """Hands out workers; of those who wait, the client that used least lately goes first.

    The worker that was used last is handed out first: what it needs is still in the caches.
    """

    idle: list[Worker] = field(default_factory=list)
    _waiting: list[tuple[float, int, "asyncio.Future[Worker]"]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)
    _closed: bool = False

    def give(self, worker: Worker) -> None:
        """Have a worker that is idle."""
        while self._waiting:
            _, _, future = heappop(self._waiting)
            if not future.done():
                future.set_result(worker)
                return
        self.idle.append(worker)

    async def take(self, used: float, seconds: float) -> Worker:
        """An idle worker.

        Args:
            used: what the client used lately, in seconds.
            seconds: how long to wait.

        Raises:
            TimeoutError: none became idle in that time.
            LaneClosedError: nobody is handed out any more.
        """
        if self._closed:
            raise LaneClosedError
        if self.idle:
            return self.idle.pop()
        future: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (used, next(self._order), future))
        try:
            async with asyncio.timeout(seconds):
                return await future
        except BaseException:
            if future.done() and not future.cancelled() and future.exception() is None:
                self.give(future.result())
            raise

    def close(self) -> None:
        """Send away those who wait, and whoever comes."""
        self._closed = True
        for _, _, future in self._waiting:
            if not future.done():
                future.set_exception(LaneClosedError())
        self._waiting.clear()
