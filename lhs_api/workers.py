"""One worker process as the service sees it, and its answer to a task while it streams."""

import asyncio
import logging
import os
import signal
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from lhs_api.channels import Channel
from lhs_api.frames import TRACE, Frame, Kind
from lhs_api.request_ids import REQUEST_ID

__all__ = ["Reply", "Worker", "WorkerProblemError", "problem_of"]

_LOG: Final = logging.getLogger("lhs_api.failures")
_LOWEST: Final = 19
_PROCESS_CLOCK: Final = 2


class WorkerProblemError(Exception):
    """Raised when a worker answers with a problem; `members` are those of RFC 9457."""

    def __init__(self, members: Mapping[str, Any]) -> None:
        self.members = dict(members)
        super().__init__(str(self.members.get("title")))

    @property
    def name(self) -> str:
        """The last part of its type."""
        return str(self.members.get("type")).rsplit("/", 1)[-1]

    @property
    def status(self) -> int:
        """The status of the answer."""
        return int(self.members.get("status", 500))


def problem_of(frame: Frame) -> WorkerProblemError:
    """The problem that a worker tells; what it tells for the log is logged here, once."""
    members = dict(frame.json())
    trace = members.pop(TRACE, None)
    if trace is not None:
        facts = {"request_id": REQUEST_ID.get(), "error": str(trace)}
        _LOG.error("a task failed", extra={"facts": facts})
    return WorkerProblemError(members)


@dataclass(eq=False)
class Worker:
    """A worker; `patient` ones live at the lowest priority, `demoted` ones end with their task.

    `used` is what its client used lately, in seconds, when its task began; `answering` says that
    the answer to it has begun.
    """

    channel: Channel
    pid: int
    network_denied: bool
    patient: bool = False
    demoted: bool = False
    used: float = 0.0
    answering: bool = False

    def worked(self) -> float | None:
        """The seconds of processor time that it has used so far; None where no clock tells.

        POSIX gives every process a clock; how its number is made from that of the process is part
        of the Linux interface (`clock_getcpuclockid` in the C library does the same).
        """
        try:
            return time.clock_gettime(~self.pid << 3 | _PROCESS_CLOCK)
        except (AttributeError, OSError):
            return None

    def slow_down(self) -> None:
        """Give way to everyone else; this cannot be taken back."""
        with suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PGRP, self.pid, _LOWEST)
            if hasattr(os, "SCHED_IDLE"):
                os.sched_setscheduler(self.pid, os.SCHED_IDLE, os.sched_param(0))

    def kill(self) -> None:
        """End it and all that it started, at once."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.channel.close()


@dataclass
class Reply:
    """An answer that has begun: its head, and its body in parts until `deadline`."""

    head: Mapping[str, Any]
    worker: Worker
    deadline: float
    complete: bool = False

    async def body(self) -> AsyncIterator[bytes]:
        """The parts; it is whole only if the iteration ends without an error.

        Raises:
            TimeoutError: the stream took too long.
            asyncio.IncompleteReadError: the worker died.
            WorkerProblemError: the answer grew beyond a limit, or its task failed.
        """
        channel = self.worker.channel
        while not self.complete:
            if channel.ready:
                frame = await channel.frame()
            else:
                async with asyncio.timeout_at(self.deadline):
                    frame = await channel.frame()
            if frame.kind is Kind.DATA:
                yield frame.content
            elif frame.kind is Kind.FAILURE:
                raise problem_of(frame)
            else:
                self.complete = True
