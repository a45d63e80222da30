"""The promise: what is refused before any operation is told as a problem, with cause and cure."""

import json
import socket
from urllib.parse import quote, urlsplit

import httpx
import pytest


def _connection(address: str) -> socket.socket:
    found = urlsplit(address)
    assert found.hostname
    return socket.create_connection((found.hostname, found.port or 80), timeout=10)


def _rest(channel: socket.socket) -> bytes:
    """All that comes back until the server closes."""
    parts = []
    try:
        while part := channel.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@pytest.mark.parametrize(
    "content",
    [
        b"nonsense\r\n\r\n",
        b"GET /sparql?query=ASK {} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_what_is_no_http_is_told_so_as_a_problem(server: str, content: bytes) -> None:
    with _connection(server) as channel:
        channel.sendall(content)
        head, _, body = _rest(channel).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: application/problem+json" in head.lower()
    members = json.loads(body)
    assert "https://w3id.org/lhs-kg/problem/invalid-http" == members["type"]
    assert "HTTP client" in members["detail"]


def test_what_is_no_http_is_not_told_in_the_middle_of_an_answer(server: str) -> None:
    values = " ".join(str(number) for number in range(2000))
    query = quote(f"SELECT * {{ VALUES ?a {{ {values} }} ?s ?p ?o }}")
    with _connection(server) as channel:
        channel.sendall(
            f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(query) + 6}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\n\r\nquery={query}".encode()
        )
        begun = channel.recv(1000)
        channel.sendall(b"nonsense\r\n\r\n")
        rest = _rest(channel)

    assert begun.startswith(b"HTTP/1.1 200")
    assert b"invalid-http" not in rest


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "asked",
    [
        {"Access-Control-Request-Method": "DELETE"},
        {"Access-Control-Request-Method": "<script>"},
        {
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Private-Network": "true",
        },
    ],
)
def test_a_preflight_that_is_refused_says_why(
    client: httpx.Client, asked: dict[str, str], language: str
) -> None:
    origin = {"Origin": "https://elsewhere.example", "Accept-Language": language}

    answer = client.options("/sparql", headers={**origin, **asked})

    assert 400 == answer.status_code
    assert "application/problem+json" == answer.headers["content-type"]
    members = answer.json()
    assert members["type"].endswith("/problem/preflight-refused")
    assert "GET, HEAD, POST, OPTIONS" in members["detail"]
    assert asked["Access-Control-Request-Method"] in members["detail"]
    assert ("prive" in members["detail"].replace("é", "e")) == (language == "fr")
    assert "*" == answer.headers["access-control-allow-origin"]
    assert "origin" in answer.headers["vary"].lower()


def test_a_preflight_for_what_is_allowed_is_answered(client: httpx.Client) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "Content-Type",
    }

    answer = client.options("/sparql", headers=asked)

    assert 200 == answer.status_code
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" == answer.headers["access-control-allow-headers"]
