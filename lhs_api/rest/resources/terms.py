"""Search over all labels, and look-up of anything that has an IRI."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from lhs_api.rest.answers import Service
from lhs_api.rest.forms import JSON_ONLY, TABLES
from lhs_api.rest.parameters import Page, page
from lhs_api.rest.responses import WORKED, responses
from lhs_api.rest.wishes import Wishes, wishes

__all__ = ["terms_router"]


def terms_router(service: Service) -> APIRouter:
    """`/search` and `/lookup`."""
    router = APIRouter(tags=["terms"])

    @router.get("/search", operation_id="search", responses=responses("Hits", TABLES, WORKED))
    def search(
        request: Request,
        wish: Annotated[Wishes, wishes(TABLES)],
        q: Annotated[str, Query(min_length=1, max_length=200, examples=["registry"])],
        part: Annotated[Page, page(20)],
    ) -> Response:
        return service.read(request, wish, {"task": "search", "q": q, **asdict(part)})

    @router.get("/lookup", operation_id="lookup", responses=responses("Entry", JSON_ONLY, WORKED))
    def look_up(
        request: Request,
        wish: Annotated[Wishes, wishes(JSON_ONLY)],
        iri: Annotated[str, Query(min_length=1, max_length=2000, examples=["lhs:Support"])],
    ) -> Response:
        return service.read(request, wish, {"task": "look-up", "name": iri})

    return router
