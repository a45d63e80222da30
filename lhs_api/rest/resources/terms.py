"""Search over all labels, and look-up of anything that has an IRI."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Final

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from lhs_api.rest.answers import Service
from lhs_api.rest.forms import JSON_ONLY, TABLES
from lhs_api.rest.parameters import Page, page
from lhs_api.rest.responses import FOUND, WORKED, responses
from lhs_api.rest.wishes import Wishes, wishes
from lhs_graph.errors import IllTypedParameterError, UnknownTermError
from lhs_graph.messages import Words
from lhs_graph.prefixes import expanded, shortened
from lhs_graph.publication.addresses import local_link
from lhs_graph.vocabulary import nearest

__all__ = ["terms_router"]

_PREFIXES: Final = "prefixes"


def terms_router(service: Service) -> APIRouter:
    """`/search`, `/lookup` and `/resolve`."""
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

    @router.get(
        "/resolve", operation_id="resolve", responses=responses("Resolved", JSON_ONLY, FOUND)
    )
    def resolve(
        request: Request,
        wish: Annotated[Wishes, wishes()],
        curie: Annotated[str, Query(min_length=1, max_length=2000, examples=["lhs:Support"])],
    ) -> Response:
        return service.tell(request, wish, _resolved(curie, service.graph.prefixes))

    return router


def _resolved(name: str, prefixes: Mapping[str, str]) -> dict[str, str | None]:
    """Both spellings of a name, and where it is described here.

    Raises:
        UnknownTermError: it has none of the prefixes; the error names the nearest.
        IllTypedParameterError: it is no IRI.
    """
    iri = expanded(name, prefixes)
    short = shortened(iri, prefixes)
    if short == iri:
        prefix = name.partition(":")[0]
        raise UnknownTermError(name=prefix, scheme=_PREFIXES, nearest=nearest(prefix, prefixes))
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        detail = Words("invalid.iri")
        raise IllTypedParameterError(name="curie", value=name[:100], detail=detail) from error
    prefix = short.partition(":")[0]
    return {
        "iri": iri,
        "curie": short,
        "prefix": prefix,
        "namespace": prefixes[prefix],
        "document": local_link(iri, ""),
    }
