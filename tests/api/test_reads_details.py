"""The promise: reads are whole in every form, also where nothing is, and say what they cut."""

import io
import json

import httpx
import pandas as pd
import pytest

from lhs_graph.terms import BASE


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
