"""What a client wishes of an answer: its language and its form, by parameter or by header.

The reader is asynchronous for the reason given in `parameters`.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Query
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from lhs_api.negotiation import acceptable, language_of
from lhs_api.rest.forms import JSON_ONLY, SHORT
from lhs_graph.messages import languages

__all__ = ["Wishes", "one_of", "wishes"]

_LANGUAGE: Final = "lang"


@dataclass(frozen=True, slots=True)
class Wishes:
    """The language of sentences and labels, and the media type."""

    language: str
    type: str


def one_of(words: Sequence[str]) -> tuple[AfterValidator, Any]:
    """A validator for a parameter that takes one of those words, and what OpenAPI says of it."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in words:
            raise PydanticCustomError("enum", "{expected}", {"expected": ", ".join(words)})
        return value

    return AfterValidator(check), {"enum": list(words)}


def wishes(offered: Sequence[str] = JSON_ONLY) -> Any:  # noqa: ANN401  as FastAPI has it
    """A dependency that gives the wishes of a request for an answer offered in those types."""
    return Depends(_reader(offered))


def _reader(offered: Sequence[str]) -> Callable[..., Awaitable[Wishes]]:
    known = {word: kind for word, kind in SHORT.items() if kind in offered}
    is_language, in_languages = one_of(languages())
    is_form, in_forms = one_of(tuple(known))

    async def read(
        request: Request,
        lang: Annotated[str | None, Query(json_schema_extra=in_languages), is_language] = None,
        format: Annotated[str | None, Query(json_schema_extra=in_forms), is_form] = None,  # noqa: A002  what it is called
    ) -> Wishes:
        headers = request.headers
        language = language_of(lang, headers.get("accept-language", ""), languages())
        chosen = known[format] if format else acceptable(headers.get("accept", "*/*"), offered)
        return Wishes(language, chosen)

    return read
