"""The promise: what is seldom sent to the endpoint is answered as well as what is often sent."""

import gzip

import httpx
import pytest
from rdflib import Graph

_DIRECT = {"Content-Type": "application/sparql-query"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_CASES = "SELECT ?case { ?case a lhs:LearningHealthSystem }"


def test_who_wants_no_rows_is_told_that_there_are_some_and_led_nowhere(
    client: httpx.Client,
) -> None:
    answer = client.get("/sparql", params={"query": _CASES, "rows": "0"})

    assert [] == answer.json()["results"]["bindings"]
    assert "true" == answer.headers["lhs-rows-left-out"]
    assert "0" == answer.headers["lhs-row-limit"]
    assert "next" not in answer.links


@pytest.mark.parametrize("headers", [_DIRECT, _FORM])
def test_a_compressed_body_is_refused_as_one(client: httpx.Client, headers: dict[str, str]) -> None:
    answer = client.post(
        "/sparql",
        content=gzip.compress(b"ASK {}"),
        headers={**headers, "Content-Encoding": "gzip"},
    )

    assert 415 == answer.status_code
    assert answer.json()["type"].endswith("/problem/compressed-body")


@pytest.mark.parametrize(("content", "headers"), [("ASK {}", _DIRECT), ("query=ASK%7B%7D", _FORM)])
def test_a_byte_order_mark_before_a_body_is_skipped(
    client: httpx.Client, content: str, headers: dict[str, str]
) -> None:
    answer = client.post("/sparql", content=content.encode("utf-8-sig"), headers=headers)

    assert (200, True) == (answer.status_code, answer.json()["boolean"])


@pytest.mark.parametrize("query", ["SELECT WHERE", "", "SELECT * { SERVICE <urn:a> {} }"])
@pytest.mark.parametrize(
    ("address", "more", "language"),
    [
        ("/sparql?lang=fr", {}, "fr"),
        ("/sparql", {"lang": "fr"}, "fr"),
        ("/sparql?lang=en", {"lang": "fr"}, "fr"),
        ("/sparql?lang=fr", {"lang": "en"}, "en"),
        ("/sparql", {}, "en"),
    ],
)
def test_a_form_is_refused_in_the_language_that_it_or_its_address_says(
    client: httpx.Client, query: str, address: str, more: dict[str, str], language: str
) -> None:
    direct = client.get("/sparql", params={"query": query, "lang": language})

    posted = client.post(address, data={"query": query, **more})

    assert direct.status_code == posted.status_code
    assert language == posted.headers["content-language"]
    assert direct.json() == posted.json()


@pytest.mark.parametrize(
    ("form", "short"),
    [("text/turtle", "a lhs:LearningHealthSystem"), ("application/rdf+xml", "xmlns:lhs=")],
)
def test_graphs_are_written_with_the_prefixes_of_the_project(
    client: httpx.Client, form: str, short: str
) -> None:
    query = "CONSTRUCT { ?s a lhs:LearningHealthSystem } { ?s a lhs:LearningHealthSystem }"

    answer = client.get("/sparql", params={"query": query}, headers={"Accept": form})

    assert short in answer.text
    assert len(Graph().parse(data=answer.text, format=form)) >= 39


def test_metrics_are_read_and_nothing_else(client: httpx.Client) -> None:
    posted, asked, head = (client.request(one, "/metrics") for one in ("POST", "OPTIONS", "HEAD"))

    assert (405, 204, 200) == (posted.status_code, asked.status_code, head.status_code)
    assert posted.json()["type"].endswith("/problem/method-not-allowed")
    assert {"GET, HEAD, OPTIONS"} == {one.headers["allow"] for one in (posted, asked)}
