"""What passes between the service, its workers and its clients comes whole."""

import socket
import struct
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest

from lhs_api.frames import HEAD, Frame, Kind, encode


@pytest.mark.parametrize(
    "value", ["a", "é\u0000", "\ud800", "😀", 10**30, -0.0, float("inf"), None]
)
def test_anything_passes_as_it_is(value: object) -> None:
    """Also halves of characters and large numbers, which quick libraries refuse or round."""
    told = {"query": value, "rows": None, "most": 10}
    written = encode(Kind.TASK, told)
    kind, length = HEAD.unpack(written[: HEAD.size])
    frame = Frame(Kind(kind), written[HEAD.size :])
    assert (frame.kind, len(frame.content), frame.json()) == (Kind.TASK, length, told)


def test_the_head_and_the_body_of_an_answer_leave_together(server: str) -> None:
    """What is asked for again is one write into the network, so that one read has all of it."""
    found = urlsplit(server)
    request = b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with socket.create_connection((str(found.hostname), found.port), timeout=10) as channel:
        for _ in range(2):
            channel.sendall(request)
            answer = channel.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200")
            assert b'"boolean"' in answer.partition(b"\r\n\r\n")[2]


def test_clients_that_go_are_no_failures_of_ours(serving: Callable[..., Any]) -> None:
    """They reset the connection before, while and after an answer of many parts is written."""
    everything = quote("SELECT * { GRAPH ?g { ?s ?p ?o } }")
    request = f"GET /sparql?query={everything} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    with serving(LHS_SECONDS_A_MINUTE="1000") as running:
        found = urlsplit(running.address)
        for number in range(200):
            channel = socket.create_connection((str(found.hostname), found.port), timeout=10)
            channel.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            channel.sendall(request * (1 + number % 3))
            time.sleep(number % 10 / 1000)
            channel.close()
        with httpx.Client(base_url=running.address, timeout=20, verify=False) as client:
            end = time.monotonic() + 20
            while not client.get("/sparql?query=ASK%7B%7D").is_success:  # answers still end
                assert time.monotonic() < end
        log = running.log.read_text(encoding="utf-8")

    assert '"message":"request"' in log
    assert '"level":"error"' not in log
