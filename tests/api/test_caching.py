"""The promise: every read says when it last changed, and is not sent to who has it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import httpx
import pytest

_ASK = "/sparql?query=ASK%20%7B%7D"
_LONG = "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D"
_RANDOM = {"query": "SELECT (RAND() AS ?x) {}"}
_HTML = "text/html"

READS = pytest.mark.parametrize(
    ("path", "accept"),
    [
        (_ASK, "*/*"),
        (_LONG, "*/*"),
        ("/sparql", "text/turtle"),
        ("/sparql", _HTML),
        ("/rdf-graph-store?default", "text/turtle"),
        ("/rdf-graph-store?graph=https://w3id.org/lhs-kg/graph/case/geisinger", "text/turtle"),
        ("/api/v1/cases", "*/*"),
        ("/api/v1/cases/geisinger/check", _HTML),
        ("/api/v1/cases/geisinger/nearest", "application/json"),
        ("/api/v1/gaps", "application/json"),
        ("/api/v1/pillars", "*/*"),
        ("/api/v1/version", "*/*"),
        ("/openapi.json", "*/*"),
        ("/api/docs", _HTML),
        ("/doc/case/geisinger", "text/turtle"),
        ("/context.jsonld", "*/*"),
        ("/sitemap.xml", "*/*"),
        ("/robots.txt", "*/*"),
    ],
)


@READS
def test_reads_last_changed_with_what_they_come_from(
    client: httpx.Client, path: str, accept: str
) -> None:
    described = client.get("/doc/case/geisinger").headers["last-modified"]

    answer = client.get(path, headers={"Accept": accept})
    tag = {"Accept": accept, "If-None-Match": answer.headers["etag"]}
    again = client.get(path, headers=tag)

    assert (200, 304) == (answer.status_code, again.status_code)
    assert parsedate_to_datetime(described) <= datetime.now(UTC)
    for one in (answer, again):
        assert described == one.headers["last-modified"]
        assert "max-age=" in one.headers["cache-control"]


@READS
def test_a_read_is_not_sent_to_who_has_any_or_one_of_that_date(
    client: httpx.Client, path: str, accept: str
) -> None:
    date = client.get("/doc/case/geisinger").headers["last-modified"]
    early = format_datetime(parsedate_to_datetime(date) - timedelta(seconds=1), usegmt=True)

    def status(method: str = "GET", **headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = client.request(method, path, headers={"Accept": accept, **named})
        assert answer.status_code == 200 or not answer.content
        return answer.status_code

    for _ in range(2):  # the second time the answer may be kept
        assert 304 == status(If_None_Match="*")
        assert 304 == status(If_Modified_Since=date)
        assert 304 == status("HEAD", If_Modified_Since=date)
        assert 200 == status(If_Modified_Since=early)
    assert 200 == status(If_Modified_Since="yesterday")
    assert 200 == status(If_None_Match='"another"', If_Modified_Since=date)


@READS
def test_tags_are_compared_weakly_and_whole(client: httpx.Client, path: str, accept: str) -> None:
    tag = client.get(path, headers={"Accept": accept}).headers["etag"]

    for given, status in {
        f"W/{tag}": 304,
        f'"a,b", W/"c",{tag}': 304,
        tag.strip('"'): 200,
        f'"x, {tag[1:-1]}"': 200,
        f'"{tag[2:]}': 200,
    }.items():
        headers = {"Accept": accept, "If-None-Match": given}
        assert status == client.get(path, headers=headers).status_code, given


def test_what_is_posted_is_answered_whatever_date_the_client_has(client: httpx.Client) -> None:
    date = {"If-Modified-Since": client.get(_ASK).headers["last-modified"]}

    assert 200 == client.post("/sparql", data={"query": "ASK {}"}, headers=date).status_code


@pytest.mark.parametrize(
    ("path", "status"), [("/sparql?query=SELECT", 400), ("/api/v1/cases/nope", 404)]
)
def test_no_date_is_an_answer_to_what_fails(client: httpx.Client, path: str, status: int) -> None:
    date = {"If-Modified-Since": client.get(_ASK).headers["last-modified"]}

    assert status == client.get(path, headers=date).status_code


def test_a_dump_says_when_its_release_was_made(client: httpx.Client) -> None:
    version = client.get("/api/v1/version").json()
    path = f"/data/{version['data_version']}/lhs.nq"
    answer = client.head(path)
    date = answer.headers["last-modified"]

    assert datetime.fromisoformat(version["created"]) == parsedate_to_datetime(date)
    assert 304 == client.get(path, headers={"If-Modified-Since": date}).status_code


def test_a_program_that_is_started_anew_may_answer_otherwise(
    client: httpx.Client, serving: Callable[..., AbstractContextManager[Any]]
) -> None:
    """Another version of it, or other settings: the date must not hide that."""
    old = {"If-Modified-Since": client.get("/api/v1/limits").headers["last-modified"]}
    with serving(LHS_QUERY_ROWS="7") as running:
        answer = httpx.get(f"{running.address}/api/v1/limits", headers=old, verify=False)

    assert (200, 7) == (answer.status_code, answer.json()["rows"])


def test_what_may_be_otherwise_the_next_time_says_no_date(client: httpx.Client) -> None:
    date = {"If-Modified-Since": client.get(_ASK).headers["last-modified"]}

    for headers in ({}, date):
        answer = client.get("/sparql", params=_RANDOM, headers=headers)
        assert 200 == answer.status_code
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
