"""The exported site behind a real Apache is negotiated as the service negotiates it."""

import httpx
import pytest

_CASE = "doc/case/improvecarenow"
_GRAPH = "graph/case/improvecarenow"
_DETECTOR = "query/p3-support-without-a-goal"
_QUERY = "query/r01-which-cases-are-described"
_HTML = {"Accept": "text/html"}
_CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,"
    "*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
)


@pytest.mark.parametrize(
    "address", ["", "ontology", "shapes", "doc/case", _CASE, "doc/void", _GRAPH, _DETECTOR]
)
@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        (_CHROME, "text/html"),
        ("text/html, application/xhtml+xml, image/jxr, */*", "text/html"),
        ("*/*", "text/turtle"),
        ("", "text/turtle"),
        ("text/turtle, text/html", "text/html"),
        ("TEXT/HTML, text/turtle", "text/html"),
        ("text/html;q=0.1, text/turtle;q=0.2", "text/turtle"),
        ("text/turtle;q=0.9, application/rdf+xml", "application/rdf+xml"),
        ("application/rdf+xml, */*", "text/turtle"),
        ("application/rdf+xml;q=0.99, application/n-triples;q=0.98", "application/rdf+xml"),
        ("text/*;q=0.5, text/turtle;q=0, application/n-triples;q=0.4", "text/html"),
        ("text/turtle;q=0, */*", "application/ld+json"),
        ("text/turtle;q=0, application/ld+json;q=0, */*;q=0.1", "application/rdf+xml"),
        ("text/html;q=0, */*;q=0.1", "text/turtle"),
        ("application/*", "application/ld+json"),
        ("application/ld+json;q=0, application/*", "application/rdf+xml"),
        ("text/*", "text/turtle"),
        ("application/json", "application/ld+json"),
        ("application/json, text/plain, */*", "text/turtle"),
        ("application/json;q=0.5, text/turtle;q=0.4", "application/ld+json"),
        ("application/json;q=0.9, image/*", "application/ld+json"),
        ("text/plain", "application/n-triples"),
        ("application/x-turtle", "text/turtle"),
        ("text/rdf+n3", "text/turtle"),
        (
            "application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1",
            "application/rdf+xml",
        ),
        ("text/turtle,application/n-triples;q=0.9,application/trig;q=0.8,*/*;q=0.3", "text/turtle"),
        ("image/png", None),
        ("application/xml", None),
        ("application/sparql-results+json, video/*", None),
        ("text/turtle;q=0", None),
        ("*/*;q=0", None),
    ],
)
def test_the_host_negotiates_as_the_service_does(
    apache: httpx.Client, client: httpx.Client, address: str, accept: str, kind: str | None
) -> None:
    for host in (apache, client):
        answer = host.get(f"/{address}", headers={"Accept": accept})
        assert answer.status_code == (200 if kind else 406), host.base_url
        if kind:
            assert answer.headers["content-type"].split(";")[0] == kind, host.base_url
        assert "accept" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    ("address", "accept", "kind"),
    [
        (_GRAPH, "application/trig", "application/trig"),
        (_GRAPH, "application/n-quads, text/turtle;q=0.9", "application/n-quads"),
        (_CASE, "application/trig", None),
        (_DETECTOR, "application/sparql-query, */*;q=0.1", "application/sparql-query"),
        (_CASE, "application/sparql-query", None),
        (_DETECTOR, "text/csv", "text/csv"),
        (_QUERY, "text/csv", "text/csv"),
        (_QUERY, "text/csv, text/turtle;q=0.9", "text/csv"),
        (_CASE, "text/csv", None),
        ("query", "text/csv", None),
    ],
)
def test_the_host_offers_what_the_service_offers(
    apache: httpx.Client, client: httpx.Client, address: str, accept: str, kind: str | None
) -> None:
    for host in (apache, client):
        answer = host.get(f"/{address}", headers={"Accept": accept})
        assert answer.status_code == (200 if kind else 406)
        if kind:
            assert answer.headers["content-type"].split(";")[0] == kind


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "fr", "fr"),
        ("", "de, fr;q=0.5", "fr"),
        ("", "de", "en"),
        ("?lang=fr", "en", "fr"),
        ("?x=1&lang=en", "fr", "en"),
        ("?lang=de", "fr", "fr"),
        ("?slang=en", "fr", "fr"),
    ],
)
def test_the_language_is_chosen_as_the_service_chooses_it(
    apache: httpx.Client, client: httpx.Client, query: str, accepted: str, language: str
) -> None:
    for host in (apache, client):
        for address in (_CASE, "", "nowhere"):
            answer = host.get(f"/{address}{query}", headers={**_HTML, "Accept-Language": accepted})
            assert f'<html lang="{language}">' in answer.text
            assert answer.headers["content-language"] == language
