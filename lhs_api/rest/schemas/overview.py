"""The report on the collection: what it says, and the tables that it says it from."""

from typing import Literal

from pydantic import Field

from lhs_api.rest.schemas.parts import Open

__all__ = ["Overview"]


class Section(Open):
    """A part of the report; `tables` are the names of those that it rests on."""

    key: str
    heading: str
    paragraphs: list[str]
    tables: list[str]


class Column(Open):
    """A column of a table."""

    name: str
    type: Literal["string", "integer", "number", "boolean", "date"]
    title: str
    description: str
    format: str | None = Field(default=None, json_schema_extra={"enum": ["uri"]})


class Table(Open):
    """A table; each row has a value for each column."""

    title: str
    columns: list[Column]
    rows: list[dict[str, str | int | float | bool | None]]


class Overview(Open):
    """What the collection says, with all tables by name."""

    title: str
    subtitle: str
    language: str
    version: str
    data_version: str
    created: str
    sections: list[Section]
    tables: dict[str, Table]
