"""A nursery with the workers that are born from it, on one release.

There are two lanes. Tasks begin in the quick one; one that is not done after a moment gives way to
everyone else from then on, and its worker is replaced at once, so that quick tasks find idle
workers at full speed whatever the slow ones do. Clients that used much time lately wait in the
patient lane, whose workers have the lowest priority from their birth.
"""

import asyncio
import os
import signal
import socket
import sys
from asyncio import IncompleteReadError
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lhs_api.channels import Channel
from lhs_api.lanes import Lane
from lhs_api.limits import Limits
from lhs_api.workers import Worker

__all__ = ["Generation"]

_START_SECONDS: Final = 60
_AGAIN: Final = 0.05
_ENVIRONMENT: Final = {"MALLOC_ARENA_MAX": "2"}
"""Many arenas would use up a worker's address space without being filled."""


@dataclass
class Generation:
    """The workers of one release: `size` quick ones, and a patient one for every four of them."""

    release: Path
    size: int
    limits: Limits
    restarts: int = 0
    slow: set[Worker] = field(default_factory=set)
    _quick: Lane = field(default_factory=Lane)
    _patient: Lane = field(default_factory=Lane)
    _all: set[int] = field(default_factory=set)
    _busy: int = 0
    _retired: bool = False
    _control: socket.socket | None = None
    _nursery: asyncio.subprocess.Process | None = None
    _births: set["asyncio.Task[None]"] = field(default_factory=set)
    _ending: "asyncio.Task[None] | None" = None

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
        births = [False] * self.size + [True] * max(1, self.size // 4)
        await asyncio.gather(*(self._bear(patient=patient) for patient in births))

    @property
    def most_slow(self) -> int:
        """How many tasks that take long may run besides those of patient workers."""
        return self.size

    @property
    def idle(self) -> int:
        """How many quick workers wait for a task."""
        return len(self._quick.idle)

    @property
    def network_denied(self) -> bool:
        """Whether the workers can open no connection."""
        return all(worker.network_denied for worker in self._quick.idle)

    async def take(self, used: float, seconds: float, *, patient: bool) -> Worker:
        """An idle worker, for a client that used so many seconds lately.

        Raises:
            TimeoutError: none became idle in that time.
            LaneClosedError: there is a newer generation to ask.
        """
        worker = await self._lane(patient=patient).take(used, seconds)
        self._busy += 1
        worker.used, worker.answering = used, False
        return worker

    def demote(self, worker: Worker) -> None:
        """Have a task that takes long give way to all others.

        Where too many do, that of the client that used most lately ends; one whose answer has begun
        only if there is no other.
        """
        if worker.patient or worker.demoted:
            return
        worker.demoted = True
        self.slow.add(worker)
        worker.slow_down()
        self._replace(worker)
        if len(self.slow) > self.most_slow:
            chosen = max(self.slow, key=lambda one: (not one.answering, one.used))
            self.slow.discard(chosen)
            chosen.kill()

    def give_back(self, worker: Worker, *, sound: bool) -> None:
        """Take a worker back; one that was demoted or is not sound ends."""
        self._busy -= 1
        self.slow.discard(worker)
        if sound and not worker.demoted and not self._retired:
            self._lane(patient=worker.patient).give(worker)
        else:
            worker.kill()
            self._all.discard(worker.pid)
            if not worker.demoted:
                self._replace(worker)
        if self._retired and self._busy == 0:
            self._ending = asyncio.create_task(self.close())

    def _lane(self, *, patient: bool) -> Lane:
        return self._patient if patient else self._quick

    def _replace(self, worker: Worker) -> None:
        if not self._retired:
            self.restarts += 1
            birth = asyncio.create_task(self._bear(patient=worker.patient))
            self._births.add(birth)
            birth.add_done_callback(self._births.discard)

    async def retire(self) -> None:
        """Take no more tasks; end when the last one has."""
        self._retired = True
        for lane in (self._quick, self._patient):
            lane.close()
        if self._busy == 0:
            await self.close()

    async def close(self) -> None:
        """End all processes."""
        self._retired = True
        for birth in self._births:
            birth.cancel()
        for lane in (self._quick, self._patient):
            while lane.idle:
                lane.idle.pop().kill()
        for pid in self._all:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        if self._control is not None:
            self._control.close()
        if self._nursery is not None and self._nursery.returncode is None:
            with suppress(ProcessLookupError):
                self._nursery.kill()
            await self._nursery.wait()

    async def _bear(self, *, patient: bool) -> None:
        """Have a worker born, trying again until there is one."""
        while not self._retired:
            try:
                worker = await self._born(patient=patient)
            except (OSError, TimeoutError, IncompleteReadError):
                await asyncio.sleep(_AGAIN)
            else:
                self._lane(patient=patient).give(worker)
                return

    async def _born(self, *, patient: bool) -> Worker:
        if self._control is None:
            raise RuntimeError("the nursery has not been started")
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self._control, [b"p" if patient else b"q"], [theirs.fileno()])
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        loop = asyncio.get_running_loop()
        _, channel = await loop.create_connection(Channel, sock=ours)
        async with asyncio.timeout(_START_SECONDS):
            facts = (await channel.frame()).json()
        worker = Worker(channel, int(facts["pid"]), bool(facts["network_denied"]), patient)
        self._all.add(worker.pid)
        return worker
