"""What is sent as JSON: read by workers only, with nesting bounded by the parser."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from lhs_api.rest.forms import FORM_OF

__all__ = ["ChangeRequest", "ComparisonRequest", "Document", "VersionsRequest"]

_MOST_CHANGES = 200
_LONG = 5_000_000

Slug = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=_LONG)]
Change = Annotated[str, Field(max_length=64_000)]
Words = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=50)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


def _present(schema: dict[str, Any]) -> None:
    """Say that a key that may be left out is not null where it is given."""
    schema.update(schema.pop("anyOf")[0])
    schema.pop("default", None)


def _form(schema: dict[str, Any]) -> None:
    _present(schema)
    schema["enum"] = list(FORM_OF)


class Document(_Strict):
    """A described system by its slug, or a description as text with its media type."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["case"]}, {"required": ["content"]}]}
    )

    case: Slug | None = Field(default=None, examples=["geisinger"], json_schema_extra=_present)
    content: Text | None = Field(default=None, json_schema_extra=_present)
    type: str | None = Field(default=None, examples=["application/yaml"], json_schema_extra=_form)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.case is None) == (self.content is None):
            raise PydanticCustomError("one_of", "{expected}", {"expected": "case, content"})
        return self


class ChangeRequest(_Strict):
    """A description and what to change in it: a patch, then what to take away, then what to add."""

    target: Document
    patch: Text | None = Field(default=None, json_schema_extra=_present)
    remove: Annotated[list[Change], Field(max_length=_MOST_CHANGES)] = []
    add: Annotated[list[Change], Field(max_length=_MOST_CHANGES)] = []


class VersionsRequest(_Strict):
    """Two versions of a description."""

    old: Document
    new: Document


class ComparisonRequest(_Strict):
    """Systems to put side by side, and the group to put them beside."""

    systems: Annotated[list[Document], Field(min_length=1, max_length=40)]
    against_all: bool = False
    levels: Words = []
    scales: Words = []
    countries: Words = []
    kinds: Words = []
    differences: bool = False
