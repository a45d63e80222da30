"""What scripts of other sites may do (CORS): read and ask, never with credentials."""

from typing import Final

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware

from lhs_api.asgi import ASGIApp, Receive, Scope, Send
from lhs_api.problems import ProblemError
from lhs_api.refusals import answer_problem

__all__ = ["OPEN", "CrossOrigin"]

_EXPOSED: Final = (
    "Link",
    "ETag",
    "Content-Location",
    "Retry-After",
    "X-Request-ID",
    "LHS-Row-Limit",
    "LHS-Rows-Left-Out",
)
OPEN: Final = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", ", ".join(_EXPOSED).encode()),
)
"""Every answer may be read by scripts of any site, and these headers of it.

It is said to everyone, so that what caches hold is the same for everyone.
"""
_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
_METHOD: Final = "access-control-request-method"
_PRIVATE: Final = "access-control-request-private-network"
_LONGEST: Final = 40
"""Characters of what was asked for that are told back."""
_VARY: Final = f"Accept, Accept-Language, Origin, {_METHOD}, {_PRIVATE}"
_REFUSED: Final = 400


class CrossOrigin:
    """ASGI middleware: answers preflights, and says why one is refused."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._preflights = CORSMiddleware(
            app, allow_origins=["*"], allow_methods=_METHODS, allow_headers=["*"]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it if it is a preflight."""
        if scope["type"] == "http" and scope["method"] == "OPTIONS":
            headers = Headers(scope=scope)
            if "origin" in headers and _METHOD in headers:
                refused = self._refused(headers)
                if refused is None:
                    await self._preflights(scope, receive, send)
                else:
                    await answer_problem(scope, send, refused, vary=_VARY)
                return
        await self._app(scope, receive, send)

    def _refused(self, headers: Headers) -> ProblemError | None:
        """Why this preflight is refused, if it is."""
        if self._preflights.preflight_response(headers).status_code != _REFUSED:
            return None
        private = f" ({_PRIVATE})" if _PRIVATE in headers else ""
        facts = {"asked": headers[_METHOD][:_LONGEST] + private, "methods": ", ".join(_METHODS)}
        allowed = {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": facts["methods"],
        }
        return ProblemError(_REFUSED, "preflight-refused", facts, headers=allowed)
