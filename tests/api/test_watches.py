"""A task is slow by what it works, not by what else the machine does; real processes work here."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lhs_api.channels import Channel
from lhs_api.watches import Watch
from lhs_api.workers import Worker

_MOST = 0.1


@contextmanager
def _working(program: str) -> Iterator[Worker]:
    process = subprocess.Popen(
        [sys.executable, "-c", f"print('go', flush=True)\n{program}"], stdout=-1
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"go\n"
        yield Worker(Channel(), process.pid, network_denied=True)
    finally:
        process.kill()
        process.communicate()


async def _watch(worker: Worker, seconds: float) -> tuple[list[Worker], float]:
    """The workers that were slowed down in that time, and how long theirs worked."""
    slow: list[Worker] = []
    watch = Watch(worker, _MOST, slow.append)
    await asyncio.sleep(seconds)
    return slow, watch.stop()


def test_what_works_too_long_is_slowed_down_once() -> None:
    with _working("while True: pass") as worker:
        slow, worked = asyncio.run(_watch(worker, 8 * _MOST))
    assert slow == [worker]
    assert worked >= _MOST


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process tells its time")
def test_what_waits_has_not_worked() -> None:
    with _working("import time; time.sleep(60)") as worker:
        slow, worked = asyncio.run(_watch(worker, 5 * _MOST))
    assert slow == []
    assert worked < _MOST


def test_what_holds_its_worker_very_long_is_slowed_down_in_any_case() -> None:
    with _working("import time; time.sleep(60)") as worker:
        slow, worked = asyncio.run(_watch(worker, 12 * _MOST))
    assert slow == [worker]
    assert worked >= 10 * _MOST


def test_where_no_clock_tells_the_time_that_passes_counts() -> None:
    with _working("import time; time.sleep(60)") as worker:
        worker.pid = 2**22 + 1  # beyond what the system gives, so that nobody has it
        slow, worked = asyncio.run(_watch(worker, 2 * _MOST))
    assert slow == [worker]
    assert worked >= _MOST


def test_a_task_that_is_over_is_watched_no_more() -> None:
    async def watch() -> list[Worker]:
        slow: list[Worker] = []
        Watch(worker, _MOST, slow.append).stop()
        await asyncio.sleep(2 * _MOST)
        return slow

    with _working("while True: pass") as worker:
        assert asyncio.run(watch()) == []
