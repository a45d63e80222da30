"""The report on a terminal: its text and the tables that fit there."""

from typing import Final

from rich.console import Console
from rich.table import Table as Shown
from rich.text import Text

from lhs_graph.report.overview.linked import plain
from lhs_graph.report.overview.narrative import Narrative, Section
from lhs_graph.report.overview.numbers import percentage, whole
from lhs_graph.report.overview.tables import Column, Table, Value

__all__ = ["print_overview"]

_LONG: Final = ("cycles", "goals", "completeness", "case_places")
"""Tables with a row for each part or case: they are on the page and in the files."""
_SHOWN: Final = ("string", "integer", "share")


def print_overview(console: Console, narrative: Narrative) -> None:
    """Print the text and the short tables."""
    console.print(Text(narrative.title, style="bold"))
    console.print(Text(narrative.subtitle))
    console.print(Text(narrative.byline, style="dim"))
    for section in narrative.sections:
        _print_section(console, narrative, section)


def _print_section(console: Console, narrative: Narrative, section: Section) -> None:
    console.print()
    console.print(Text(section.heading, style="bold underline"))
    for paragraph in section.paragraphs:
        console.print(Text(plain(paragraph)))
    for name in section.tables:
        if name not in _LONG:
            console.print()
            console.print(_table(narrative.tables[name], narrative.maker.language))


def _table(table: Table, language: str) -> Shown:
    shown = Shown(title=table.title, title_justify="left", box=None, pad_edge=False)
    hidden = table.grouped or "group"
    columns = [one for one in table.columns if one.kind in _SHOWN and one.name != hidden]
    for number, column in enumerate(columns):
        shown.add_column(column.title, justify="right" if number else "left", overflow="fold")
    last = ""
    for row in table.rows:
        heading = str(table.value(row, table.grouped)) if table.grouped else ""
        if heading != last:
            shown.add_row(Text(heading, style="bold"))
            last = heading
        cells = [_cell(table.value(row, column.name), column, language) for column in columns]
        indent = "  " if heading else ""
        shown.add_row(Text(f"{indent}{cells[0]}"), *cells[1:])
    return shown


def _cell(value: Value, column: Column, language: str) -> str:
    if value is None:
        return "–"
    if column.kind == "share":
        return percentage(float(value), language)
    return whole(value, language) if isinstance(value, int) else str(value)
