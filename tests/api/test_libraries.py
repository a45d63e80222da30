"""The promise: the libraries that researchers have work with the endpoint unchanged."""

import io

import httpx
import pandas as pd
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, N3, POST, POSTDIRECTLY, RDFXML, TURTLE, XML, SPARQLWrapper

_CASES = "SELECT ?case WHERE { ?case a lhs:LearningHealthSystem } ORDER BY ?case"
_GOALS = """
PREFIX lhs: <https://w3id.org/lhs-kg/ontology#>
CONSTRUCT { ?s lhs:hasGoal ?o } WHERE { ?s lhs:hasGoal ?o }
"""


@pytest.mark.parametrize(("method", "how"), [(GET, None), (POST, None), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_asks_in_every_way(server: str, method: str, how: str | None) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setMethod(method)
    if how:
        wrapper.setRequestMethod(how)
    wrapper.setQuery(_CASES)
    wrapper.setReturnFormat(JSON)

    found = wrapper.query().convert()
    assert isinstance(found, dict)
    assert len(found["results"]["bindings"]) >= 39
    for form in (XML, CSV):
        wrapper.setReturnFormat(form)
        assert "geisinger" in str(wrapper.query().response.read())


@pytest.mark.parametrize("form", [TURTLE, RDFXML, N3])
def test_sparqlwrapper_reads_graphs(server: str, form: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setQuery(_GOALS)
    wrapper.setReturnFormat(form)
    content = wrapper.query().response.read()

    kind = "xml" if form == RDFXML else "turtle"
    assert len(Graph().parse(data=content, format=kind)) > 39


def test_rdflib_looks_things_up_in_the_endpoint(server: str) -> None:
    graph = Graph(store=SPARQLStore(f"{server}/sparql"))
    geisinger = URIRef("https://w3id.org/lhs-kg/id/case/geisinger")
    goal = URIRef("https://w3id.org/lhs-kg/ontology#hasGoal")

    assert list(graph.objects(geisinger, goal))
    assert len(list(graph.query(_CASES))) >= 39


def test_pandas_reads_an_answer_from_its_address(server: str) -> None:
    address = httpx.URL(f"{server}/sparql", params={"query": _CASES, "format": "csv"})

    table = pd.read_csv(str(address))

    assert ["case"] == list(table.columns)
    assert len(table) >= 39
    again = pd.read_csv(io.StringIO(httpx.get(address, verify=False).text))
    assert table.equals(again)
