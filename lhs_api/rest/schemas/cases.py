"""Descriptions and described systems."""

from pydantic import Field

from lhs_api.rest.schemas.parts import Open, Page

__all__ = ["CaseItem", "Cases", "Description"]


class Description(Open):
    """A description in JSON-LD, with the keys of the files."""

    id: str


class CaseItem(Open):
    """A described system, in the words of its file."""

    id: str
    iri: str
    name: dict[str, str]
    kind: str | None
    countries: list[str]
    levels: list[str]
    scale: str | None
    record: dict[str, str] | None


class Cases(Page):
    """Described systems; with its context the list is JSON-LD."""

    context: list[str | dict[str, str]] = Field(alias="@context")
    data_version: str
    items: list[CaseItem]
