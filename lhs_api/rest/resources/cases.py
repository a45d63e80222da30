"""The described systems: the list, one description, and what is found about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from lhs_api.rest.answers import Service, page_links
from lhs_api.rest.forms import CHANGES, DESCRIPTIONS, LISTS, REPORTS
from lhs_api.rest.parameters import Page, Slug, criteria, page
from lhs_api.rest.resources.descriptions import Level, Support, Table, Top, group
from lhs_api.rest.responses import READ, WORKED, responses
from lhs_api.rest.tasks.writing import as_csv
from lhs_api.rest.wishes import Wishes, wishes
from lhs_graph.comparison import MOST, Criteria, select_peers
from lhs_graph.description.context import CONTEXT_IRI
from lhs_graph.errors import EmptyGroupError
from lhs_graph.release import Block
from lhs_graph.terms import CASE

__all__ = ["cases_router"]

_COLUMNS: Final = ("id", "iri", "name", "kind", "countries", "levels", "scale", "record")
_CONTEXT: Final = [CONTEXT_IRI, {"@base": CASE, "items": "@graph"}]
"""The context of the files; a list of cases is a graph of them."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """Beside what, and whether only what differs."""

    against_all: bool = False
    differences: bool = False


def cases_router(service: Service) -> APIRouter:
    """`/cases` and below."""
    router = APIRouter(tags=["cases"])
    given = criteria(service.graph.vocabulary)
    _add_several(router, service, given)
    _add_one(router, service, given)
    return router


def _add_several(router: APIRouter, service: Service, given: Any) -> None:  # noqa: ANN401  a dependency
    @router.get(
        "/cases", operation_id="list-cases", responses=responses("Cases", LISTS, (*READ, 404))
    )
    def list_cases(
        request: Request,
        wish: Annotated[Wishes, wishes(LISTS)],
        chosen: Annotated[Criteria, given],
        part: Annotated[Page, page()],
    ) -> Response:
        graph = service.graph
        try:
            found = select_peers(graph.release.blocks.values(), chosen, graph.vocabulary)
        except EmptyGroupError:
            found = ()
        rows = [_item(block) for block in found[part.offset : part.offset + part.limit]]
        links = page_links(request, part.offset, part.limit, len(found))
        if wish.type == "text/csv":
            flat = [_flat(row, wish.language) for row in rows]
            return service.tell(request, wish, as_csv(flat, _COLUMNS).encode(), links)
        content = {
            "@context": _CONTEXT,
            "data_version": service.version,
            "total": len(found),
            "offset": part.offset,
            "limit": part.limit,
            "items": rows,
        }
        return service.tell(request, wish, content, links)

    @router.get(
        "/cases/compare",
        operation_id="compare-cases",
        responses=responses("Comparison", CHANGES, WORKED),
    )
    def compare(
        request: Request,
        wish: Annotated[Wishes, wishes(CHANGES)],
        case: Annotated[
            list[str], Query(min_length=1, max_length=MOST, examples=[["geisinger", "choir"]])
        ],
        chosen: Annotated[Criteria, given],
        shown: Annotated[_Shown, Depends(_Shown)],
    ) -> Response:
        asked = group(chosen, against_all=shown.against_all)
        task = {"task": "compare", "cases": case, "differences": shown.differences, **asked}
        return service.read(request, wish, task)


def _add_one(router: APIRouter, service: Service, given: Any) -> None:  # noqa: ANN401  a dependency
    @router.get(
        "/cases/{slug}",
        operation_id="show-case",
        responses=responses("Description", DESCRIPTIONS, WORKED),
    )
    def show(
        request: Request, wish: Annotated[Wishes, wishes(DESCRIPTIONS)], slug: Slug
    ) -> Response:
        return service.read(request, wish, {"task": "case", "slug": slug})

    @router.get(
        "/cases/{slug}/check",
        operation_id="check-case",
        responses=responses("Report", REPORTS, WORKED),
    )
    def check(
        request: Request,
        wish: Annotated[Wishes, wishes(REPORTS)],
        slug: Slug,
        level: Level = "aligned",
    ) -> Response:
        return service.read(request, wish, {"task": "check", "slug": slug, "level": level})

    @router.get(
        "/cases/{slug}/nearest",
        operation_id="nearest-to-case",
        responses=responses("Nearest", CHANGES, WORKED),
    )
    def nearest(
        request: Request,
        wish: Annotated[Wishes, wishes(CHANGES)],
        slug: Slug,
        chosen: Annotated[Criteria, given],
        top: Top = 5,
    ) -> Response:
        task = {"task": "nearest", "slug": slug, "top": top, **group(chosen)}
        return service.read(request, wish, task)

    @router.get(
        "/cases/{slug}/synergy",
        operation_id="synergy-of-case",
        responses=responses("Synergy", CHANGES, WORKED),
    )
    def synergy(
        request: Request,
        wish: Annotated[Wishes, wishes(CHANGES)],
        slug: Slug,
        table: Table = "components",
    ) -> Response:
        return service.read(request, wish, {"task": "synergy", "slug": slug, "table": table})

    @router.get(
        "/cases/{slug}/why",
        operation_id="why-support",
        responses=responses("Why", CHANGES, WORKED),
    )
    def why(
        request: Request, wish: Annotated[Wishes, wishes(CHANGES)], slug: Slug, support: Support
    ) -> Response:
        return service.read(request, wish, {"task": "why", "slug": slug, "support": support})


def _item(block: Block) -> dict[str, Any]:
    """A described system in the words of its file; what it does not state is null."""
    features = block.features
    told = {"coverage": block.coverage, "status": block.status}
    return {
        "id": block.slug,
        "iri": block.iri,
        "name": dict(block.labels),
        "kind": next(iter(features["systemKind"]), None),
        "countries": list(features["inJurisdiction"]),
        "levels": list(features["atLevel"]),
        "scale": next(iter(features["atScale"]), None),
        "record": {"id": block.record.removeprefix(CASE), **told} if block.record else None,
    }


def _flat(item: Mapping[str, Any], language: str) -> dict[str, Any]:
    names = item["name"]
    name = names.get(language) or next(iter(names.values()), "")
    return {**item, "name": name, "record": (item["record"] or {}).get("coverage")}
