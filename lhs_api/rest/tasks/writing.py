"""How a task writes: the media type in the head, then the body; and pages of longer lists."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import pyoxigraph as ox

from lhs_graph.findings import NamedTerm
from lhs_graph.json_text import json_text
from lhs_graph.serialization import serialized
from lhs_graph.service import KnowledgeGraph

if TYPE_CHECKING:
    from lhs_api.tasks import Answer

__all__ = [
    "Given",
    "Task",
    "as_csv",
    "as_json",
    "paged",
    "told",
    "turtle_as",
    "write",
    "write_page",
]

Given: TypeAlias = Mapping[str, Any]
Task: TypeAlias = Callable[[KnowledgeGraph, Given, "Answer"], None]
_T = TypeVar("_T")


def write(answer: "Answer", given: Given, content: str | bytes) -> None:
    """Write a whole body in the type that was wished."""
    answer.head["type"] = given["type"]
    answer.write(content)


def paged(answer: "Answer", given: Given, items: Sequence[_T]) -> Sequence[_T]:
    """The items of the page that was asked for; the head tells how many there are."""
    offset, limit = int(given["offset"]), int(given["limit"])
    answer.head.update(offset=offset, limit=limit, total=len(items))
    return items[offset : offset + limit]


def write_page(
    answer: "Answer", given: Given, version: str, rows: Sequence[Given], columns: Sequence[str]
) -> None:
    """Write one page of a list as JSON or CSV, the rows being those of that page already.

    `columns` are the keys of every row, which stand in CSV also where there is no row.
    """
    if given["type"] == "text/csv":
        write(answer, given, as_csv(rows, columns))
        return
    head = {key: answer.head[key] for key in ("total", "offset", "limit")}
    content = {"data_version": version, "language": given["lang"], **head, "items": list(rows)}
    write(answer, given, as_json(content))


def as_json(content: object) -> str:
    """The content as JSON text that people can read, too."""
    return json_text(content)


def as_csv(rows: Sequence[Given], columns: Sequence[str]) -> str:
    """The rows as CSV with a header row; terms as their IRI, lists by spaces."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return buffer.getvalue()


def told(term: NamedTerm | None, language: str) -> dict[str, str] | None:
    """A term as JSON tells it."""
    return {"iri": term.iri, "label": term.label(language)} if term else None


def turtle_as(turtle: str, kind: str) -> str | bytes:
    """Turtle that we wrote, as it is or as JSON-LD."""
    if kind == "text/turtle":
        return turtle
    triples = [quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]
    return serialized(triples, ox.RdfFormat.JSON_LD)


def _cell(value: object) -> object:
    if isinstance(value, Mapping):
        return value.get("iri", value.get("value", ""))
    if isinstance(value, (list, tuple)):
        return " ".join(str(_cell(one)) for one in value)
    return "" if value is None else value
