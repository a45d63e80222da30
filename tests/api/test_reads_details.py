"""The promise: reads are whole in every form, also where nothing is, and say what they cut."""

import io
import json
from collections.abc import Iterable

import httpx
import pandas as pd
import pytest
from rdflib import FOAF, Graph
from rdflib.compare import isomorphic
from rdflib.term import Node

from lhs_graph.terms import BASE, CASE


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/search?q=zzzqq",
        "/api/v1/gaps?offset=100000",
        "/api/v1/cases?country=ZZ",
    ],
)
def test_a_table_without_rows_has_its_columns(client: httpx.Client, address: str) -> None:
    answer = client.get(address, headers={"Accept": "text/csv"})

    table = pd.read_csv(io.StringIO(answer.text))
    assert 0 == len(table)
    assert len(table.columns) > 3


@pytest.mark.parametrize("name", ["context.jsonld", "description.schema.json"])
def test_what_data_refers_to_is_there(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/{name}")

    assert 200 == answer.status_code
    assert "json" in answer.headers["content-type"]
    assert json.loads(answer.content)
    tag = {"If-None-Match": answer.headers["etag"]}
    assert 304 == client.get(f"/{name}", headers=tag).status_code


def test_the_context_that_cases_name_is_the_one_that_is_served(client: httpx.Client) -> None:
    named = client.get("/api/v1/cases?limit=1").json()["@context"][0]

    assert f"{BASE}context.jsonld" == named
    assert "@context" in client.get(f"/{named.removeprefix(BASE)}").json()


@pytest.mark.parametrize("kind", ["application/json", "application/ld+json"])
def test_a_list_of_cases_says_in_rdf_what_the_release_says(client: httpx.Client, kind: str) -> None:
    listed = client.get("/api/v1/cases?limit=100", headers={"Accept": kind})
    described = _graph(client, listed)

    assert kind == listed.headers["content-type"]
    assert {CASE + one["id"] for one in listed.json()["items"]} == {
        str(one) for one in described.objects(None, FOAF.primaryTopic)
    }
    for system in described.objects(None, FOAF.primaryTopic):
        path = f"/doc/{str(system).removeprefix(f'{BASE}id/')}.nt"
        published = Graph().parse(data=client.get(path).text, format="nt")
        records = list(described.subjects(FOAF.primaryTopic, system))
        said = [one for node in (system, *records) for one in described.triples((node, None, None))]
        assert len(said) > 5
        assert [] == [one for one in said if one not in published]
        described -= _of(said)
    assert 0 == len(described)


@pytest.mark.parametrize("kind", ["application/json", "application/ld+json"])
def test_a_case_as_json_is_what_it_is_in_turtle(client: httpx.Client, kind: str) -> None:
    address = "/api/v1/cases/geisinger"
    described = _graph(client, client.get(address, headers={"Accept": kind}))
    turtle = client.get(address, headers={"Accept": "text/turtle"}).text

    assert len(described) > 100
    assert isomorphic(described, Graph().parse(data=turtle, format="turtle"))


def _graph(client: httpx.Client, answer: httpx.Response) -> Graph:
    """What an answer says as JSON-LD; its context is that of the server, not of the network."""
    content = answer.json()
    named, *local = content["@context"]
    ours = client.get(f"/{named.removeprefix(BASE)}").json()["@context"]
    return Graph().parse(data=json.dumps({**content, "@context": [ours, *local]}), format="json-ld")


def _of(triples: Iterable[tuple[Node, Node, Node]]) -> Graph:
    found = Graph()
    for one in triples:
        found.add(one)
    return found


@pytest.mark.parametrize("address", ["/openapi.json", "/api/openapi.json", "/api/v1", "/api/docs"])
def test_head_is_answered_where_get_is(client: httpx.Client, address: str) -> None:
    assert client.get(address).status_code == client.head(address).status_code
    assert b"" == client.head(address).content


def test_a_misspelt_parameter_of_an_alias_is_refused(client: httpx.Client) -> None:
    answer = client.post("/api/v1/validate?lewel=x", content=b"id: a\nname: A\n")

    assert 400 == answer.status_code
    assert "lewel" in answer.json()["detail"]


def test_many_rows_say_that_others_may_follow(client: httpx.Client) -> None:
    query = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"
    answer = client.get("/sparql", params={"query": query, "rows": "25000", "format": "csv"})

    assert "25000" == answer.headers["lhs-row-limit"]
    assert "unknown" == answer.headers["lhs-rows-left-out"]
    assert 'rel="next"' in answer.headers["link"]
    assert 0 == len(
        client.get("/sparql", params={"query": query, "rows": "0"}).json()["results"]["bindings"]
    )
    exposed = client.get("/sparql", headers={"Origin": "http://a.org"}, params={"query": query})
    assert "LHS-Row-Limit" in exposed.headers["access-control-expose-headers"]
