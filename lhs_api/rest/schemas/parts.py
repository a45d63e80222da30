"""What most answers are made of: terms, places in documents, pages of lists."""

from pydantic import BaseModel, ConfigDict

__all__ = ["Cell", "Open", "Page", "Place", "Term"]


class Open(BaseModel):
    """More keys may come; those that are named stay."""

    model_config = ConfigDict(extra="allow")


class Term(Open):
    """A node, class or concept with its label in the language of the answer."""

    iri: str
    label: str


class Place(Open):
    """Where in the document that was sent; lines and columns count from 1."""

    file: str
    line: int | None
    column: int | None
    path: str | None


class Page(Open):
    """A page of a longer list; the header Link leads to the others."""

    total: int
    offset: int
    limit: int


class Cell(Open):
    """An IRI, or a value with its language or datatype."""

    iri: str | None = None
    value: str | None = None
    language: str | None = None
    datatype: str | None = None
