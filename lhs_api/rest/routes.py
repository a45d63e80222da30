"""The whole REST interface, put into an application."""

from typing import Final

from fastapi import APIRouter, Depends, FastAPI

from lhs_api.rest.answers import Service
from lhs_api.rest.failures import HeadAsGet, answer_failures
from lhs_api.rest.manual import add_manual
from lhs_api.rest.parameters import refuse_unknown
from lhs_api.rest.resources.cases import cases_router
from lhs_api.rest.resources.collection import collection_router
from lhs_api.rest.resources.descriptions import descriptions_router
from lhs_api.rest.resources.questions import questions_router
from lhs_api.rest.resources.status import status_router
from lhs_api.rest.resources.terms import terms_router
from lhs_api.served import Served
from lhs_api.settings import Settings

__all__ = ["add_rest"]

_PATH: Final = "/api/v1"


def add_rest(app: FastAPI, served: Served, settings: Settings) -> None:
    """Add all operations, their description and its page, and how failures are answered."""
    service = Service(served)
    api = APIRouter(prefix=_PATH, dependencies=[Depends(refuse_unknown)])
    most = settings.limits().document
    for router in (
        descriptions_router(service, service.graph.vocabulary, most),
        cases_router(service),
        collection_router(service),
        questions_router(service),
        terms_router(service),
        status_router(service, settings),
    ):
        api.include_router(router)
    app.include_router(api)
    answer_failures(app)
    add_manual(app, service, settings.root_path)
    app.add_middleware(HeadAsGet, paths=("/api", "/openapi.json"))
