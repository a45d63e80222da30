"""The application: SPARQL, REST and linked data over one release, wired from settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from starlette.routing import Route

from lhs_api.clients import Clients
from lhs_api.pool import Pool
from lhs_api.service_description import describe_service
from lhs_api.settings import Settings
from lhs_api.sparql import SparqlEndpoint
from lhs_graph.catalogue import Catalogue
from lhs_graph.release import Release
from lhs_graph.service import KnowledgeGraph
from lhs_graph.terms import BASE

__all__ = ["create_app"]


def create_app(settings: Settings, release: Release) -> FastAPI:
    """The application that serves that release; its workers start with it and end with it."""
    clients = Clients(settings.per_client, settings.seconds_a_minute)
    pool = Pool(settings.limits(), settings.workers, clients)
    graph = KnowledgeGraph(Catalogue.shipped(), version("lhs-graph"), lambda _: release)
    endpoint = SparqlEndpoint(
        pool,
        graph.release.manifest.data_version,
        describe_service(release, f"{BASE}sparql"),
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await pool.start(Path(release.folder))
        yield
        await pool.close()

    app = FastAPI(
        title="LHS Graph",
        version=graph.version,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        root_path=settings.root_path,
    )
    for path in ("/sparql", "/sparql/"):
        app.router.routes.append(Route(path, endpoint, include_in_schema=False))
    app.state.graph, app.state.pool, app.state.settings = graph, pool, settings
    return app
