"""Profiles: the same document with more or fewer statements (W3C, Content Negotiation by Profile).

`lhs-full` is all; `lhs-labelled` adds the labels of everything named; `skos`, `dcat` and `schema`
hold what readers of those vocabularies understand. Every document has `alt` besides: the list of
its representations, as that draft wants it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from lhs_graph.publication.document import Document
from lhs_graph.publication.forms import CSV, HTML, QUERY, suffix_of
from lhs_graph.publication.statements import Statements, in_order, node, say
from lhs_graph.terms import BASE, DCTERMS, FOAF, RDF, RDFS, SKOS

__all__ = ["ALTERNATES", "DEFAULT_PROFILE", "PROFILES", "concrete", "profile_iri", "profiled"]

DEFAULT_PROFILE: Final = "lhs-full"
ALTERNATES: Final = "alt"

_ALTR: Final = "http://www.w3.org/ns/dx/connegp/altr#"
_SCHEMA: Final = "https://schema.org/"
_DCAT_SPACE: Final = "http://www.w3.org/ns/dcat#"
_DCAT: Final = (_DCAT_SPACE, DCTERMS, FOAF, "http://spdx.org/rdf/terms#")
_TYPE: Final = f"{RDF}type"
_SCHEMA_TYPES: Final[Mapping[str, str]] = {
    "concept": "DefinedTerm",
    "scheme": "DefinedTermSet",
    "ontology": "DefinedTermSet",
    "reference": "CreativeWork",
    "query": "SoftwareSourceCode",
    "competency-question": "Question",
    "catalogue": "DataCatalog",
    "dataset": "Dataset",
    "version": "Dataset",
}
_SAME_IN_SCHEMA: Final[Mapping[str, str]] = {
    f"{SKOS}inScheme": "inDefinedTermSet",
    f"{DCTERMS}license": "license",
    f"{_DCAT_SPACE}dataset": "dataset",
    f"{_DCAT_SPACE}distribution": "distribution",
    f"{_DCAT_SPACE}version": "version",
}
"""The names that schema.org has for properties of other vocabularies."""
_NAMES: Final = (f"{SKOS}prefLabel", f"{RDFS}label", f"{DCTERMS}title")
_TEXTS: Final = (f"{SKOS}definition", f"{DCTERMS}description", f"{RDFS}comment")


def profile_iri(token: str) -> str:
    """The IRI of a profile."""
    return _ALTR.rstrip("#") if token == ALTERNATES else f"{BASE}profile/{token}"


def concrete(document: Document, kind: str, profile: str, language: str = "") -> str:
    """The address below the base of one representation and no other."""
    name = f"{document.address or 'index'}{language and f'.{language}'}.{suffix_of(kind)}"
    return (
        name
        if kind in (HTML, QUERY, CSV) and profile != ALTERNATES
        else f"{name}?_profile={profile}"
    )


def profiled(document: Document, token: str, statements: Statements) -> tuple[ox.Triple, ...]:
    """The statements of a document in a profile, in a stable order.

    Raises:
        KeyError: there is no such profile.
    """
    return in_order(PROFILES[token](document, statements))


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
    for triple in document.triples:
        ours = triple.predicate.value.startswith(SKOS)
        typed = triple.predicate.value == _TYPE and str(triple.object).startswith(f"<{SKOS}")
        if ours or typed:
            yield triple


def _dcat(document: Document, _: Statements) -> Iterator[ox.Triple]:
    for triple in document.triples:
        typed = triple.predicate.value == _TYPE and isinstance(triple.object, ox.NamedNode)
        told = triple.object if typed else triple.predicate
        if getattr(told, "value", "").startswith(_DCAT):
            yield triple


def _alternates(document: Document, _: Statements) -> Iterator[ox.Triple]:
    """The representations, each under the address that has it alone."""
    ways = [(kind, profile) for profile in document.profiles for kind in document.forms]
    ways += [(QUERY, DEFAULT_PROFILE)] if document.text else []
    ways += [(HTML, DEFAULT_PROFILE)]
    for number, (kind, profile) in enumerate(ways):
        one = f"{BASE}{concrete(document, kind, profile)}"
        if number == 0:
            yield say(document.subject, f"{_ALTR}hasDefaultRepresentation", node(one))
        yield say(document.subject, f"{_ALTR}hasRepresentation", node(one))
        yield say(one, _TYPE, node(f"{_ALTR}Representation"))
        yield say(one, f"{DCTERMS}conformsTo", node(profile_iri(profile)))
        yield say(one, f"{DCTERMS}format", kind)


def _schema(document: Document, _: Statements) -> Iterator[ox.Triple]:
    iri = document.subject
    kind = _SCHEMA_TYPES.get(document.kind, "Thing")
    yield say(iri, _TYPE, node(f"{_SCHEMA}{kind}"))
    yield say(iri, f"{_SCHEMA}url", node(iri))
    for triple in document.triples:
        if triple.subject != node(iri):
            continue
        if triple.predicate.value in _NAMES:
            yield ox.Triple(triple.subject, node(f"{_SCHEMA}name"), triple.object)
        elif triple.predicate.value in _TEXTS:
            yield ox.Triple(triple.subject, node(f"{_SCHEMA}description"), triple.object)
        elif triple.predicate.value in _SAME_IN_SCHEMA:
            name = _SAME_IN_SCHEMA[triple.predicate.value]
            yield ox.Triple(triple.subject, node(f"{_SCHEMA}{name}"), triple.object)


PROFILES: Final[Mapping[str, Callable[[Document, Statements], Iterator[ox.Triple]]]] = {
    DEFAULT_PROFILE: _full,
    "lhs-labelled": _labelled,
    "skos": _skos,
    "dcat": _dcat,
    "schema": _schema,
    ALTERNATES: _alternates,
}
"""By token, what makes the statements of a document in that profile."""
