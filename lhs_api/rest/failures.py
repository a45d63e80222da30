"""Every failure as problem details (RFC 9457), those of the framework too, and HEAD and OPTIONS."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match

from lhs_api.asgi import Receive, Scope, Send, asked_path
from lhs_api.problems import ProblemError, of_error
from lhs_api.refusals import answer_problem, language_of_scope
from lhs_api.rest.invalid import of_validation
from lhs_api.workers import WorkerProblemError
from lhs_graph.errors import LhsGraphError

__all__ = ["HeadAsGet", "answer_failures"]

_NOT_FOUND: Final = 404
_NOT_ALLOWED: Final = 405
_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")


def answer_failures(app: FastAPI) -> None:
    """Have the application answer every failure with problem details."""
    app.add_exception_handler(ProblemError, _told)
    app.add_exception_handler(WorkerProblemError, _told)
    app.add_exception_handler(LhsGraphError, _of_core)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_framework)
    app.add_exception_handler(ClientDisconnect, _gone)


def _told(_: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError | WorkerProblemError)  # noqa: S101  as registered
    return _Refused(error)


def _of_core(request: Request, error: Exception) -> Response:
    assert isinstance(error, LhsGraphError)  # noqa: S101  as registered
    return _Refused(of_error(error, language_of_scope(request.scope)))


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  as registered
    return _Refused(of_validation(error.errors(), language_of_scope(request.scope)))


def _of_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  as registered
    if error.status_code == _NOT_FOUND:
        return _Refused(ProblemError(404, "not-found", {"path": asked_path(request.scope)}))
    if error.status_code == _NOT_ALLOWED:
        allowed = ", ".join(_allowed(request))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": allowed})
        facts = {"methods": allowed}
        return _Refused(ProblemError(405, "method-not-allowed", facts, headers={"Allow": allowed}))
    detail = {"detail": str(error.detail)}
    return _Refused(ProblemError(error.status_code, "malformed-request", detail))


def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=400)


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


class _Refused(Response):
    """A problem, as a response of the framework."""

    def __init__(self, problem: ProblemError | WorkerProblemError) -> None:
        super().__init__()
        self._problem = problem

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  as ASGI has it
        await answer_problem(scope, send, self._problem)


class HeadAsGet:
    """Answers HEAD below some paths as GET without the body (RFC 9110, section 9.3.2)."""

    def __init__(self, app: Any, paths: tuple[str, ...]) -> None:  # noqa: ANN401  any ASGI application
        self._app, self._paths = app, paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        path = str(scope.get("path", "")).removeprefix(str(scope.get("root_path", "")))
        if scope.get("method") != "HEAD" or not path.startswith(self._paths):
            await self._app(scope, receive, send)
            return

        async def without_body(message: Any) -> None:  # noqa: ANN401  any ASGI message
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, without_body)
