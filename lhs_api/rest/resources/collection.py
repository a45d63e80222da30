"""What the whole collection says: gaps, gap kinds, code lists, and the report."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from lhs_api.rest.answers import Service, page_links
from lhs_api.rest.forms import CHANGES, JSON_ONLY, TABLES, USUAL_TABLE
from lhs_api.rest.parameters import Page, page
from lhs_api.rest.responses import READ, WORKED, responses
from lhs_api.rest.wishes import Wishes, wishes
from lhs_graph.errors import NotFoundError
from lhs_graph.findings import GapKind, in_language
from lhs_graph.terms import LHS, SKOS, concept
from lhs_graph.vocabulary import Vocabulary, nearest

__all__ = ["collection_router"]


def collection_router(service: Service) -> APIRouter:
    """`/gaps`, `/report` and the code lists."""
    router = APIRouter()
    _add_gaps(router, service, service.graph.vocabulary)
    _add_lists(router, service, service.graph.vocabulary)

    @router.get(
        "/report",
        operation_id="report",
        tags=["collection"],
        responses=responses("Overview", CHANGES, WORKED),
    )
    def report(
        request: Request,
        wish: Annotated[Wishes, wishes(CHANGES)],
        table: Annotated[str, Query(max_length=100, examples=["goals"])] = USUAL_TABLE,
    ) -> Response:
        return service.read(request, wish, {"task": "overview", "table": table})

    return router


def _add_gaps(router: APIRouter, service: Service, vocabulary: Vocabulary) -> None:
    @router.get(
        "/gaps",
        operation_id="list-gaps",
        tags=["gaps"],
        responses=responses("Gaps", TABLES, WORKED),
    )
    def gaps(
        request: Request,
        wish: Annotated[Wishes, wishes(TABLES)],
        part: Annotated[Page, page()],
        case: Annotated[list[str], Query(max_length=1000, examples=[["geisinger"]])] = [],  # noqa: B006
        kind: Annotated[list[str], Query(max_length=100, examples=[["P1"]])] = [],  # noqa: B006
    ) -> Response:
        task = {"task": "gaps", "cases": case, "kinds": kind, **asdict(part)}
        return service.read(request, wish, task)

    @router.get(
        "/gaps/kinds",
        operation_id="list-gap-kinds",
        tags=["gaps"],
        responses=responses("GapKinds", JSON_ONLY, READ),
    )
    def kinds(request: Request, wish: Annotated[Wishes, wishes()]) -> Response:
        found = [_kind(kind, wish.language) for kind in vocabulary.kinds.values()]
        return service.tell(request, wish, {"language": wish.language, "items": found})

    @router.get(
        "/gaps/kinds/{notation}",
        operation_id="show-gap-kind",
        tags=["gaps"],
        responses=responses("GapKind", JSON_ONLY, (*READ, 404)),
    )
    def kind(
        request: Request,
        wish: Annotated[Wishes, wishes()],
        notation: Annotated[str, Path(pattern="^[A-Za-z][0-9]{1,2}$", examples=["P1"])],
    ) -> Response:
        return service.tell(request, wish, _kind(vocabulary.kind(notation), wish.language))


def _add_lists(router: APIRouter, service: Service, vocabulary: Vocabulary) -> None:
    def answer(request: Request, wish: Wishes, scheme: str, part: Page) -> Response:
        iris = vocabulary.schemes.get(scheme)
        if iris is None:
            near = nearest(scheme, vocabulary.schemes)
            raise NotFoundError(name=scheme, nearest=near)
        content = {
            "scheme": scheme,
            "language": wish.language,
            "total": len(iris),
            "offset": part.offset,
            "limit": part.limit,
            "items": [
                _concept(vocabulary, iri, wish.language)
                for iri in iris[part.offset : part.offset + part.limit]
            ],
        }
        links = page_links(request, part.offset, part.limit, len(iris))
        return service.tell(request, wish, content, links)

    @router.get(
        "/schemes",
        operation_id="list-schemes",
        tags=["terms"],
        responses=responses("Schemes", JSON_ONLY, READ),
    )
    def schemes(request: Request, wish: Annotated[Wishes, wishes()]) -> Response:
        found = [
            {"scheme": scheme, "concepts": len(iris)}
            for scheme, iris in sorted(vocabulary.schemes.items())
        ]
        return service.tell(request, wish, {"items": found})

    @router.get(
        "/schemes/{scheme}",
        operation_id="show-scheme",
        tags=["terms"],
        responses=responses("Concepts", JSON_ONLY, (*READ, 404)),
    )
    def scheme(
        request: Request,
        wish: Annotated[Wishes, wishes()],
        part: Annotated[Page, page()],
        scheme: Annotated[str, Path(max_length=100, examples=["pillar"])],
    ) -> Response:
        return answer(request, wish, scheme, part)

    for path, name in (("/pillars", "pillar"), ("/values", "value")):
        router.add_api_route(
            path,
            _one_list(answer, name),
            operation_id=f"list-{path[1:]}",
            tags=["terms"],
            responses=responses("Concepts", JSON_ONLY, READ),
        )


def _one_list(answer: Any, scheme: str) -> Any:  # noqa: ANN401  route functions
    def read(
        request: Request,
        wish: Annotated[Wishes, wishes()],
        part: Annotated[Page, page()],
    ) -> Any:  # noqa: ANN401  the response itself
        return answer(request, wish, scheme, part)

    return read


def _concept(vocabulary: Vocabulary, iri: str, language: str) -> dict[str, Any]:
    texts, links = vocabulary.texts.get(iri, {}), vocabulary.links.get(iri, {})
    term = vocabulary.term(iri)
    elements = [
        one
        for one in vocabulary.schemes.get("element", ())
        if iri in vocabulary.links.get(one, {}).get(f"{LHS}inPillar", ())
    ]
    return {
        "iri": iri,
        "word": iri.rsplit("/", 1)[-1],
        "label": term.label(language),
        "labels": dict(term.labels),
        "notation": term.notation,
        "definition": in_language(texts.get(f"{SKOS}definition", {}), language),
        "broader": list(links.get(f"{SKOS}broader", ())),
        "elements": [
            {"iri": one, "label": vocabulary.term(one).label(language)} for one in elements
        ],
    }


def _kind(kind: GapKind, language: str) -> dict[str, Any]:
    return {
        "notation": kind.notation,
        "iri": kind.iri,
        "title": in_language(kind.label, language),
        "definition": in_language(kind.definition, language),
        "reason": in_language(kind.rationale, language),
        "remedy": in_language(kind.remedy, language),
        "passage": in_language(kind.passage, language),
        "nature": kind.nature,
        "severity": kind.severity,
        "concerns": list(kind.concerns),
        "closed_by": list(kind.closed_by),
        "certainty_depends_on": [
            section.removeprefix(concept("section", "")) for section in kind.sections
        ],
    }
