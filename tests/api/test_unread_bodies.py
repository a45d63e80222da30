"""The promise: who sends too much, or what is not taken, reads why, and is not just cut off."""

import json
import socket
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

_MANY = 5_000_001


@pytest.mark.parametrize(
    ("path", "kind", "size", "status", "problem"),
    [
        ("/api/v1/check", "application/yaml", _MANY, 413, "too-large"),
        ("/api/v1/whatif", "application/json", 12_000_001, 413, "too-large"),
        ("/sparql", "application/sparql-query", 20_000_000, 413, "too-large"),
        ("/sparql", "text/plain", _MANY, 415, "unsupported-type"),
        ("/sparql", "application/sparql-update", _MANY, 403, "update-refused"),
        ("/rdf-graph-store?default", "text/turtle", _MANY, 403, "update-refused"),
        ("/doc/case/geisinger", "text/turtle", _MANY, 405, "method-not-allowed"),
    ],
)
def test_a_body_that_is_refused_can_be_sent_to_its_end(
    server: str, path: str, kind: str, size: int, status: int, problem: str
) -> None:
    """A client that announces to close, as that of the standard library does, gets its answer."""
    content = b"x" * size
    for _ in range(3):
        with pytest.raises(HTTPError) as refused:
            urlopen(Request(server + path, content, {"Content-Type": kind}), timeout=20)  # noqa: S310

        members = json.loads(refused.value.read())
        refused.value.close()
        assert (status, problem) == (refused.value.code, members["type"].rsplit("/", 1)[-1])


def _sent_after_the_answer(address: str, part: bytes, most: int) -> int:
    """How many bytes the server takes of a body that it has answered."""
    found = urlsplit(address)
    sent = 0
    with socket.create_connection((str(found.hostname), found.port), timeout=5) as channel:
        channel.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            b"Content-Type: text/plain\r\nContent-Length: 1000000000\r\n\r\n"
        )
        assert channel.recv(65536).startswith(b"HTTP/1.1 415")
        started = time.monotonic()
        try:
            while sent < most and time.monotonic() - started < 10:
                channel.sendall(part)
                sent += len(part)
                if len(part) == 1:
                    time.sleep(0.1)
        except OSError:
            pass
    return sent


def test_what_follows_an_answer_is_bounded_in_size(server: str) -> None:
    assert 32 << 20 < _sent_after_the_answer(server, b"x" * (1 << 20), 1 << 30) < 100 << 20


def test_what_follows_an_answer_is_bounded_in_time(
    serving: Callable[..., AbstractContextManager[Any]],
) -> None:
    with serving(LHS_BODY_SECONDS="1") as running:
        assert 5 < _sent_after_the_answer(running.address, b"x", 1000) < 60
