"""Triples to text and into graphs, with the types that the parser's own functions leave open."""

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

__all__ = ["in_graph", "serialized"]


def serialized(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad],
    form: ox.RdfFormat,
    prefixes: Mapping[str, str] | None = None,
) -> bytes:
    """The statements in that syntax."""
    content = ox.serialize(statements, format=form, prefixes=dict(prefixes or {}))
    return content or b""


def in_graph(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """The triples as quads of that named graph."""
    for triple in triples:
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
