"""The promise: what goes wrong is a page for people and problem details for programs."""

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
