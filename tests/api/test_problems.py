"""The promise: what goes wrong is a page for people and problem details for programs."""

import json
import socket

import httpx
import pytest

_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_PROGRAMS = (
    "*/*",
    "",
    "application/json, */*;q=0.1",
    "application/problem+json, text/html;q=0.5, */*;q=0.4",
)
_YAML = {"Content-Type": "application/yaml"}

WRONG = pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/nowhere", 404),
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/api/v1/cases/nowhere", 404),
        ("GET", "/api/v1/cases?limit=many", 400),
        ("GET", "/api/v1/cases?limt=2", 400),
        ("GET", "/api/v1/check", 405),
        ("DELETE", "/api/v1/cases", 405),
        ("DELETE", "/doc/case", 405),
        ("PUT", "/sparql", 405),
        ("POST", "/api/v1/whatif", 400),
        ("POST", "/api/v1/check?level=deep", 400),
        ("GET", "/sparql?query=nonsense", 400),
        ("GET", "/rdf-graph-store", 400),
        ("GET", "/rdf-graph-store?graph=https://w3id.org/lhs-kg/graph/nowhere", 404),
    ],
)


@WRONG
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_browser_gets_a_page_in_its_language(
    client: httpx.Client, method: str, path: str, status: int, language: str
) -> None:
    headers = {"Accept": _BROWSER, "Accept-Language": language}
    answer = client.request(method, path, headers=headers)

    assert status == answer.status_code
    assert "text/html; charset=utf-8" == answer.headers["content-type"]
    assert f'<html lang="{language}">' in answer.text
    assert language == answer.headers["content-language"]
    assert "Accept" in answer.headers["vary"]
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert str(status) in answer.text
    if status == 405:
        assert answer.headers["allow"]


@pytest.mark.parametrize(
    "path",
    [
        "/id/case/%0d%0ab",
        "/id/case/a%00b",
        "/id/case/%FF",
        "/id/case/%C3%A9t%C3%A9",
        "/api/v1/%C3%A9t%C3%A9",
        "/api/docs/%20a",
        "/doc/a%2Fb",
    ],
)
def test_the_path_is_told_as_it_was_asked(client: httpx.Client, path: str) -> None:
    """The member `instance` is a URI reference (RFC 9457, 3.1.5)."""
    members = client.get(path).json()

    assert path == members["instance"]
    assert f"There is nothing at {path}." == members["detail"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (b'/id/case/a|"b"', "/id/case/a%7C%22b%22"),
        (b"/id/case/a%zz", "/id/case/a%25zz"),
        (b"//nowhere.example/a", "/.//nowhere.example/a"),
    ],
)
def test_a_path_that_is_no_reference_is_told_as_one(
    client: httpx.Client, path: bytes, told: str
) -> None:
    with socket.create_connection((client.base_url.host, client.base_url.port or 0)) as raw:
        raw.sendall(b"GET %b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % path)
        with raw.makefile("rb") as answer:
            head, _, body = answer.read().partition(b"\r\n\r\n")

    assert b"404" in head.splitlines()[0]
    assert told == json.loads(body)["instance"]


@WRONG
@pytest.mark.parametrize("accept", _PROGRAMS)
def test_a_program_gets_problem_details(
    client: httpx.Client, method: str, path: str, status: int, accept: str
) -> None:
    answer = client.request(method, path, headers={"Accept": accept})

    members = answer.json()
    assert "application/problem+json" == answer.headers["content-type"]
    assert (status, status) == (answer.status_code, members["status"])
    assert members["type"].startswith("https://w3id.org/lhs-kg/problem/")
    assert path.split("?", maxsplit=1)[0] == members["instance"]
    assert "no-store" == answer.headers["cache-control"]


def test_the_type_of_a_problem_is_an_address_of_ours(client: httpx.Client) -> None:
    found = client.get("/api/v1/nowhere").json()["type"]

    assert client.get(found.removeprefix("https://w3id.org/lhs-kg")).status_code == 200


def test_what_was_sent_is_never_markup_on_the_page(client: httpx.Client) -> None:
    hostile = "<script>alert(1)</script>"
    for answer in (
        client.get(f"/api/v1/{hostile}", headers={"Accept": _BROWSER}),
        client.get("/api/v1/cases", params={hostile: "1"}, headers={"Accept": _BROWSER}),
        client.get("/sparql", params={"query": hostile}, headers={"Accept": _BROWSER}),
        client.post("/api/v1/check", content=hostile, headers={**_YAML, "Accept": _BROWSER}),
    ):
        assert answer.status_code in (400, 404, 422)
        assert "text/html" in answer.headers["content-type"]
        assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/cases/"),
        ("GET", "/api/v1/cases/geisinger/"),
        ("POST", "/api/v1/check/"),
        ("GET", "/api/docs/"),
        ("GET", "/openapi.json/"),
    ],
)
def test_an_address_with_a_slash_too_many_leads_to_no_other_host(
    client: httpx.Client, method: str, path: str
) -> None:
    answer = client.request(method, path, headers={"Host": "localhost:9999"})

    assert 404 == answer.status_code
    assert "location" not in answer.headers
    assert path in answer.json()["detail"]
