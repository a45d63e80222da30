"""The forms in which documents are published: media types, suffixes, and which of them fit what."""

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

__all__ = [
    "ALIASES",
    "CSV",
    "DOCUMENT_FORMS",
    "GRAPH_FORMS",
    "HTML",
    "IN_A_LANGUAGE",
    "QUERY",
    "RDF_FORMS",
    "SUFFIXES",
    "suffix_of",
    "with_charset",
]

HTML: Final = "text/html"
QUERY: Final = "application/sparql-query"
CSV: Final = "text/csv"

IN_A_LANGUAGE: Final = (HTML, CSV)
"""Those that are in one language each; data has all, and the text of a query is in none."""

ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml",),
    "text/xml": ("application/sparql-results+xml",),
    "text/rdf+n3": ("text/turtle",),
    "application/x-turtle": ("text/turtle",),
    "text/plain": ("application/n-triples",),
}
"""What clients ask for, and what they mean by it where it is not offered itself."""

RDF_FORMS: Final[Mapping[str, ox.RdfFormat]] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
"""The media types of RDF, the preferred one first."""

DOCUMENT_FORMS: Final = (
    "text/turtle",
    "application/ld+json",
    "application/rdf+xml",
    "application/n-triples",
)
"""Those in which a document is offered."""

GRAPH_FORMS: Final = (*DOCUMENT_FORMS, "application/trig", "application/n-quads")
"""Those in which a named graph is offered."""

SUFFIXES: Final[Mapping[str, str]] = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "rq": QUERY,
    "csv": CSV,
    "html": HTML,
}
"""The media type of each suffix of a document."""


def suffix_of(kind: str) -> str:
    """The suffix of a media type, without the dot."""
    return next(suffix for suffix, known in SUFFIXES.items() if known == kind)


def with_charset(kind: str) -> str:
    """The media type as a header says it."""
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
