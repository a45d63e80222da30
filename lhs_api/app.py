"""The application: SPARQL, REST and linked data over one release, wired from settings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from lhs_api.asgi import ASGIApp
from lhs_api.clients import Clients
from lhs_api.front import Fork, guarded
from lhs_api.graph_store import PATH, GraphStore
from lhs_api.last_resort import LastResort
from lhs_api.linked.endpoint import LinkedData, LinkedRoute
from lhs_api.pool import Pool
from lhs_api.rest.routes import add_rest
from lhs_api.served import Served
from lhs_api.settings import Settings
from lhs_api.sparql import SparqlEndpoint
from lhs_graph.release import Release

__all__ = ["create_app"]


def create_app(settings: Settings, release: Release) -> ASGIApp:
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
        redirect_slashes=False,  # the framework would redirect to whatever the Host says
    )
    app.add_middleware(LastResort)
    add_rest(app, served, settings)
    root = settings.root_path
    linked = LinkedData(served, root)
    app.router.routes.append(LinkedRoute("/{address:path}", linked, include_in_schema=False))
    sparql = LastResort(SparqlEndpoint(served))
    endpoints = {"/sparql": sparql, "/sparql/": sparql, PATH: LastResort(GraphStore(served))}
    return guarded(Fork(endpoints, app, root), settings, pool)
