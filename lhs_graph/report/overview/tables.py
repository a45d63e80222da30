"""Tables whose numbers lead to what was counted, the same for every form of the report.

A column that counts names the evidence behind its numbers; a row holds that evidence: the
statements that were counted, or the cases that say nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from lhs_graph.findings import NamedTerm
from lhs_graph.messages import sentence
from lhs_graph.overview import Overview, Statement
from lhs_graph.terms import BASE, CASE, CONCEPT
from lhs_graph.vocabulary import Vocabulary

__all__ = [
    "Column",
    "Evidence",
    "Maker",
    "Row",
    "Table",
    "Value",
    "anchor_of",
    "concept_key",
    "part_key",
]

Value: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `kind` is id, iri, string, integer, share, boolean or date.

    `evidence` names what in a row its numbers count; empty where it counts nothing. `total` is
    the most that a number can be, where the column is a share of something; else 0.
    """

    name: str
    kind: str
    title: str
    about: str
    evidence: str = ""
    total: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was counted: statements, or the slugs of cases that say nothing."""

    statements: tuple[Statement, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def cases(self) -> tuple[str, ...]:
        """The slugs of the cases counted, each once."""
        return tuple(dict.fromkeys((*(one.case for one in self.statements), *self.silent)))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its key, a value for each column, and the evidence by name.

    `anchors` has, by name too, where evidence stands that the page shows elsewhere.
    """

    key: str
    values: tuple[Value, ...]
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    anchors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `grouped` names the column under whose values its rows are put together."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    grouped: str = ""

    def index(self, name: str) -> int:
        """The place of that column.

        Raises:
            KeyError: there is no such column.
        """
        for number, column in enumerate(self.columns):
            if column.name == name:
                return number
        raise KeyError(name)

    def value(self, row: Row, name: str) -> Value:
        """The row's value in that column."""
        return row.values[self.index(name)]

    def anchor(self, row: Row, column: Column) -> str:
        """Where on a page the evidence behind that number stands.

        Empty where the column counts nothing, or nothing was counted.
        """
        name = column.evidence
        if not name or not row.values[self.index(column.name)]:
            return ""
        return row.anchors.get(name) or anchor_of("e", self.name, row.key, name)


@dataclass(frozen=True)
class Maker:
    """What all makers of tables need: the overview, the ontology's labels, the language."""

    overview: Overview
    vocabulary: Vocabulary
    language: str

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the report."""
        return sentence(f"overview.{key}", self.language, **facts)

    def label(self, term: NamedTerm) -> str:
        """The term's label."""
        return term.label(self.language)

    def scheme(self, name: str) -> str:
        """The name of one of our code lists."""
        return self.label(self.vocabulary.term(f"{BASE}scheme/{name}"))

    def concept(self, scheme: str, name: str | None) -> str:
        """The label of a concept by its short name; empty for none."""
        return self.vocabulary.label_of(scheme, name, self.language) if name else ""

    def case(self, slug: str) -> str:
        """The name of a case."""
        return self.label(self.overview.by_slug[slug].term)

    def column(self, name: str, kind: str = "string", evidence: str = "") -> Column:
        """A column by its name."""
        title, about = self.say(f"column.{name}"), self.say(f"about.{name}")
        return Column(name, kind, title, about, evidence)

    def table(
        self, name: str, columns: Sequence[Column], rows: Iterable[Row], grouped: str = ""
    ) -> Table:
        """A table by its name."""
        return Table(name, self.say(f"table.{name}"), tuple(columns), tuple(rows), grouped)


def concept_key(iri: str) -> str:
    """A concept's key: its code list and short name, such as `element/it-system`."""
    return iri.removeprefix(CONCEPT)


def part_key(statement: Statement) -> str:
    """The key of a part of a description, such as `geisinger#opennotes`."""
    return statement.node.iri.removeprefix(CASE)


def anchor_of(*parts: str) -> str:
    """The name of a place on a page, of a letter for its kind and keys; fit for a fragment.

    >>> anchor_of("s", "geisinger#opennotes")
    's.geisinger.opennotes'
    """
    return ".".join(parts).replace("#", ".")
