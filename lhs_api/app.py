"""The application: SPARQL, REST and linked data over one release, wired from settings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Final

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from lhs_api.clients import Clients
from lhs_api.linked.endpoint import LinkedData, LinkedRoute
from lhs_api.pool import Pool
from lhs_api.rest.routes import add_rest
from lhs_api.served import Served
from lhs_api.settings import Settings
from lhs_api.sparql import SparqlEndpoint
from lhs_api.telemetry import Telemetry
from lhs_graph.release import Release

__all__ = ["create_app"]

_EXPOSED: Final = ("Link", "ETag", "Content-Location", "Retry-After", "X-Request-ID")
"""The headers that scripts of other sites may read; credentials are never allowed."""


def create_app(settings: Settings, release: Release) -> FastAPI:
    """The application that serves that release; its workers start with it and end with it."""
    clients = Clients(settings.per_client, settings.seconds_a_minute)
    pool = Pool(settings.limits(), settings.workers, clients)
    served = Served(pool, release)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await served.start()
        following = asyncio.create_task(served.follow(settings.follow_seconds))
        yield
        following.cancel()
        await pool.close()

    app = FastAPI(
        title="LHS Graph",
        version=version("lhs-graph"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        root_path=settings.root_path,
    )
    for path in ("/sparql", "/sparql/"):
        app.router.routes.append(Route(path, SparqlEndpoint(served), include_in_schema=False))
    add_rest(app, served, settings)
    linked = LinkedData(served, settings.root_path.rstrip("/"))
    app.router.routes.append(LinkedRoute("/{address:path}", linked, include_in_schema=False))
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=_EXPOSED,
    )
    app.add_middleware(Telemetry, pool=pool)
    app.state.served, app.state.settings = served, settings
    return app
