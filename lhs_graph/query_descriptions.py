"""The catalogued queries as RDF, derived from their headers: the `queries` graph of a release.

Questions and detectors are SHACL executables with their text, so that SPARQL tools can list and run
them.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from lhs_graph.headers import QueryFile
from lhs_graph.terms import BASE, DCTERMS, LHS, RDF, RDFS, concept

__all__ = ["describe_queries"]

_SH = "http://www.w3.org/ns/shacl#"
_SCHEMA = "https://schema.org/"


def describe_queries(queries: Iterable[QueryFile]) -> Iterator[ox.Triple]:
    """The triples that describe those queries."""
    for query in queries:
        node = ox.NamedNode(f"{BASE}query/{query.id}")

        def say(
            name: str, value: ox.NamedNode | ox.Literal, node: ox.NamedNode = node
        ) -> ox.Triple:
            return ox.Triple(node, ox.NamedNode(name), value)

        yield say(f"{RDF}type", ox.NamedNode(f"{_SH}SPARQLExecutable"))
        yield say(f"{RDF}type", ox.NamedNode(f"{_SH}SPARQLSelectExecutable"))
        yield say(f"{_SH}select", ox.Literal(query.text))
        yield say(f"{DCTERMS}title", ox.Literal(query.summary, language="en"))
        for language, text in query.question.items():
            yield say(f"{RDFS}comment", ox.Literal(text, language=language))
        for tag in query.tags:
            yield say(f"{_SCHEMA}keywords", ox.Literal(tag))
        if query.number:
            yield say(f"{LHS}answersCompetencyQuestion", ox.Literal(query.number))
        if query.detects:
            yield say(f"{LHS}detects", ox.NamedNode(concept("gap", query.detects)))
