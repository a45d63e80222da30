"""What passes between the service, its workers and its clients comes whole."""

import socket
from urllib.parse import urlsplit

import pytest

from lhs_api.frames import HEAD, Frame, Kind, encode


@pytest.mark.parametrize("text", ["a", "é\u0000", "\ud800", "😀"])
def test_any_text_passes(text: str) -> None:
    """Also halves of characters, which JSON may escape and a quick library refuses."""
    told = {"query": text, "rows": None, "most": 10}
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
