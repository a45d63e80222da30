"""The stored questions: each is an operation of its own, with its parameters typed."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from lhs_api.rest.answers import Service
from lhs_api.rest.forms import ANSWERS, JSON_ONLY
from lhs_api.rest.parameters import Page, page
from lhs_api.rest.responses import READ, WORKED, responses
from lhs_api.rest.wishes import Wishes, wishes
from lhs_graph.findings import in_language
from lhs_graph.headers import Parameter, QueryFile

__all__ = ["questions_router"]

_TYPES: Final[Mapping[str, Any]] = {"iri": str, "string": str, "integer": int, "date": date}
_LANGUAGE: Final = "lang"
_IRI: Final = r"^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9/_.~:?=&#;,@!$'()*+%-]+$"
_IRI_OR_WORD: Final = rf"{_IRI}|^[A-Za-z0-9][A-Za-z0-9/_.#-]*$"
"""An IRI of the characters that are written in addresses, and a short word where there is a base.

Whether it is an IRI indeed is for the parser to say.
"""
_BOUNDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "iri": {"min_length": 1, "max_length": 2000},
    "string": {"max_length": 2000},
    "integer": {"ge": -(10**17), "le": 10**17},
    "date": {},
}


def questions_router(service: Service) -> APIRouter:
    """`/queries` and one operation below it for each stored question."""
    router = APIRouter(tags=["queries"])
    graph = service.graph

    @router.get(
        "/queries",
        operation_id="list-queries",
        responses=responses("Queries", JSON_ONLY, READ),
    )
    def queries(request: Request, wish: Annotated[Wishes, wishes()]) -> Response:
        found = [_told(query, wish.language) for query in graph.questions.values()]
        content = {"language": wish.language, "total": len(found), "items": found}
        return service.tell(request, wish, content)

    for query in graph.questions.values():
        router.add_api_route(
            f"/queries/{query.id}",
            _operation(service, query),
            operation_id=f"query-{query.id}",
            responses=responses("Answer", ANSWERS, WORKED),
        )

    @router.get("/queries/{name}", include_in_schema=False)
    def other(request: Request, name: str) -> Response:
        """A question by its number or by a part of its name."""
        query = service.graph.question(name)
        root = str(request.scope.get("root_path", "")).rstrip("/")
        path = request.url.path.removeprefix(root).removesuffix(name)
        address = f"{root}{path}{query.id}"
        asked = request.url.query
        location = f"{address}?{asked}" if asked else address
        return RedirectResponse(location, 303, {"Vary": "Accept, Accept-Language"})

    return router


def _operation(service: Service, query: QueryFile) -> Callable[..., Response]:
    """The route function of a question, with a signature made of its parameters."""
    own = [one for one in query.parameters if one.name != _LANGUAGE]

    def answer(request: Request, wish: Wishes, part: Page, **values: object) -> Response:
        bound = {name: str(value) for name, value in values.items() if value is not None}
        task = {"task": "question", "question": query.id, "values": bound, **asdict(part)}
        return service.read(request, wish, task)

    answer.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            _parameter("request", Request),
            _parameter("wish", Annotated[Wishes, wishes(ANSWERS)]),
            *(_of(one) for one in own),
            _parameter("part", Annotated[Page, page()]),
        ]
    )
    return answer


def _of(parameter: Parameter) -> inspect.Parameter:
    kind = _TYPES[parameter.kind]
    bounds = dict(_BOUNDS[parameter.kind])
    if parameter.choices:
        bounds["json_schema_extra"] = {"enum": list(parameter.choices)}
    if parameter.kind == "iri":
        bounds["pattern"] = _IRI_OR_WORD if parameter.base else _IRI
    query = Query(examples=[_typed(kind, parameter.example)], **bounds)
    if parameter.required:
        return _parameter(parameter.name, Annotated[kind, query])
    default = None if parameter.default is None else _typed(kind, parameter.default)
    return _parameter(parameter.name, Annotated[kind | None, query], default)


def _typed(kind: Any, text: str) -> object:  # noqa: ANN401  a type
    return int(text) if kind is int else text


def _parameter(
    name: str,
    annotation: Any,  # noqa: ANN401  what a signature takes
    default: object = inspect.Parameter.empty,
) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default
    )


def _told(query: QueryFile, language: str) -> dict[str, Any]:
    return {
        "name": query.id,
        "number": query.number,
        "user": query.user,
        "question": in_language(query.question, language),
        "summary": in_language(query.summary, language),
        "basis": query.basis,
        "tags": list(query.tags),
        "since": query.since,
        "parameters": [
            {
                "name": one.name,
                "kind": one.kind,
                "required": one.required,
                "example": one.example,
                "default": one.default,
                "description": one.description.get(language, ""),
            }
            for one in query.parameters
        ],
        "columns": [
            {"name": one.name, "kind": one.kind, "meaning": in_language(one.meaning, language)}
            for one in query.columns
        ],
        "query": query.text,
    }
