"""Profiles: the same document with more or fewer statements (W3C, Content Negotiation by Profile).

`lhs-full` is all; `lhs-labelled` adds the labels of everything named; `skos`, `dcat` and `schema`
hold what readers of those vocabularies understand.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from lhs_graph.publication.document import Document
from lhs_graph.publication.statements import Statements, in_order, node, say
from lhs_graph.terms import BASE, DCTERMS, FOAF, RDF, RDFS, SKOS

__all__ = ["DEFAULT_PROFILE", "profile_iri", "profiled"]

DEFAULT_PROFILE: Final = "lhs-full"

_SCHEMA: Final = "https://schema.org/"
_DCAT: Final = (
    "http://www.w3.org/ns/dcat#",
    DCTERMS,
    FOAF,
    RDF,
    "http://spdx.org/rdf/terms#",
)
_SCHEMA_TYPES: Final[Mapping[str, str]] = {
    "concept": "DefinedTerm",
    "scheme": "DefinedTermSet",
    "ontology": "DefinedTermSet",
    "reference": "CreativeWork",
    "query": "SoftwareSourceCode",
    "competency-question": "Question",
    "dataset": "Dataset",
    "version": "Dataset",
}
_NAMES: Final = (f"{SKOS}prefLabel", f"{RDFS}label", f"{DCTERMS}title")
_TEXTS: Final = (f"{SKOS}definition", f"{DCTERMS}description", f"{RDFS}comment")


def profile_iri(token: str) -> str:
    """The IRI of a profile."""
    return f"{BASE}profile/{token}"


def profiled(document: Document, token: str, statements: Statements) -> tuple[ox.Triple, ...]:
    """The statements of a document in a profile, in a stable order.

    Raises:
        KeyError: there is no such profile.
    """
    return in_order(_PROFILES[token](document, statements))


def _full(document: Document, _: Statements) -> Iterator[ox.Triple]:
    yield from document.triples


def _labelled(document: Document, statements: Statements) -> Iterator[ox.Triple]:
    yield from document.triples
    named = {
        term.value
        for triple in document.triples
        for term in (triple.predicate, triple.object)
        if isinstance(term, ox.NamedNode)
    }
    for iri in named:
        for language, text in statements.term(iri).labels.items():
            literal = ox.Literal(text, language=language) if language else ox.Literal(text)
            yield ox.Triple(node(iri), node(f"{RDFS}label"), literal)


def _skos(document: Document, _: Statements) -> Iterator[ox.Triple]:
    kind = f"{RDF}type"
    for triple in document.triples:
        ours = triple.predicate.value.startswith(SKOS)
        typed = triple.predicate.value == kind and str(triple.object).startswith(f"<{SKOS}")
        if ours or typed:
            yield triple


def _dcat(document: Document, _: Statements) -> Iterator[ox.Triple]:
    for triple in document.triples:
        if triple.predicate.value.startswith(_DCAT):
            yield triple


def _schema(document: Document, _: Statements) -> Iterator[ox.Triple]:
    iri = document.subject
    kind = _SCHEMA_TYPES.get(document.kind, "Thing")
    yield say(iri, f"{RDF}type", node(f"{_SCHEMA}{kind}"))
    yield say(iri, f"{_SCHEMA}url", node(iri))
    for triple in document.triples:
        if triple.subject != node(iri):
            continue
        if triple.predicate.value in _NAMES:
            yield ox.Triple(triple.subject, node(f"{_SCHEMA}name"), triple.object)
        elif triple.predicate.value in _TEXTS:
            yield ox.Triple(triple.subject, node(f"{_SCHEMA}description"), triple.object)
        elif triple.predicate.value == f"{SKOS}inScheme":
            yield ox.Triple(triple.subject, node(f"{_SCHEMA}inDefinedTermSet"), triple.object)
        elif triple.predicate.value == f"{DCTERMS}license":
            yield ox.Triple(triple.subject, node(f"{_SCHEMA}license"), triple.object)


_PROFILES: Final[Mapping[str, Callable[[Document, Statements], Iterator[ox.Triple]]]] = {
    DEFAULT_PROFILE: _full,
    "lhs-labelled": _labelled,
    "skos": _skos,
    "dcat": _dcat,
    "schema": _schema,
}
