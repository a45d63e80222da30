"""What OpenAPI says of the answers of an operation: their types, their schema, their problems."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from lhs_api.problems import MEDIA_TYPE
from lhs_api.rest.forms import MULTIPART

__all__ = ["FOUND", "READ", "SENT", "WORKED", "body", "responses"]

READ: Final = (400, 406, 431)
"""The problems of any read."""
FOUND: Final = (400, 404, 406, 431)
"""Those of a read of something that has a name."""
WORKED: Final = (400, 404, 406, 429, 431, 503)
"""Those of a read that a worker does."""
SENT: Final = (400, 404, 406, 408, 413, 415, 422, 429, 431, 503)
"""Those where something is sent."""

_PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}
_HEADERS: Final = {
    name: {"schema": {"type": "string"}} for name in ("Content-Language", "ETag", "Link", "Vary")
}


def responses(
    schema: str | None, types: Sequence[str], problems: Sequence[int], *, kept: bool = True
) -> dict[int | str, dict[str, Any]]:
    """The answers of an operation.

    Args:
        schema: the name of the schema of its JSON.
        types: the media types it is offered in.
        problems: the statuses of its problems.
        kept: whether it has an ETag, so that 304 is an answer, too.
    """
    content = {kind: {"schema": _schema(kind, schema)} for kind in types}
    headers = {**_HEADERS} if kept else {key: _HEADERS[key] for key in ("Content-Language", "Vary")}
    found: dict[int | str, dict[str, Any]] = {
        200: {"description": HTTPStatus(200).phrase, "content": content, "headers": headers}
    }
    if kept:
        found[304] = {"description": HTTPStatus(304).phrase}
    for status in problems:
        found[status] = {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": _PROBLEM}},
        }
    return found


def body(
    types: Sequence[str], schema: str | None = None, parts: Sequence[str] = ()
) -> dict[str, Any]:
    """What an operation takes, for `openapi_extra`; `parts` are the names of those of a form."""
    content = {
        kind: {"schema": _form(parts) if kind == MULTIPART else _schema(kind, schema)}
        for kind in types
    }
    return {"requestBody": {"required": True, "content": content}}


def _form(parts: Sequence[str]) -> dict[str, Any]:
    """The schema of a form: its first part is required."""
    return {
        "type": "object",
        "properties": {name: {"type": "string"} for name in parts},
        "required": list(parts[:1]),
        "additionalProperties": False,
    }


def _schema(kind: str, schema: str | None) -> dict[str, Any]:
    if kind == "application/json" and schema:
        return {"$ref": f"#/components/schemas/{schema}"}
    if kind in ("application/json", "application/ld+json", "application/sparql-results+json"):
        return {"anyOf": [{"type": "object"}, {"type": "array", "items": {}}]}
    return {"type": "string"}
