"""Stored questions and their answers."""

from typing import Literal

from lhs_api.rest.schemas.parts import Cell, Open, Page

__all__ = ["Answer", "Queries", "Query", "QueryColumn", "QueryParameter"]


class QueryParameter(Open):
    """A parameter of a stored question."""

    name: str
    kind: Literal["iri", "string", "integer", "date"]
    required: bool
    example: str
    default: str | None
    description: str


class QueryColumn(Open):
    """A column of the answer to a stored question."""

    name: str
    kind: str
    meaning: str


class Query(Open):
    """A stored question; `query` is its SPARQL."""

    name: str
    number: str | None
    user: str | None
    question: str
    summary: str
    basis: str
    tags: list[str]
    since: str
    parameters: list[QueryParameter]
    columns: list[QueryColumn]
    query: str


class Queries(Open):
    """All stored questions."""

    language: str
    total: int
    items: list[Query]


class Answer(Page):
    """The answer to a stored question."""

    data_version: str
    language: str
    question: str
    columns: list[str]
    items: list[dict[str, Cell | None]]
