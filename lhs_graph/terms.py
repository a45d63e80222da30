"""The IRIs that the program itself names, from one base.

A test compares them with `ontology/prefixes.ttl`.
"""

from typing import Final

__all__ = [
    "BASE",
    "BIBO",
    "CASE",
    "CONCEPT",
    "CONSTRAINTS",
    "DCTERMS",
    "FOAF",
    "GRAPH",
    "LHS",
    "OWL",
    "RDF",
    "RDFS",
    "REFERENCE",
    "SHAPES",
    "SKOS",
    "concept",
    "constraint_of",
    "constraint_query",
    "short_name",
    "slug_of",
    "system_of",
]

BASE: Final = "https://w3id.org/lhs-kg/"
LHS: Final = f"{BASE}ontology#"
SHAPES: Final = f"{BASE}shapes#"
CONCEPT: Final = f"{BASE}concept/"
CASE: Final = f"{BASE}id/case/"
REFERENCE: Final = f"{BASE}id/reference/"
CONSTRAINTS: Final = f"{BASE}constraints"
GRAPH: Final = f"{BASE}graph/"

BIBO: Final = "http://purl.org/ontology/bibo/"
DCTERMS: Final = "http://purl.org/dc/terms/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
OWL: Final = "http://www.w3.org/2002/07/owl#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"


def concept(scheme: str, slug: str) -> str:
    """The IRI of a concept of one of our code lists."""
    return f"{CONCEPT}{scheme}/{slug}"


def constraint_of(notation: str, severity: str | None) -> str:
    """The IRI of the shape that is published for a detecting query.

    Args:
        notation: that of the kind of gap.
        severity: where the query tells one with each answer.
    """
    return f"{CONSTRAINTS}#{notation}-{severity}" if severity else f"{CONSTRAINTS}#{notation}"


def constraint_query(shape: str) -> str:
    """The IRI of the SPARQL constraint in such a shape."""
    return f"{shape}-query"


def short_name(iri: str) -> str:
    """The last part of an IRI: `…/severity/major` gives `major`, `…#Support` gives `Support`."""
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


def slug_of(iri: str) -> str:
    """The slug of the case that a node belongs to.

    An IRI outside the cases' space is given back as it is.
    """
    if not iri.startswith(CASE):
        return iri
    return iri.removeprefix(CASE).split("#", 1)[0]


def system_of(iri: str) -> str:
    """The system that a node is part of: its IRI without the fragment."""
    return iri.split("#", 1)[0]
