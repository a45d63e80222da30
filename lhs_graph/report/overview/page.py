"""The report as one self-contained page that reads like a paper and prints like one.

No script, no font, no picture from elsewhere. Each number is a link to what was counted, further
down on the same page; the evidence is folded, and a browser unfolds what a link leads to.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from lhs_graph.findings import in_language
from lhs_graph.messages import sentence
from lhs_graph.overview import Case, Reference, Statement
from lhs_graph.report.overview.cases import part_label
from lhs_graph.report.overview.linked import pieces
from lhs_graph.report.overview.narrative import Narrative
from lhs_graph.report.overview.numbers import percentage, whole
from lhs_graph.report.overview.tables import (
    Column,
    Evidence,
    Row,
    Table,
    anchor_of,
    part_key,
)
from lhs_graph.terms import REFERENCE

__all__ = ["overview_html"]

_HIDDEN = ("id", "iri")
_FOLDED = ("cycles", "goals", "completeness")
"""Tables that the page folds, since they have a row for each part or case."""


def overview_html(narrative: Narrative) -> str:
    """The page, in the language of the narrative."""
    framework = sentence("report.printed", narrative.maker.language)
    template = _environment().get_template("overview.html.j2")
    return template.render(page=_Page(narrative), framework=framework)


@dataclass(frozen=True)
class _Page:
    """What the template asks for."""

    narrative: Narrative

    @property
    def language(self) -> str:
        return self.narrative.maker.language

    @property
    def say(self) -> Callable[..., str]:
        return self.narrative.maker.say

    @property
    def folded(self) -> tuple[str, ...]:
        return _FOLDED

    def pieces(self, paragraph: str) -> Iterator[tuple[str, str]]:
        return pieces(paragraph)

    def table(self, name: str) -> Table:
        return self.narrative.tables[name]

    def columns(self, table: Table) -> list[Column]:
        """The columns that are shown: no keys, and nothing that is the heading of a group."""
        hidden = {table.grouped, "group"} if table.grouped else {"group"}
        return [
            column
            for column in table.columns
            if column.kind not in _HIDDEN and column.name not in hidden
        ]

    def groups(self, table: Table) -> list[tuple[str, list[Row]]]:
        """The rows under the headings of their groups."""
        if not table.grouped:
            return [("", list(table.rows))]
        place = table.index(table.grouped)
        return [
            (str(heading), list(rows))
            for heading, rows in groupby(table.rows, key=lambda row: row.values[place])
        ]

    def shown(self, table: Table, row: Row, column: Column) -> str:
        """A value as people read it."""
        value = row.values[table.index(column.name)]
        if isinstance(value, bool):
            return self.say("note.yes" if value else "note.no")
        if value is None:
            return "–"
        if column.kind == "share":
            return percentage(float(value), self.language)
        return whole(value, self.language) if isinstance(value, int) else str(value)

    def part(self, table: Table, row: Row, column: Column) -> float:
        """The value as a part of the most it can be, from 0 to 1."""
        value = row.values[table.index(column.name)]
        most = column.total or 1
        return value / most if isinstance(value, (int, float)) else 0.0

    def anchor(self, table: Table, row: Row, column: Column) -> str:
        return table.anchor(row, column)

    @cached_property
    def evidence(self) -> list[tuple[Table, list[tuple[str, list[tuple[str, str, Evidence]]]]]]:
        """Each table whose evidence is listed, its rows by name, and what each number counts."""
        found = []
        for table in self.narrative.tables.values():
            rows = [(self._row_name(table, row), list(_counted(table, row))) for row in table.rows]
            listed = [(name, counted) for name, counted in rows if counted]
            if listed:
                found.append((table, listed))
        return found

    def _row_name(self, table: Table, row: Row) -> str:
        texts = [column for column in table.columns if column.kind == "string"]
        shown = [str(table.value(row, column.name)) for column in texts[:2]]
        return " – ".join(dict.fromkeys(text for text in shown if text))

    @property
    def cases(self) -> Sequence[Case]:
        return self.narrative.maker.overview.cases

    def is_everyone(self, slugs: Sequence[str]) -> bool:
        return len(slugs) == len(self.cases)

    def case_name(self, slug: str) -> str:
        return self.narrative.maker.case(slug)

    def parts(self, case: Case) -> list[tuple[str, list[Statement]]]:
        """The statements of a case under the names of their kinds."""
        maker = self.narrative.maker
        return [
            (part_label(maker, part), list(own))
            for part, own in groupby(case.statements, key=lambda one: one.part)
        ]

    def name(self, statement: Statement) -> str:
        return self.narrative.maker.label(statement.node)

    def said(self, statement: Statement) -> str:
        """What is said beside the name, if it is not the name again."""
        said = in_language(statement.said, self.language)
        return "" if said == self.name(statement) else said

    def fills(self, statement: Statement) -> str:
        return ", ".join(map(self.narrative.maker.label, statement.fills))

    def locator(self, statement: Statement) -> str:
        return in_language(statement.locator, self.language)

    def note(self, case: Case) -> str:
        return in_language(case.note, self.language)

    def place(self, statement: Statement) -> str:
        return anchor_of("s", part_key(statement))

    def source(self, iri: str) -> str:
        return iri.removeprefix(REFERENCE)

    def depth(self, reference: Reference) -> str:
        """Type of the source and how far it was read."""
        terms = [term for term in (reference.kind, reference.depth) if term]
        return ", ".join(map(self.narrative.maker.label, terms))

    @property
    def references(self) -> Sequence[Reference]:
        return tuple(self.narrative.maker.overview.references.values())

    def is_web_address(self, text: str) -> bool:
        return text.startswith(("https://", "http://"))

    def capital(self, text: str) -> str:
        return text[:1].upper() + text[1:]


def _counted(table: Table, row: Row) -> Iterator[tuple[str, str, Evidence]]:
    """What the numbers of a row count: anchor, name of the number, evidence, each once."""
    seen: set[str] = set()
    for column in table.columns:
        anchor = table.anchor(row, column)
        if anchor and anchor not in seen and column.evidence not in row.anchors:
            seen.add(anchor)
            yield anchor, column.title, row.evidence[column.evidence]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("lhs_graph.report", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
