"""The promise: SPARQL 1.1 Graph Store HTTP Protocol for reading, and nothing is ever written."""

import httpx
import pyoxigraph as ox
import pytest

_STORE = "/rdf-graph-store"
_GEISINGER = "https://w3id.org/lhs-kg/graph/case/geisinger"
_FORMS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}


def _triples(answer: httpx.Response, form: ox.RdfFormat) -> set[ox.Triple]:
    assert answer.status_code == 200, answer.text
    return {quad.triple for quad in ox.parse(answer.content, format=form)}


def _counted(client: httpx.Client, where: str) -> int:
    query = f"SELECT (COUNT(*) AS ?n) WHERE {{ SELECT DISTINCT ?s ?p ?o WHERE {{ {where} }} }}"
    answer = client.get("/sparql", params={"query": query})
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("kind", _FORMS)
def test_a_named_graph_is_whole_in_each_form(client: httpx.Client, kind: str) -> None:
    answer = client.get(_STORE, params={"graph": _GEISINGER}, headers={"Accept": kind})

    assert answer.headers["content-type"].split(";")[0] == kind
    assert len(_triples(answer, _FORMS[kind])) == _counted(
        client, f"GRAPH <{_GEISINGER}> {{ ?s ?p ?o }}"
    )


@pytest.mark.parametrize("kind", ["text/turtle", "application/n-triples"])
def test_the_default_graph_is_what_queries_see(client: httpx.Client, kind: str) -> None:
    answer = client.get(f"{_STORE}?default", headers={"Accept": kind})

    assert len(_triples(answer, _FORMS[kind])) == _counted(client, "?s ?p ?o")


def test_the_graph_is_the_one_at_its_own_address(client: httpx.Client) -> None:
    here = client.get(_STORE, params={"graph": _GEISINGER})
    there = client.get(_GEISINGER.removeprefix("https://w3id.org/lhs-kg"))

    assert here.headers["content-type"] == there.headers["content-type"]
    assert here.text == there.text


def test_head_and_what_is_known_already(client: httpx.Client) -> None:
    full = client.get(_STORE, params={"graph": _GEISINGER})
    head = client.head(_STORE, params={"graph": _GEISINGER})
    again = client.get(
        _STORE, params={"graph": _GEISINGER}, headers={"If-None-Match": full.headers["etag"]}
    )

    assert (200, b"") == (head.status_code, head.content)
    assert (304, b"") == (again.status_code, again.content)
    for name in ("content-type", "content-length", "etag", "vary"):
        assert head.headers[name] == full.headers[name]
    assert "Accept" in again.headers["vary"]


@pytest.mark.parametrize(
    ("query", "status", "problem"),
    [
        ("", 400, "which-graph"),
        ("?default&graph=https://w3id.org/lhs-kg/graph/ontology", 400, "which-graph"),
        ("?default&default", 400, "which-graph"),
        ("?graph=ontology", 400, "which-graph"),
        ("?graph=", 400, "which-graph"),
        ("?graph=https://w3id.org/lhs-kg/graph/nowhere", 404, "no-such-graph"),
        ("?graph=https://w3id.org/lhs-kg/doc/case", 404, "no-such-graph"),
        ("?graph=http://127.0.0.1:9/x", 404, "no-such-graph"),
        ("?graph=file:///etc/passwd", 404, "no-such-graph"),
        ("?graph=https://w3id.org/lhs-kg/graph/%3Cx%20y%3E", 404, "no-such-graph"),
    ],
)
def test_what_is_not_there_or_not_clear_is_said_in_either_language(
    client: httpx.Client, query: str, status: int, problem: str
) -> None:
    said = set()
    for language in ("en", "fr"):
        answer = client.get(f"{_STORE}{query}", headers={"Accept-Language": language})
        assert (status, "application/problem+json") == (
            answer.status_code,
            answer.headers["content-type"],
        )
        assert answer.json()["type"].endswith(f"/problem/{problem}")
        said.add(answer.json()["detail"])
    assert 2 == len(said)


def test_another_form_is_not_acceptable(client: httpx.Client) -> None:
    answer = client.get(f"{_STORE}?default", headers={"Accept": "image/png"})

    assert 406 == answer.status_code
    assert "text/turtle" in answer.json()["offered"]


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("query", ["?default", f"?graph={_GEISINGER}", ""])
def test_nothing_is_written(client: httpx.Client, method: str, query: str) -> None:
    before = _counted(client, "?s ?p ?o")

    answer = client.request(
        method,
        f"{_STORE}{query}",
        content="<a:a> <a:b> <a:c> .",
        headers={"Content-Type": "text/turtle"},
    )

    assert 403 == answer.status_code
    assert answer.json()["type"].endswith("/problem/update-refused")
    assert {"GET", "HEAD"} <= set(answer.headers["allow"].split(", "))
    assert before == _counted(client, "?s ?p ?o")


def test_another_method_is_not_allowed_and_options_say_which_are(client: httpx.Client) -> None:
    answer = client.request("PROPFIND", f"{_STORE}?default")
    options = client.options(_STORE)

    assert 405 == answer.status_code
    assert answer.headers["allow"] == options.headers["allow"] == "GET, HEAD, OPTIONS"
    assert 204 == options.status_code


def test_the_service_description_says_where_graphs_are_read(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "application/n-triples"})

    assert "http://www.w3.org/ns/dcat#DataService" in answer.text
    assert (
        "<https://w3id.org/lhs-kg/rdf-graph-store> <http://purl.org/dc/terms/conformsTo> "
        "<http://www.w3.org/TR/sparql11-http-rdf-update/>" in answer.text
    )
