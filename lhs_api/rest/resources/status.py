"""How the service is: alive, ready, its version and its limits."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from lhs_api.problems import ProblemError
from lhs_api.rest.answers import Service
from lhs_api.rest.forms import JSON_ONLY
from lhs_api.rest.responses import READ, responses
from lhs_api.rest.wishes import Wishes, wishes
from lhs_api.settings import Settings

__all__ = ["status_router"]

_NOT_KEPT = {"Cache-Control": "no-store"}


def status_router(service: Service, settings: Settings) -> APIRouter:
    """`/health`, `/version` and `/limits`."""
    router = APIRouter(tags=["service"])

    @router.get(
        "/health/live",
        operation_id="live",
        responses=responses("Health", JSON_ONLY, (400, 431), kept=False),
    )
    def live() -> Response:
        return JSONResponse({"status": "live"}, headers=_NOT_KEPT)

    @router.get(
        "/health/ready",
        operation_id="ready",
        responses=responses("Health", JSON_ONLY, (400, 431, 503), kept=False),
    )
    def ready() -> Response:
        generation = service.pool.generation
        if generation is None:
            raise ProblemError(503, "no-release")
        workers = {"idle": generation.idle, "all": generation.size}
        content = {"status": "ready", "data_version": service.version, "workers": workers}
        return JSONResponse(content, headers=_NOT_KEPT)

    @router.get("/version", operation_id="version", responses=responses("Version", JSON_ONLY, READ))
    def version(request: Request, wish: Annotated[Wishes, wishes()]) -> Response:
        manifest = service.served.release.manifest
        content = {
            "version": service.graph.version,
            "data_version": manifest.data_version,
            "created": manifest.created,
            "digest": manifest.digest,
            "counts": dict(manifest.counts),
        }
        return service.tell(request, wish, content)

    @router.get("/limits", operation_id="limits", responses=responses("Limits", JSON_ONLY, READ))
    def limits(request: Request, wish: Annotated[Wishes, wishes()]) -> Response:
        clients: dict[str, Any] = {
            "at_once": settings.per_client,
            "seconds_a_minute": settings.seconds_a_minute,
        }
        content = {**asdict(settings.limits()), "workers": settings.workers, "client": clients}
        return service.tell(request, wish, content)

    return router
