"""The statistics of a dataset as tables: what VoID says of its parts, a row each."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from lhs_graph.publication.document import Document
from lhs_graph.publication.names import Link, Names
from lhs_graph.terms import BASE

__all__ = ["TABLED", "Table", "TableRow", "tables_of"]

_VOID: Final = "http://rdfs.org/ns/void#"
_PLACE: Final = f"{BASE}doc/void#"

TABLED: Final = frozenset(
    f"{_VOID}{one}" for one in ("classPartition", "propertyPartition", "subset")
)
"""The properties whose values the tables show."""

Facts = dict[str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One part: the anchor by which its IRI finds it, what it is a part of, and its size."""

    anchor: str | None
    cells: tuple[Link, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Table:
    """Parts of one kind; `heading`, `columns` and `counted` are keys of names, below `site.`."""

    heading: str
    columns: tuple[str, ...]
    counted: str
    rows: tuple[TableRow, ...]


def tables_of(document: Document, names: Names) -> tuple[Table, ...]:
    """The tables that a document has parts for; none where it describes no dataset's parts."""
    facts: Facts = defaultdict(lambda: defaultdict(list))
    for triple in document.triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(
            triple.object, ox.NamedNode | ox.Literal
        ):
            name = triple.predicate.value.removeprefix(_VOID)
            facts[triple.subject.value][name].append(triple.object.value)
    whole = facts[document.subject]
    links = [one for one in whole["subset"] if facts[one]["linkPredicate"]]
    graphs = [one for one in whole["subset"] if one not in links]
    found = (
        _parts(facts, whole["classPartition"], "class", "entities", names),
        _parts(facts, whole["propertyPartition"], "property", "triples", names),
        [TableRow(None, (names.link(one),), int(facts[one]["triples"][0])) for one in graphs],
        list(_links(facts, links, names)),
    )
    kinds = (
        ("by_class", ("class",), "entities"),
        ("by_property", ("property",), "statement_count"),
        ("by_graph", ("graph",), "statement_count"),
        ("links", ("vocabulary", "property"), "statement_count"),
    )
    return tuple(
        Table(*kind, tuple(sorted(rows, key=_order)))
        for kind, rows in zip(kinds, found, strict=True)
        if rows
    )


def _parts(facts: Facts, parts: list[str], role: str, size: str, names: Names) -> list[TableRow]:
    return [
        TableRow(_anchor(one), (names.link(facts[one][role][0]),), int(facts[one][size][0]))
        for one in parts
    ]


def _links(facts: Facts, linksets: list[str], names: Names) -> Iterator[TableRow]:
    for one in linksets:
        space = facts[facts[one]["objectsTarget"][0]]["uriSpace"][0]
        cells = (Link(space, space), names.link(facts[one]["linkPredicate"][0]))
        yield TableRow(_anchor(one), cells, int(facts[one]["triples"][0]))


def _anchor(iri: str) -> str | None:
    return iri.removeprefix(_PLACE) if iri.startswith(_PLACE) else None


def _order(row: TableRow) -> tuple[int, list[str]]:
    """The most first."""
    return -row.count, [one.text.casefold() for one in row.cells]
