"""Statements as a page shows them: a row for each property, what has no name inside it.

A nameless thing is shown by what is stated of it, an RDF list by its members; both as deep as
people follow, so that what contains itself ends, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import pyoxigraph as ox

from lhs_graph.publication.names import WEB, Link, Names
from lhs_graph.terms import RDF

__all__ = ["Nested", "Row", "RowWriter", "Value"]

_TYPE: Final = f"{RDF}type"
_FIRST: Final = f"{RDF}first"
_REST: Final = f"{RDF}rest"
_DEEPEST: Final = 8
_CUT: Final = "…"


@dataclass(frozen=True, slots=True)
class Nested:
    """What has no name: its statements, or its members in their order if it is a list."""

    rows: tuple["Row", ...] = ()
    members: tuple["Value", ...] = ()


Value: TypeAlias = Link | Nested


@dataclass(frozen=True, slots=True)
class Row:
    """A property with its values."""

    property: Link
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class RowWriter:
    """Writes statements as rows; `nameless` are those about each blank node."""

    names: Names
    nameless: Mapping[ox.BlankNode, Sequence[ox.Triple]]

    def rows(
        self, triples: Iterable[ox.Triple], above: tuple[ox.BlankNode, ...] = ()
    ) -> tuple[Row, ...]:
        """A row for each property, the types first.

        Args:
            triples: the statements about one thing.
            above: the blank nodes inside which it is shown.
        """
        values: dict[str, list[ox.Triple]] = defaultdict(list)
        for triple in triples:
            values[triple.predicate.value].append(triple)
        return tuple(
            Row(self.names.link(name), self._values([one.object for one in found], above))
            for name, found in sorted(values.items(), key=lambda item: (item[0] != _TYPE, item[0]))
        )

    def _values(
        self, terms: Sequence[object], above: tuple[ox.BlankNode, ...]
    ) -> tuple[Value, ...]:
        """Each value; of texts in several languages only those in the page's, if there are any."""
        texts = [one for one in terms if isinstance(one, ox.Literal) and one.language]
        chosen = [one for one in texts if one.language == self.names.language] or texts
        found: list[Value] = [Link(one.value, None, one.language) for one in chosen]
        for term in terms:
            if isinstance(term, ox.NamedNode):
                found.append(self.names.link(term.value))
            elif isinstance(term, ox.Literal) and not term.language:
                href = term.value if term.value.startswith(WEB) else None
                found.append(Link(term.value, href))
            elif isinstance(term, ox.BlankNode):
                found.append(self._nested(term, above))
        return tuple(found)

    def _nested(self, node: ox.BlankNode, above: tuple[ox.BlankNode, ...]) -> Value:
        said = self.nameless.get(node, ())
        if not said or node in above or len(above) >= _DEEPEST:
            return Link(_CUT)
        inside = (*above, node)
        members = self._members(node)
        if members is not None:
            shown = tuple(value for one in members for value in self._values([one], inside))
            return Nested(members=shown)
        return Nested(self.rows(said, inside))

    def _members(self, start: ox.BlankNode) -> list[object] | None:
        """The members of the list that begins there; None where that is no well-formed list."""
        found: list[object] = []
        seen: set[ox.BlankNode] = set()
        node: object = start
        while isinstance(node, ox.BlankNode):
            said = {one.predicate.value: one.object for one in self.nameless.get(node, ())}
            if node in seen or not {_FIRST, _REST} <= set(said):
                return None
            seen.add(node)
            found.append(said[_FIRST])
            node = said[_REST]
        return found
