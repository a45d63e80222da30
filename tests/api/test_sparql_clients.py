"""The promise: what real clients send by habit is understood, and what is refused is said why."""

import httpx
import pytest
from SPARQLWrapper import SPARQLWrapper

_BASE = "https://w3id.org/lhs-kg/"
_DESCRIBE = "DESCRIBE <https://w3id.org/lhs-kg/ontology#Support>"


def test_sparqlwrapper_as_it_comes_takes_graphs(server: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setQuery(_DESCRIBE)

    answer = wrapper.query()
    assert "application/rdf+xml" in str(answer.info()["content-type"])
    assert b"rdf:RDF" in answer.response.read()


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("xml", "application/rdf+xml"),
        ("json", "application/ld+json"),
        ("csv", "text/turtle"),
        ("turtle", "text/turtle"),
    ],
)
def test_forms_of_tables_mean_the_nearest_form_of_a_graph(
    client: httpx.Client, form: str, kind: str
) -> None:
    answer = client.get("/sparql", params={"query": _DESCRIBE, "format": form})

    assert 200 == answer.status_code
    assert kind == answer.headers["content-type"].split(";")[0]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (<http://example.org/fn>(1) AS ?x) {}",
        "SELECT ?s { ?s a ?c FILTER(<http://example.org/fn>(?c)) }",
        'SELECT (xsd:anyURI("x") AS ?x) {}',
    ],
)
def test_a_function_of_nobody_is_refused_by_its_name(client: httpx.Client, query: str) -> None:
    answer = client.get("/sparql", params={"query": query})

    assert 403 == answer.status_code
    assert f"{_BASE}problem/feature-refused" == answer.json()["type"]
    assert "<http" in answer.json()["detail"]


@pytest.mark.parametrize(
    "clause",
    [
        f"FROM <{_BASE}graph/ontology>",
        "FROM g:ontology",
        f"FROM NAMED <{_BASE}graph/ontology> FROM g:mappings",
    ],
)
def test_published_graphs_may_be_named_in_any_spelling(client: httpx.Client, clause: str) -> None:
    query = f"PREFIX g: <{_BASE}graph/> SELECT * {clause} WHERE {{ ?s ?p ?o }} LIMIT 1"

    assert 200 == client.get("/sparql", params={"query": query}).status_code
    base = query.replace(clause, "FROM <ontology>")
    base = f"BASE <{_BASE}graph/x> {base}"
    assert 200 == client.get("/sparql", params={"query": base}).status_code


def test_a_malformed_query_has_its_position(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"})

    assert 400 == answer.status_code
    assert 2 == answer.json()["position"]["line"]


def test_what_changes_by_itself_is_not_kept(client: httpx.Client) -> None:
    changing = client.get("/sparql", params={"query": "SELECT (NOW() AS ?n) {}"})
    lasting = client.get("/sparql", params={"query": "SELECT (1 AS ?n) {}"})

    assert "etag" not in changing.headers
    assert "no-store" == changing.headers["cache-control"]
    assert "etag" in lasting.headers


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/sparql?query=SELECT", 400),
        ("/sparql?query=SELECT%20*%20%7BSERVICE%20%3Chttp://e/%3E%20%7B%7D%7D", 403),
        ("/api/v1/cases/nope", 404),
    ],
)
def test_any_tag_at_all_is_no_answer_to_what_fails(
    client: httpx.Client, address: str, status: int
) -> None:
    assert status == client.get(address, headers={"If-None-Match": "*"}).status_code


def test_the_service_description_is_the_same_each_time_and_carries_a_tag(
    client: httpx.Client,
) -> None:
    first, second = (client.get("/sparql", headers={"Accept": "text/turtle"}) for _ in range(2))

    assert first.content == second.content
    tag = first.headers["etag"]
    again = client.get("/sparql", headers={"Accept": "text/turtle", "If-None-Match": tag})
    assert 304 == again.status_code
