"""The project's Turtle files, each parsed once and then only read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
OWL = "http://www.w3.org/2002/07/owl#"


@dataclass(frozen=True)
class Graph:
    """Triples with the few look-ups that the tests of this folder need."""

    store: ox.Store

    @classmethod
    def of(cls, paths: list[Path]) -> "Graph":
        """The triples of those files together."""
        store = ox.Store()
        for path in paths:
            store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
        return cls(store)

    def objects(self, subject: str, predicate: str) -> list[ox.NamedNode | ox.Literal]:
        """The values of a property, blank nodes left out."""
        quads = self.store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
        return [
            quad.object for quad in quads if isinstance(quad.object, (ox.NamedNode, ox.Literal))
        ]

    def texts(self, subject: str, predicate: str) -> dict[str, str]:
        """The literals of a property by language; two of one language are an error."""
        found: dict[str, str] = {}
        for value in self.objects(subject, predicate):
            assert isinstance(value, ox.Literal), (subject, predicate)
            language = value.language or ""
            assert language not in found, f"{subject} has two {predicate} in {language!r}"
            found[language] = value.value
        return found

    def subjects(self, *classes: str) -> set[str]:
        """The IRIs of the instances of those classes."""
        return {
            quad.subject.value
            for name in classes
            for quad in self.store.quads_for_pattern(
                None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(name)
            )
            if isinstance(quad.subject, ox.NamedNode)
        }

    def has(self, subject: str, predicate: str, value: str) -> bool:
        """Whether that triple is stated."""
        quad = ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value))
        return quad in self.store


@pytest.fixture(scope="session")
def module_graphs(catalogue: Catalogue) -> Mapping[Path, Graph]:
    """The graph of each module: the files directly in `ontology/`, root and prefixes left out."""
    left_out = {"lhs.ttl", "prefixes.ttl"}
    folder = catalogue.prefixes().parent
    paths = sorted(path for path in folder.glob("*.ttl") if path.name not in left_out)
    assert len(paths) >= 10
    return {path: Graph.of([path]) for path in paths}


@pytest.fixture(scope="session")
def ontology(catalogue: Catalogue) -> Graph:
    """Root, modules and code lists together."""
    return Graph.of(list(catalogue.ontology_modules()))


@pytest.fixture(scope="session")
def alignments(catalogue: Catalogue) -> Graph:
    """All mappings together."""
    return Graph.of(list(catalogue.alignments()))


@pytest.fixture(scope="session")
def own_terms(ontology: Graph) -> frozenset[str]:
    """The IRIs of the classes and properties in our namespace."""
    kinds = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    found = ontology.subjects(*(f"{OWL}{kind}" for kind in kinds))
    terms = frozenset(iri for iri in found if iri.startswith("https://w3id.org/lhs-kg/ontology#"))
    assert len(terms) >= 100
    return terms
