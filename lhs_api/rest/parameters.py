"""The parameters that several resources share, each described once.

What reads them is asynchronous, since FastAPI hands plain functions to threads, which takes longer
than reading.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias
from urllib.parse import parse_qsl

from fastapi import Depends, Path, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from lhs_api.problems import ProblemError
from lhs_api.refusals import language_of_scope
from lhs_api.rest.wishes import one_of
from lhs_graph.comparison import Criteria
from lhs_graph.description.limits import SLUG
from lhs_graph.messages import sentence
from lhs_graph.vocabulary import Vocabulary

__all__ = [
    "MOST_ITEMS",
    "Page",
    "Slug",
    "criteria",
    "page",
    "refuse_unknown",
]

MOST_ITEMS: Final = 1000
_MOST_WORDS: Final = 50
_MOST_OFFSET: Final = 1_000_000_000

Slug: TypeAlias = Annotated[str, Path(max_length=200, pattern=SLUG, examples=["geisinger"])]
Limit: TypeAlias = Annotated[int, Query(ge=1, le=MOST_ITEMS, examples=[20])]
Offset: TypeAlias = Annotated[int, Query(ge=0, le=_MOST_OFFSET, examples=[0])]


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a longer list: how many entries to leave out, and how many at most."""

    offset: int
    limit: int


def page(usual: int = 100) -> Any:  # noqa: ANN401  as FastAPI has it
    """A dependency that gives the page, of the usual size unless another is asked for."""

    async def read(offset: Offset = 0, limit: Limit = usual) -> Page:
        return Page(offset, limit)

    return Depends(read)


def criteria(vocabulary: Vocabulary) -> Any:  # noqa: ANN401  as FastAPI has it
    """A dependency that gives the criteria of a group of described systems."""
    levels = _words(vocabulary, "level", "system-level")
    scales = _words(vocabulary, "scale", "scale")
    kinds = _words(vocabulary, "system-kind", "system-kind")
    country = Query(max_length=_MOST_WORDS, examples=[["CA"]])

    async def read(
        level: Annotated[list[levels.type], levels.query] = [],  # type: ignore[name-defined]  # noqa: B006
        scale: Annotated[list[scales.type], scales.query] = [],  # type: ignore[name-defined]  # noqa: B006
        country: Annotated[list[Country], country] = [],  # noqa: B006
        kind: Annotated[list[kinds.type], kinds.query] = [],  # type: ignore[name-defined]  # noqa: B006
    ) -> Criteria:
        countries = tuple(one.upper() for one in country)
        return Criteria(tuple(level), tuple(scale), countries, tuple(kind))

    return Depends(read)


Country: TypeAlias = Annotated[str, Query(pattern="^[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?$")]


@dataclass(frozen=True, slots=True)
class _Words:
    """How a parameter that takes words of a code list is declared."""

    type: Any
    query: Any


def _words(vocabulary: Vocabulary, scheme: str, text: str) -> _Words:
    words = vocabulary.words(scheme)
    valid, schema = one_of(words)
    kind = Annotated[str, valid, Query(json_schema_extra=schema)]
    shown = Query(description=text, max_length=_MOST_WORDS, examples=[[words[0]]])
    return _Words(kind, shown)


async def refuse_unknown(request: Request) -> None:
    """Refuse parameters that the operation does not have, so that a misspelt one is not ignored.

    Nor may any be in another encoding than UTF-8, which would be read as something else. What only
    redirects, as the aliases that are read do, passes them on.

    Raises:
        ProblemError: 400, with the parameters that there are.
    """
    query = request.scope["query_string"].decode("latin-1")
    for name, value in parse_qsl(query, keep_blank_values=True, encoding="latin-1"):
        if not (_is_utf8(name) and _is_utf8(value)):
            raise _no_utf8(name, language_of_scope(request.scope))
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or not (
        route.include_in_schema or "POST" in (route.methods or ())
    ):
        return
    known = list(_parameters(route.dependant))
    unknown = [name for name in dict.fromkeys(request.query_params) if name not in known]
    if unknown:
        raise _unknown(unknown[0], known)


def _parameters(dependant: Dependant) -> Iterator[str]:
    """The names of an operation's own parameters and of those that it depends on."""
    for one in dependant.dependencies:
        yield from _parameters(one)
    yield from (field.alias for field in dependant.query_params)


def _is_utf8(part: str) -> bool:
    """Whether bytes, read one by one as characters, are UTF-8."""
    try:
        part.encode("latin-1").decode()
    except UnicodeDecodeError:
        return False
    return True


def _no_utf8(name: str, language: str) -> ProblemError:
    path = name.encode("latin-1").decode(errors="replace")[:100]
    said = sentence("invalid.no_utf8", language)
    more = {"errors": [{"detail": said, "path": path}]}
    return ProblemError(400, "ill-typed-parameter", more=more, detail=f"{path}: {said}")


def _unknown(name: str, known: Sequence[str]) -> ProblemError:
    facts = {"name": name[:100], "known": ", ".join(known) or "–"}
    return ProblemError(400, "unknown-parameter", facts)
