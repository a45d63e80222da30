"""Tables of answers and of gaps as CSV, the same wherever they are written."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from lhs_graph.collection import CollectedGap
from lhs_graph.questions import ResultTable, Term

__all__ = ["gap_row", "gaps_csv", "gaps_csv_lines", "plain", "table_csv"]

_COLUMNS: Final = (
    "case",
    "system",
    "kind",
    "title",
    "severity",
    "certainty",
    "focus",
    "about",
    "related",
    "sources",
)


def table_csv(table: ResultTable) -> str:
    """The answer as CSV with its columns as the header row; terms by their value."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([[plain(value) for value in row] for row in table.rows])
    return buffer.getvalue()


def plain(value: Term | None) -> str:
    """The value of a term without its language or type; nothing where there is none."""
    return "" if value is None else getattr(value, "value", str(value))


def gap_row(gap: CollectedGap, language: str) -> dict[str, str]:
    """A gap as one row, by column."""
    return {
        "case": gap.block.slug,
        "system": gap.block.iri,
        "kind": gap.kind.notation,
        "title": gap.kind.label.get(language, ""),
        "severity": gap.severity,
        "certainty": gap.certainty,
        "focus": gap.focus,
        "about": gap.about or "",
        "related": gap.related or "",
        "sources": " ".join(gap.sources),
    }


def gaps_csv(gaps: Iterable[CollectedGap], language: str) -> str:
    """Gaps as `lhs gaps --format csv` writes them."""
    return "".join(gaps_csv_lines(gap_row(gap, language) for gap in gaps))


def gaps_csv_lines(rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """The same line by line, the header row first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([row[name] for name in _COLUMNS])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()
