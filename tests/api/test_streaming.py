"""The promise: an answer of a million rows streams, and nobody holds it as a whole."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="memory is read from /proc"
)

_MOST_GROWTH = 50_000_000
_MILLION = 1_000_000
_VALUES = " ".join(str(number) for number in range(100))
_QUERY = (
    f"SELECT ?a ?b ?c WHERE {{ VALUES ?a {{ {_VALUES} }} VALUES ?b {{ {_VALUES} }}"
    f" VALUES ?c {{ {_VALUES} }} }}"
)
_SETTINGS = {
    "LHS_QUERY_ROWS": "2000000",
    "LHS_ANSWER_BYTES": "1000000000",
    "LHS_QUERY_SECONDS": "30",
    "LHS_SECONDS_A_MINUTE": "1000",
}


@pytest.fixture(scope="module")
def generous(
    module_serving: Callable[..., AbstractContextManager[Any]],
) -> Iterator[tuple[str, int]]:
    """The address and the process of a server with large limits."""
    with module_serving(**_SETTINGS) as running:
        yield running.address, running.pid


def _family(pid: int) -> Iterator[int]:
    """The process and all that descend from it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError):  # threads come and go
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _resident(pid: int) -> dict[int, int]:
    """The bytes that each process holds by itself: what it shares with others left out."""
    found = {}
    for one in _family(pid):
        with suppress(FileNotFoundError, ProcessLookupError):  # workers come and go, too
            pages = (Path("/proc") / str(one) / "statm").read_text().split()
            found[one] = (int(pages[1]) - int(pages[2])) * os.sysconf("SC_PAGE_SIZE")
    return found


@pytest.mark.parametrize(
    ("kind", "mark"),
    [("text/csv", b"\r\n"), ("application/sparql-results+json", b'{"a":')],
)
def test_a_million_rows_stream_in_bounded_memory(
    generous: tuple[str, int], kind: str, mark: bytes
) -> None:
    address, pid = generous
    with httpx.Client(base_url=address, timeout=60, verify=False) as client:
        client.post("/sparql", data={"query": "ASK {}"})
        before = _resident(pid)
        counted, largest = 0, dict(before)
        with client.stream(
            "POST", "/sparql", data={"query": _QUERY}, headers={"Accept": kind}
        ) as answer:
            assert 200 == answer.status_code
            rest = b""
            for number, part in enumerate(answer.iter_bytes(256 << 10)):
                whole = rest + part
                counted += whole.count(mark)
                rest = whole[-(len(mark) - 1) :]
                if number == 3:
                    time.sleep(1.0)  # a slow reader makes the others wait, not hoard
                for one, held in _resident(pid).items():
                    largest[one] = max(held, largest.get(one, 0))

    ours = {one: largest[one] - held for one, held in before.items()}
    assert counted == _MILLION + (kind == "text/csv")
    assert len(ours) >= 3
    assert max(ours.values()) < _MOST_GROWTH


def test_an_answer_beyond_its_limit_is_never_whole(
    serving: Callable[..., AbstractContextManager[Any]],
) -> None:
    settings = {**_SETTINGS, "LHS_ANSWER_BYTES": "1000000"}
    with (
        serving(**settings) as running,
        httpx.Client(base_url=running.address, timeout=60, verify=False) as client,
        pytest.raises(httpx.RemoteProtocolError),
        client.stream("POST", "/sparql", data={"query": _QUERY}) as answer,
    ):
        answer.read()
