"""A document that lists others."""

from collections.abc import Iterable

from lhs_graph.publication.document import Document, Listed
from lhs_graph.publication.statements import node, say
from lhs_graph.terms import BASE, DCTERMS

__all__ = ["listing"]


def listing(address: str, kind: str, items: Iterable[Listed]) -> Document:
    """The list of those things, at that address; `dcterms:hasPart` in RDF."""
    whole = f"{BASE}{address}"
    listed = tuple(items)
    triples = tuple(say(whole, f"{DCTERMS}hasPart", node(one.iri)) for one in listed)
    return Document(address, kind, whole, triples, listed=listed)
