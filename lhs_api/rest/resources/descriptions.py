"""What is said of a description that is sent: check, conversion, likeness, synergy, comparison."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final, TypeAlias

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from lhs_api.rest.answers import Service
from lhs_api.rest.bodies import read_description, read_json
from lhs_api.rest.forms import ACCEPTED, CHANGES, DESCRIPTIONS, JSON_ONLY, REPAIRS, REPORTS
from lhs_api.rest.parameters import criteria
from lhs_api.rest.responses import READ, SENT, body, responses
from lhs_api.rest.tasks.parts import COSTS, DESCRIPTION
from lhs_api.rest.wishes import Wishes, one_of, wishes
from lhs_graph.check import LEVELS
from lhs_graph.comparison import Criteria
from lhs_graph.messages import sentence
from lhs_graph.synergy import TABLES
from lhs_graph.vocabulary import Vocabulary

__all__ = ["Level", "Support", "Table", "Top", "descriptions_router", "group"]

_USUAL: Final = LEVELS[-1]
_LEVEL, _LEVELS = one_of(LEVELS)
_TABLE, _TABLES = one_of(TABLES)
_OF_DESCRIPTION: Final = body(ACCEPTED, "Description", (DESCRIPTION,))
_WITH_COSTS: Final = body(ACCEPTED, "Description", (DESCRIPTION, COSTS))
_DESCRIPTION_FORMS: Final = (*DESCRIPTIONS[2:], *DESCRIPTIONS[:2])

Level: TypeAlias = Annotated[str, Query(json_schema_extra=_LEVELS), _LEVEL]
Table: TypeAlias = Annotated[str, Query(json_schema_extra=_TABLES), _TABLE]
Top: TypeAlias = Annotated[int, Query(ge=1, le=100)]
Support: TypeAlias = Annotated[
    str, Query(min_length=1, max_length=2000, examples=["mycode-biobank"])
]


def group(chosen: Criteria, *, against_all: bool = False) -> dict[str, Any]:
    """The criteria as a task has them."""
    return {
        "levels": chosen.levels,
        "scales": chosen.scales,
        "countries": chosen.countries,
        "kinds": chosen.kinds,
        "against": against_all,
    }


def descriptions_router(service: Service, vocabulary: Vocabulary, most: int) -> APIRouter:
    """The operations that take one description, or several as JSON, of up to `most` bytes."""
    router = APIRouter()
    given = criteria(vocabulary)
    is_severity, severities = one_of(tuple(vocabulary.ranks))
    is_certain, certainties = one_of(vocabulary.words("certainty"))
    Certainty = Annotated[str, is_certain, Query(json_schema_extra=certainties)]  # noqa: N806  a type

    @router.post(
        "/check",
        operation_id="check",
        tags=["check"],
        responses=responses("Report", REPORTS, SENT, kept=False),
        openapi_extra=_OF_DESCRIPTION,
    )
    async def check(
        request: Request, wish: Annotated[Wishes, wishes(REPORTS)], level: Level = _USUAL
    ) -> Response:
        sent = await read_description(request, most)
        return service.work(request, wish, {"task": "check", "level": level, **sent})

    router.add_api_route("/validate", _by_profile(check), methods=["POST"], include_in_schema=False)

    @router.get(
        "/check/levels",
        operation_id="list-levels",
        tags=["check"],
        responses=responses("Levels", JSON_ONLY, READ),
    )
    def levels(request: Request, wish: Annotated[Wishes, wishes()]) -> Response:
        items = [
            {
                "level": one,
                "label": sentence(f"level.{one}", wish.language),
                "description": sentence(f"level.{one}.about", wish.language),
                "usual": one == _USUAL,
            }
            for one in LEVELS
        ]
        return service.tell(request, wish, {"language": wish.language, "items": items})

    router.add_api_route("/validate/profiles", levels, methods=["GET"], include_in_schema=False)

    @router.post(
        "/convert",
        operation_id="convert",
        tags=["check"],
        responses=responses("Description", _DESCRIPTION_FORMS, SENT, kept=False),
        openapi_extra=_OF_DESCRIPTION,
    )
    async def convert(
        request: Request, wish: Annotated[Wishes, wishes(_DESCRIPTION_FORMS)]
    ) -> Response:
        sent = await read_description(request, most)
        return service.work(request, wish, {"task": "convert", **sent})

    @router.post(
        "/nearest",
        operation_id="nearest",
        tags=["compare"],
        responses=responses("Nearest", CHANGES, SENT, kept=False),
        openapi_extra=_OF_DESCRIPTION,
    )
    async def nearest(
        request: Request,
        wish: Annotated[Wishes, wishes(CHANGES)],
        chosen: Annotated[Criteria, given],
        top: Top = 5,
    ) -> Response:
        sent = await read_description(request, most)
        task = {"task": "nearest", "top": top, **group(chosen), **sent}
        return service.work(request, wish, task)

    @router.post(
        "/synergy",
        operation_id="synergy",
        tags=["check"],
        responses=responses("Synergy", CHANGES, SENT, kept=False),
        openapi_extra=_OF_DESCRIPTION,
    )
    async def synergy(
        request: Request, wish: Annotated[Wishes, wishes(CHANGES)], table: Table = "components"
    ) -> Response:
        sent = await read_description(request, most)
        return service.work(request, wish, {"task": "synergy", "table": table, **sent})

    @router.post(
        "/repair",
        operation_id="repair",
        tags=["check"],
        responses=responses("Repair", REPAIRS, SENT, kept=False),
        openapi_extra=_WITH_COSTS,
    )
    async def repair(
        request: Request,
        wish: Annotated[Wishes, wishes(REPAIRS)],
        severity: Annotated[str, Query(json_schema_extra=severities), is_severity] = "minor",
        certainty: Annotated[list[Certainty], Query(max_length=10)] = [],  # noqa: B006
    ) -> Response:
        sent = await read_description(request, most)
        asked = {"severity": severity, "certainties": certainty}
        seconds = service.pool.limits.seconds
        return service.work(request, wish, {"task": "repair", "seconds": seconds, **asked, **sent})

    for path, task, model, schema in (
        ("/whatif", "whatif", "ChangeRequest", "Change"),
        ("/diff", "diff", "VersionsRequest", "Change"),
        ("/compare", "compare-sent", "ComparisonRequest", "Comparison"),
    ):
        router.add_api_route(
            path,
            _sent_as_json(service, task, most),
            methods=["POST"],
            operation_id=path[1:],
            tags=["compare"],
            responses=responses(schema, CHANGES, SENT, kept=False),
            openapi_extra=body(JSON_ONLY, model),
        )
    return router


def _by_profile(check: Callable[[Request, Wishes, str], Awaitable[Response]]) -> Any:  # noqa: ANN401  a route function
    """The check with another name for its level, which wins where both are given."""

    async def answer(
        request: Request,
        wish: Annotated[Wishes, wishes(REPORTS)],
        level: Level = _USUAL,
        profile: Level | None = None,
    ) -> Response:
        return await check(request, wish, profile or level)

    return answer


def _sent_as_json(service: Service, task: str, most: int) -> Any:  # noqa: ANN401  a route function
    async def answer(request: Request, wish: Annotated[Wishes, wishes(CHANGES)]) -> Response:
        content = await read_json(request, 2 * most)
        return service.work(request, wish, {"task": task, "content": content})

    return answer
