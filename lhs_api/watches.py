"""How long a task works, and what happens to one that works too long."""

import asyncio
from collections.abc import Callable
from typing import Final

from lhs_api.workers import Worker

__all__ = ["Watch"]

_HELD: Final = 10
"""A task that holds its worker this many times as long as it may work counts as one that works."""
_SOONEST: Final = 0.01


class Watch:
    """Hands the worker to `slow_down` once its task has worked for `most` seconds.

    Work is processor time, so that a task is not slow only because others keep the machine busy;
    where the system does not tell it, the time that passes counts.
    """

    def __init__(self, worker: Worker, most: float, slow_down: Callable[[Worker], None]) -> None:
        self._worker, self._most, self._slow_down = worker, most, slow_down
        self._loop = asyncio.get_running_loop()
        self._began, self._before = self._loop.time(), worker.worked()
        self._timer = self._loop.call_later(most, self._look)

    def stop(self) -> float:
        """Watch no longer; gives the seconds that the task worked."""
        self._timer.cancel()
        return self._worked()

    def _look(self) -> None:
        left = self._most - self._worked()
        if left > 0:
            self._timer = self._loop.call_later(max(left, _SOONEST), self._look)
        else:
            self._slow_down(self._worker)

    def _worked(self) -> float:
        held = self._loop.time() - self._began
        now = self._worker.worked()
        if now is None or self._before is None or held >= _HELD * self._most:
            return held
        return now - self._before
