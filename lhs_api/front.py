"""The front of the service: what every request passes, and the two ways on from there.

The SPARQL endpoints are raw ASGI and answered here; all else is the framework's. Whatever is common
to both stands before the fork.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lhs_api.asgi import ASGIApp, Receive, Scope, Send, respond
from lhs_api.cross_origin import OPEN, CrossOrigin
from lhs_api.pool import Pool
from lhs_api.protection import SAFE, BoundBodies, CommonHeaders, TrustedHosts
from lhs_api.settings import Settings
from lhs_api.telemetry import Telemetry

__all__ = ["Below", "Fork", "guarded"]


@dataclass(frozen=True)
class Below:
    """ASGI middleware: tells all that come after it the path that the service is below."""

    app: ASGIApp
    root: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if self.root and scope["type"] == "http":
            scope["root_path"] = self.root
        await self.app(scope, receive, send)


@dataclass(frozen=True)
class Fork:
    """ASGI application: the endpoints at their paths below `root`, the other one elsewhere.

    `root` itself, without a slash at its end, leads to what is below.
    """

    endpoints: Mapping[str, ASGIApp]
    elsewhere: ASGIApp
    root: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.elsewhere(scope, receive, send)
            return
        if self.root and scope["path"] == self.root:
            await _to_start(scope, send, f"{self.root}/")
            return
        endpoint = self.endpoints.get(str(scope["path"]).removeprefix(self.root))
        await (endpoint or self.elsewhere)(scope, receive, send)


async def _to_start(scope: Scope, send: Send, start: str) -> None:
    """Lead to the start page, whose links would lead elsewhere without the slash at its end."""
    query = scope["query_string"].decode("latin-1")
    await respond(send, 308, [("Location", f"{start}?{query}" if query else start)])


def guarded(app: ASGIApp, settings: Settings, pool: Pool) -> ASGIApp:
    """The application behind all that protects it, and that tells what it does."""
    shared = CrossOrigin(app)
    bounded = BoundBodies(shared, settings.body_seconds)
    hosts = tuple(settings.trusted_hosts)
    told = Telemetry(TrustedHosts(bounded, hosts), pool, settings.root_path, hosts)
    return CommonHeaders(Below(told, settings.root_path), (*SAFE, *OPEN))
