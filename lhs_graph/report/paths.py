"""Property paths in the syntax of SPARQL as SHACL writes them in RDF."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from lhs_graph.terms import RDF

__all__ = ["path_triples"]

_SH: Final = "http://www.w3.org/ns/shacl#"
_TOKEN = re.compile(r"<([^<>]*)>|[()^/|?*+]")
_SUFFIXES: Final = {"?": "zeroOrOnePath", "*": "zeroOrMorePath", "+": "oneOrMorePath"}

Node = ox.NamedNode | ox.BlankNode


def path_triples(path: str, name: str) -> tuple[Node, tuple[ox.Triple, ...]]:
    """The node that stands for the path, and what has to be said of it.

    Args:
        path: such as `^<iri>` or `(<iri>/<iri>)`; each operator of SPARQL but negated sets.
        name: what the labels of the blank nodes begin with.

    Raises:
        ValueError: it is no such path.
    """
    writer = _Writer(path, name)
    node = writer.alternatives()
    writer.end()
    return node, tuple(writer.triples)


class _Writer:
    """Reads a path from left to right and writes its triples on the way."""

    def __init__(self, path: str, name: str) -> None:
        self.triples: list[ox.Triple] = []
        self._tokens = [found.group() for found in _TOKEN.finditer(path)]
        if "".join(self._tokens) != path:
            raise ValueError(path)
        self._place, self._made, self._name = 0, 0, name

    def alternatives(self) -> Node:
        """Paths between bars."""
        parts = list(self._separated("|"))
        if len(parts) == 1:
            return parts[0]
        return self._described("alternativePath", self._listed(parts))

    def end(self) -> None:
        """See that nothing is left."""
        if self._next():
            raise ValueError(self._next())

    def _separated(self, mark: str) -> Iterator[Node]:
        part = self._sequence if mark == "|" else self._step
        yield part()
        while self._took(mark):
            yield part()

    def _sequence(self) -> Node:
        parts = list(self._separated("/"))
        return parts[0] if len(parts) == 1 else self._listed(parts)

    def _step(self) -> Node:
        if self._took("^"):
            return self._described("inversePath", self._step())
        if self._took("("):
            found = self.alternatives()
            if not self._took(")"):
                raise ValueError(self._next())
        else:
            found = ox.NamedNode(self._taken().strip("<>"))
        while self._next() in _SUFFIXES:
            found = self._described(_SUFFIXES[self._taken()], found)
        return found

    def _next(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _took(self, mark: str) -> bool:
        found = self._next() == mark
        self._place += found
        return found

    def _taken(self) -> str:
        self._place += 1
        return self._tokens[self._place - 1] if self._place <= len(self._tokens) else ""

    def _described(self, how: str, path: Node) -> Node:
        node = self._fresh()
        self.triples.append(ox.Triple(node, ox.NamedNode(f"{_SH}{how}"), path))
        return node

    def _listed(self, parts: Sequence[Node]) -> Node:
        rest: Node = ox.NamedNode(f"{RDF}nil")
        for part in reversed(parts):
            node = self._fresh()
            self.triples.append(ox.Triple(node, ox.NamedNode(f"{RDF}first"), part))
            self.triples.append(ox.Triple(node, ox.NamedNode(f"{RDF}rest"), rest))
            rest = node
        return rest

    def _fresh(self) -> ox.BlankNode:
        self._made += 1
        return ox.BlankNode(f"{self._name}path{self._made}")
