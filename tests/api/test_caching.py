"""The promise: every read says when it last changed, and what it depends on."""

from email.utils import parsedate_to_datetime

import httpx
import pytest

_ASK = "/sparql?query=ASK%20%7B%7D"
_HTML = "text/html"


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        (_ASK, "*/*"),
        ("/sparql", "text/turtle"),
        ("/sparql", _HTML),
        ("/rdf-graph-store?default", "text/turtle"),
        ("/api/v1/cases", "*/*"),
        ("/api/v1/cases/geisinger/check", _HTML),
        ("/api/v1/pillars", "*/*"),
        ("/api/v1/version", "*/*"),
    ],
)
def test_reads_last_changed_with_the_release(client: httpx.Client, path: str, accept: str) -> None:
    described = client.get("/doc/case/geisinger").headers["last-modified"]

    answer = client.get(path, headers={"Accept": accept})
    tag = {"Accept": accept, "If-None-Match": answer.headers["etag"]}
    again = client.get(path, headers=tag)

    assert (200, 304) == (answer.status_code, again.status_code)
    assert parsedate_to_datetime(described)
    for one in (answer, again):
        assert described == one.headers["last-modified"]
        assert "Accept" in one.headers["vary"]
        assert "max-age=300" in one.headers["cache-control"]


def test_what_may_be_otherwise_the_next_time_says_no_date(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT (RAND() AS ?x) {}"})

    assert "last-modified" not in answer.headers


def test_the_page_to_ask_on_is_another_in_another_language(client: httpx.Client) -> None:
    tags = {
        client.get("/sparql", headers={"Accept": _HTML, "Accept-Language": one}).headers["etag"]
        for one in ("en", "fr", "en")
    }

    assert 2 == len(tags)


def test_a_redirect_to_what_is_negotiated_varies_as_it_does(client: httpx.Client) -> None:
    answer = client.get("/api/v1/queries/P01")

    assert (303, "Accept, Accept-Language") == (answer.status_code, answer.headers["vary"])
