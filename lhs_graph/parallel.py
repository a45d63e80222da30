"""Work on chunks shared among processes: results in the order of the chunks, memory bounded."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

__all__ = ["in_order"]

Chunk = TypeVar("Chunk")
Result = TypeVar("Result")


def in_order(
    work: Callable[[Chunk], Result], chunks: Iterable[Chunk], expected: int
) -> Iterator[Result]:
    """The result of each chunk, in order; no more chunks are taken than are being worked on.

    Args:
        work: a function that a process of its own can import.
        chunks: what to work on; taken one by one as results are fetched.
        expected: about how many chunks there are; with one, the work is done here.
    """
    workers = min(os.cpu_count() or 1, expected)
    if workers < 2:  # noqa: PLR2004  alone there is nothing to share
        yield from map(work, chunks)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        running: deque[Future[Result]] = deque()
        for chunk in chunks:
            running.append(pool.submit(work, chunk))
            if len(running) > workers:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
