"""The workers of a service: a task goes to an idle one and is killed at its deadline.

A task that is not done after a moment is slow: its worker gets the lowest priority and is replaced
at once, so that quick tasks always find an idle one at full speed, whatever the slow ones do. Only
so many slow tasks run; clients that used much time lately start as slow.

Workers belong to a generation, born from one nursery on one release. A new release gets a new
generation; the old one ends when its last task has.
"""

import asyncio
import os
import signal
import socket
import sys
from asyncio import IncompleteReadError, Queue, StreamReader, StreamWriter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lhs_api.clients import Clients
from lhs_api.frames import Frame, Kind, encode, read_frame
from lhs_api.limits import Limits
from lhs_api.problems import ProblemError

__all__ = ["Generation", "Pool", "Reply", "WorkerProblemError"]

_START_SECONDS: Final = 60
_RETRY_SECONDS: Final = 2
_AGAIN: Final = 0.05
_ENVIRONMENT: Final = {"MALLOC_ARENA_MAX": "2"}
"""Many arenas would use up a worker's address space without being filled."""
_LOWEST: Final = 19
_PATIENCE: Final = 0.1
"""Seconds after which a task is slow."""
_SPENT: Final = 1.0
"""Seconds of slow tasks in the last minute from which a client's tasks are slow from the start."""
_FINE: Final = 1.0
"""Seconds of work that a client is charged with for each worker that it broke."""
_REFUSED: Final = frozenset({403, 413})
_DIES: Final = 503
"""The status of a problem after which a worker ends itself."""
_STREAMED: Final = 6
"""A stream may take this many times the seconds that the first bytes may take."""


class WorkerProblemError(Exception):
    """Raised when a worker answers with a problem; `members` are those of RFC 9457."""

    def __init__(self, members: Mapping[str, Any]) -> None:
        self.members = dict(members)
        super().__init__(str(self.members.get("title")))

    @property
    def status(self) -> int:
        """The status of the answer."""
        return int(self.members.get("status", 500))


@dataclass
class _Worker:
    reader: StreamReader
    writer: StreamWriter
    pid: int
    network_denied: bool
    slow: bool = False
    counted: bool = False

    def slow_down(self) -> None:
        """Give way to everyone else; this cannot be taken back."""
        self.slow = True
        with suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PGRP, self.pid, _LOWEST)
            if hasattr(os, "SCHED_IDLE"):
                os.sched_setscheduler(self.pid, os.SCHED_IDLE, os.sched_param(0))

    def kill(self) -> None:
        """End it and all that it started, at once."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.writer.close()


@dataclass
class Reply:
    """An answer that has begun: its head, and its body in parts."""

    head: Mapping[str, Any]
    _worker: _Worker
    _deadline: float
    complete: bool = False

    async def body(self) -> AsyncIterator[bytes]:
        """The parts; it is whole only if the iteration ends without an error.

        Raises:
            TimeoutError: the stream took too long.
            asyncio.IncompleteReadError: the worker died.
            WorkerProblemError: the answer grew beyond a limit.
        """
        async with asyncio.timeout_at(self._deadline):
            while not self.complete:
                frame = await read_frame(self._worker.reader)
                if frame.kind is Kind.DATA:
                    yield frame.content
                elif frame.kind is Kind.FAILURE:
                    raise WorkerProblemError(frame.json())
                else:
                    self.complete = True


@dataclass
class Generation:
    """A nursery with its workers on one release."""

    release: Path
    size: int
    limits: Limits
    idle: "Queue[_Worker]" = field(default_factory=Queue)
    restarts: int = 0
    slow: int = 0
    _all: set[int] = field(default_factory=set)
    _busy: int = 0
    _retired: bool = False
    _control: socket.socket | None = None
    _nursery: asyncio.subprocess.Process | None = None
    _births: set["asyncio.Task[None]"] = field(default_factory=set)

    async def start(self) -> None:
        """Start the nursery and all workers.

        Raises:
            RuntimeError: the nursery did not come up.
        """
        ours, theirs = socket.socketpair()
        limits = self.limits
        self._nursery = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "lhs_api.nursery",
            f"--channel={theirs.fileno()}",
            f"--release={self.release}",
            f"--memory={limits.memory}",
            f"--rows={limits.rows}",
            f"--answer={limits.answer}",
            pass_fds=[theirs.fileno()],
            env={**os.environ, **_ENVIRONMENT},
            stdin=asyncio.subprocess.DEVNULL,
        )
        theirs.close()
        ours.settimeout(0)
        self._control = ours
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_START_SECONDS):
                said = await loop.sock_recv(ours, 5)
        except TimeoutError:
            said = b""
        if said != b"ready":
            await self.close()
            raise RuntimeError("the nursery of the workers did not start")
        await asyncio.gather(*(self._bear() for _ in range(self.size)))

    @property
    def most_slow(self) -> int:
        """How many slow tasks may run."""
        return max(1, self.size // 2)

    @property
    def network_denied(self) -> bool:
        """Whether the workers can open no connection."""
        return all(worker.network_denied for worker in list(self.idle._queue))  # type: ignore[attr-defined]  # noqa: SLF001

    async def take(self, seconds: float, *, slow: bool) -> _Worker:
        """An idle worker.

        Raises:
            ProblemError: 503, none became idle in that time, or too many slow tasks run.
        """
        if slow and self.slow >= self.most_slow:
            raise _busy()
        try:
            async with asyncio.timeout(seconds):
                worker = await self.idle.get()
        except TimeoutError:
            raise _busy() from None
        self._busy += 1
        if slow:
            self.slow += 1
            worker.counted = True
        return worker

    def demote(self, worker: _Worker) -> None:
        """Count a worker's task as slow: end it if there are too many, else slow it down."""
        if not worker.counted:
            self.slow += 1
            worker.counted = True
        worker.slow_down()
        self._replace()
        if self.slow > self.most_slow:
            worker.kill()

    async def give_back(self, worker: _Worker, *, sound: bool) -> None:
        """Take a worker back; one that is slow or not sound is killed, and replaced if need be."""
        self._busy -= 1
        if worker.counted:
            self.slow -= 1
            worker.counted = False
        if sound and not worker.slow and not self._retired:
            self.idle.put_nowait(worker)
        else:
            worker.kill()
            self._all.discard(worker.pid)
            if not worker.slow:
                self._replace()
        if self._retired and self._busy == 0:
            await self.close()

    def _replace(self) -> None:
        if not self._retired:
            self.restarts += 1
            birth = asyncio.create_task(self._bear())
            self._births.add(birth)
            birth.add_done_callback(self._births.discard)

    async def retire(self) -> None:
        """Take no more tasks; end when the last one has."""
        self._retired = True
        if self._busy == 0:
            await self.close()

    async def close(self) -> None:
        """End all processes."""
        self._retired = True
        for birth in self._births:
            birth.cancel()
        while not self.idle.empty():
            self.idle.get_nowait().kill()
        for pid in self._all:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        if self._control is not None:
            self._control.close()
        if self._nursery is not None and self._nursery.returncode is None:
            with suppress(ProcessLookupError):
                self._nursery.kill()
            await self._nursery.wait()

    async def _bear(self) -> None:
        """Have a worker born, trying again until there is one."""
        while not self._retired:
            try:
                self.idle.put_nowait(await self._born())
            except (OSError, TimeoutError, IncompleteReadError):
                await asyncio.sleep(_AGAIN)
            else:
                return

    async def _born(self) -> _Worker:
        if self._control is None:
            raise RuntimeError("the nursery has not been started")
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self._control, [b"w"], [theirs.fileno()])
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        reader, writer = await asyncio.open_connection(sock=ours)
        async with asyncio.timeout(_START_SECONDS):
            hello: Frame = await read_frame(reader)
        facts = hello.json()
        worker = _Worker(reader, writer, int(facts["pid"]), bool(facts["network_denied"]))
        self._all.add(worker.pid)
        return worker


@dataclass
class Pool:
    """The current generation, and how tasks reach it."""

    limits: Limits
    size: int
    clients: Clients
    generation: Generation | None = None
    killed: int = 0
    died: int = 0

    async def start(self, release: Path) -> None:
        """Serve that release from now on; what runs on the one before comes to its end."""
        fresh = Generation(release, self.size, self.limits)
        await fresh.start()
        before, self.generation = self.generation, fresh
        if before is not None:
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
        generation = self.generation
        if generation is None:
            raise ProblemError(503, "no-release")
        allowed = min(seconds or self.limits.seconds, self.limits.seconds)
        slow = self.clients.heavy(client, _PATIENCE) > _SPENT
        with self.clients.admit(client):
            try:
                async with self._run(generation, task, client, allowed, slow=slow) as reply:
                    yield reply
            except (ProblemError, WorkerProblemError) as error:
                # a client that asks on at full speed after a refusal would keep the service busy
                refused = isinstance(error, ProblemError) or error.status in _REFUSED
                await asyncio.sleep(_RETRY_SECONDS if slow and refused else 0)
                raise

    @asynccontextmanager
    async def _run(
        self,
        generation: Generation,
        task: Mapping[str, Any],
        client: str,
        seconds: float,
        *,
        slow: bool,
    ) -> AsyncIterator[Reply]:
        worker = await generation.take(seconds, slow=slow)
        loop = asyncio.get_running_loop()
        started = loop.time()
        timer = loop.call_later(_PATIENCE, generation.demote, worker)
        reply: Reply | None = None
        sound, fine = False, _FINE
        try:
            reply = await self._begin(worker, task, seconds)
            yield reply
        except WorkerProblemError as error:
            sound = error.status != _DIES
            fine = _PATIENCE if error.status in _REFUSED else 0.0
            raise
        finally:
            timer.cancel()
            if reply is not None and reply.complete:
                sound, fine = True, 0.0
            self.clients.charge(client, loop.time() - started + fine)
            await asyncio.shield(generation.give_back(worker, sound=sound))

    async def _begin(self, worker: _Worker, task: Mapping[str, Any], seconds: float) -> Reply:
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout(seconds):
                worker.writer.write(encode(Kind.TASK, dict(task)))
                await worker.writer.drain()
                frame = await read_frame(worker.reader)
        except TimeoutError:
            self.killed += 1
            elapsed = round(1000 * (loop.time() - started))
            raise ProblemError(
                503,
                "timeout",
                {"seconds": f"{seconds:g}"},
                {"elapsed_ms": elapsed, "limit": seconds},
                {"Retry-After": str(_RETRY_SECONDS)},
            ) from None
        except (IncompleteReadError, ConnectionError):
            self.died += 1
            name = "busy" if worker.slow else "worker-died"
            raise ProblemError(503, name, headers={"Retry-After": str(_RETRY_SECONDS)}) from None
        if frame.kind is Kind.FAILURE:
            raise WorkerProblemError(frame.json())
        return Reply(frame.json(), worker, started + _STREAMED * seconds)


def _busy() -> ProblemError:
    return ProblemError(503, "busy", headers={"Retry-After": str(_RETRY_SECONDS)})
