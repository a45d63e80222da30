"""The report as data: JSON with everything, or a folder of CSV files with their description.

The folder is a Frictionless data package (https://specs.frictionlessdata.io/tabular-data-package/):
`datapackage.json` describes every file and column, and how their keys lead to each other.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lhs_graph.messages import sentence
from lhs_graph.overview import Statement
from lhs_graph.report.overview.linked import plain
from lhs_graph.report.overview.narrative import Narrative
from lhs_graph.report.overview.tables import Column, Row, Table, Value, part_key
from lhs_graph.terms import REFERENCE

__all__ = ["overview_files", "overview_json"]

_TYPES: Final = {
    "id": "string",
    "iri": "string",
    "string": "string",
    "integer": "integer",
    "share": "number",
    "boolean": "boolean",
    "date": "date",
}
_KEYS: Final = {"statement": "statements", "source": "sources", "case": "completeness"}
"""The columns of the evidence that are keys of another table."""


def overview_json(narrative: Narrative) -> str:
    """The text, all tables with the meaning of their columns, and the evidence, as JSON."""
    manifest = narrative.maker.overview.manifest
    tables = [*narrative.tables.values(), _evidence(narrative)]
    content = {
        "title": narrative.title,
        "subtitle": narrative.subtitle,
        "language": narrative.maker.language,
        "version": manifest.version,
        "data_version": manifest.data_version,
        "created": manifest.created,
        "sections": [
            {
                "key": section.key,
                "heading": section.heading,
                "paragraphs": [plain(paragraph) for paragraph in section.paragraphs],
                "tables": list(section.tables),
            }
            for section in narrative.sections
        ],
        "tables": {table.name: _as_data(table) for table in tables},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _as_data(table: Table) -> dict[str, Any]:
    names = [column.name for column in table.columns]
    return {
        "title": table.title,
        "columns": [_field(column) for column in table.columns],
        "rows": [dict(zip(names, row.values, strict=True)) for row in table.rows],
    }


def overview_files(narrative: Narrative) -> Iterator[tuple[str, str]]:
    """The files of the folder, by name: one CSV a table, README.md, datapackage.json last."""
    tables = (*narrative.tables.values(), _evidence(narrative))
    for table in tables:
        yield f"{table.name}.csv", _as_csv(table)
    yield "README.md", _readme(narrative, tables)
    package = json.dumps(_package(narrative, tables), ensure_ascii=False, indent=2)
    yield "datapackage.json", f"{package}\n"


def _as_csv(table: Table) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([[_written(value) for value in row.values] for row in table.rows])
    return buffer.getvalue()


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _evidence(narrative: Narrative) -> Table:
    """A row for each statement and source, or silent case, that a number of a table counts."""
    maker = narrative.maker
    columns = (
        maker.column("table"),
        maker.column("row"),
        maker.column("column"),
        Column("case", "string", maker.say("column.case_id"), maker.say("about.case_id")),
        Column(
            "statement", "string", maker.say("column.statement"), maker.say("about.statement_id")
        ),
        Column("source", "string", maker.say("column.id"), maker.say("about.source_id")),
    )
    rows = [
        Row("", (table.name, row.key, column.name, *counted))
        for table in narrative.tables.values()
        for row in table.rows
        for column in table.columns
        if column.evidence in row.evidence
        for counted in _counted(row, column)
    ]
    return maker.table("evidence", columns, rows)


def _counted(row: Row, column: Column) -> Iterator[tuple[str, str | None, str | None]]:
    evidence = row.evidence[column.evidence]
    for statement in evidence.statements:
        yield from _sourced(statement)
    for slug in evidence.silent:
        yield slug, None, None


def _sourced(statement: Statement) -> Iterator[tuple[str, str, str | None]]:
    for source in statement.sources or ("",):
        yield statement.case, part_key(statement), source.removeprefix(REFERENCE) or None


def _readme(narrative: Narrative, tables: tuple[Table, ...]) -> str:
    say, manifest = narrative.maker.say, narrative.maker.overview.manifest
    lines = [
        f"# {say('file.title', data=manifest.data_version)}",
        "",
        narrative.subtitle,
        narrative.byline,
        "",
        say("file.readme"),
        "",
        say("file.limit"),
        "",
        *(f"- `{table.name}.csv` ({len(table.rows)}): {table.title}" for table in tables),
        "",
        *(f"## {heading}\n\n{text}\n" for heading, text in _methods(narrative)),
        sentence("report.printed", narrative.maker.language),
    ]
    return "\n".join(lines) + "\n"


def _methods(narrative: Narrative) -> Iterator[tuple[str, str]]:
    """What must be known to read the files: how things were counted, and the limits."""
    for section in narrative.sections:
        if section.key in ("methods", "limits"):
            yield section.heading, "\n\n".join(map(plain, section.paragraphs))


def _package(narrative: Narrative, tables: tuple[Table, ...]) -> dict[str, Any]:
    manifest = narrative.maker.overview.manifest
    return {
        "profile": "tabular-data-package",
        "name": "lhs-collection-report",
        "title": narrative.maker.say("file.title", data=manifest.data_version),
        "description": narrative.maker.say("file.readme"),
        "version": manifest.data_version,
        "created": manifest.created,
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns]}
    if table.columns[0].kind == "id":
        schema["primaryKey"] = table.columns[0].name
    else:
        schema["foreignKeys"] = [
            {"fields": name, "reference": {"resource": resource, "fields": "id"}}
            for name, resource in _KEYS.items()
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column) -> Mapping[str, object]:
    found: dict[str, object] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.title,
        "description": column.about,
    }
    if column.kind == "iri":
        found["format"] = "uri"
    return found
