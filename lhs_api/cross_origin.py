"""What scripts of other sites may do (CORS): read and ask, never with credentials."""

from collections.abc import Sequence
from typing import Final

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware

from lhs_api.asgi import ASGIApp, Receive, Scope, Send
from lhs_api.problems import ProblemError
from lhs_api.refusals import answer_problem

__all__ = ["CrossOrigin"]

_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
_METHOD: Final = "access-control-request-method"
_PRIVATE: Final = "access-control-request-private-network"
_LONGEST: Final = 40
"""Characters of what was asked for that are told back."""
_VARY: Final = f"Accept, Accept-Language, Origin, {_METHOD}, {_PRIVATE}"
_REFUSED: Final = 400


class CrossOrigin:
    """ASGI middleware: opens reading to every site, and says why a preflight is refused."""

    def __init__(self, app: ASGIApp, exposed: Sequence[str]) -> None:
        self._open = CORSMiddleware(
            app,
            allow_origins=["*"],
            allow_methods=_METHODS,
            allow_headers=["*"],
            expose_headers=exposed,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and scope["method"] == "OPTIONS":
            refused = self._refused(Headers(scope=scope))
            if refused is not None:
                await answer_problem(scope, send, refused, vary=_VARY)
                return
        await self._open(scope, receive, send)

    def _refused(self, headers: Headers) -> ProblemError | None:
        """Why, if these are the headers of a preflight that is refused."""
        if "origin" not in headers or _METHOD not in headers:
            return None
        if self._open.preflight_response(headers).status_code != _REFUSED:
            return None
        private = f" ({_PRIVATE})" if _PRIVATE in headers else ""
        facts = {"asked": headers[_METHOD][:_LONGEST] + private, "methods": ", ".join(_METHODS)}
        allowed = {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": facts["methods"],
        }
        return ProblemError(_REFUSED, "preflight-refused", facts, headers=allowed)
