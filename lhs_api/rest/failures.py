"""Every failure as problem details (RFC 9457), those of the framework too, and HEAD and OPTIONS."""

import json
import logging
from collections.abc import Mapping
from typing import Any, Final
from uuid import uuid4

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match

from lhs_api.asgi import Receive, Scope, Send
from lhs_api.negotiation import language_of
from lhs_api.pool import WorkerProblemError
from lhs_api.problems import MEDIA_TYPE, ProblemError, of_error
from lhs_api.rest.invalid import of_validation
from lhs_graph.errors import LhsGraphError
from lhs_graph.messages import languages

__all__ = ["HeadAsGet", "answer_failures"]

_LOG: Final = logging.getLogger(__name__)
_NOT_FOUND: Final = 404
_NOT_ALLOWED: Final = 405
_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")


def answer_failures(app: FastAPI) -> None:
    """Have the application answer every failure with problem details."""
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(WorkerProblemError, _from_worker)
    app.add_exception_handler(LhsGraphError, _of_core)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_framework)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _unforeseen)


def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)  # noqa: S101  as registered
    language = _language(request)
    return _answer(error.members(language, request.url.path), language, error.headers)


def _from_worker(request: Request, error: Exception) -> Response:
    assert isinstance(error, WorkerProblemError)  # noqa: S101  as registered
    members = {**error.members, "instance": request.url.path}
    return _answer(members, _language(request), {})


def _of_core(request: Request, error: Exception) -> Response:
    assert isinstance(error, LhsGraphError)  # noqa: S101  as registered
    return _problem(request, of_error(error, _language(request)))


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  as registered
    return _problem(request, of_validation(error.errors(), _language(request)))


def _of_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  as registered
    path = request.url.path
    if error.status_code == _NOT_FOUND:
        return _problem(request, ProblemError(404, "not-found", {"path": path}))
    if error.status_code == _NOT_ALLOWED:
        allowed = ", ".join(_allowed(request))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": allowed})
        facts = {"methods": allowed}
        return _problem(
            request, ProblemError(405, "method-not-allowed", facts, headers={"Allow": allowed})
        )
    detail = {"detail": str(error.detail)}
    return _problem(request, ProblemError(error.status_code, "malformed-request", detail))


def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=400)


def _unforeseen(request: Request, error: Exception) -> Response:
    """The last resort: the log has what happened, the answer only how to find it there."""
    instance = f"urn:uuid:{uuid4()}"
    _LOG.error("failure %s at %s", instance, request.url.path, exc_info=error)
    language = _language(request)
    return _answer(ProblemError(500, "failure").members(language, instance), language, {})


def _allowed(request: Request) -> list[str]:
    """The methods that the path of a request has."""
    found = [
        method
        for method in _METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.router.routes
        )
    ]
    return [*found, *(["HEAD"] if "GET" in found else []), "OPTIONS"]


def _answer(members: Mapping[str, Any], language: str, headers: Mapping[str, str]) -> Response:
    return Response(
        json.dumps(members, ensure_ascii=False),
        int(members["status"]),
        {
            "Content-Language": language,
            "Vary": "Accept, Accept-Language",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            **headers,
        },
        MEDIA_TYPE,
    )


def _language(request: Request) -> str:
    asked = request.query_params.get("lang")
    return language_of(asked, request.headers.get("accept-language", ""), languages())


class HeadAsGet:
    """Answers HEAD below a path as GET without the body (RFC 9110, section 9.3.2)."""

    def __init__(self, app: Any, prefix: str) -> None:  # noqa: ANN401  any ASGI application
        self._app, self._prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope.get("method") != "HEAD" or not scope["path"].startswith(self._prefix):
            await self._app(scope, receive, send)
            return

        async def without_body(message: Any) -> None:  # noqa: ANN401  any ASGI message
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, without_body)
