"""What every request and answer of the service has to bear, whatever answers it."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, Final

from lhs_api.asgi import ASGIApp, RawHeaders, Receive, Scope, Send
from lhs_api.problems import ProblemError
from lhs_api.refusals import answer_problem

__all__ = ["SAFE", "BoundBodies", "CommonHeaders", "TrustedHosts"]

_ANY: Final = "*"
_HOST: Final = re.compile(r"^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{0,5})?$")
_LOOK_AFTER: Final = 0.5
"""Seconds of work after which it is asked whether anybody still waits for it."""
_WITHOUT_BODY: Final = frozenset({"GET", "HEAD"})
SAFE: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
"""What browsers may not make of an answer.

The policy is on data, too, since browsers show RDF/XML as a page, with the scripts in it.
"""


@dataclass(frozen=True)
class CommonHeaders:
    """ASGI middleware: says on every answer those headers of which it says nothing itself."""

    app: ASGIApp
    headers: RawHeaders

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""

        async def said(message: Any) -> None:  # noqa: ANN401  any ASGI message
            if message["type"] == "http.response.start":
                headers = message["headers"] = list(message.get("headers") or ())
                names = {name for name, _ in headers}
                headers.extend(one for one in self.headers if one[0] not in names)
            await send(message)

        await self.app(scope, receive, said if scope["type"] == "http" else send)


@dataclass(frozen=True)
class TrustedHosts:
    """ASGI middleware: answers only for its own hosts (RFC 9110, section 7.2).

    `hosts` are names without ports, `*.` before one for all names below it, or `*` for any;
    `addresses` says that every IP address is one, too.
    """

    app: ASGIApp
    hosts: Sequence[str]
    addresses: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http":
            refused = self._refused(scope)
            if refused:
                await answer_problem(scope, send, refused)
                return
        await self.app(scope, receive, send)

    def _refused(self, scope: Scope) -> ProblemError | None:
        given = [value for name, value in scope["headers"] if name == b"host"]
        if not given and scope.get("http_version") == "1.0":
            return None
        name = _host_name(given[0]) if len(given) == 1 else None
        if name is None:
            closed = {"Connection": "close"}
            return ProblemError(400, "malformed-request", {"detail": "Host"}, headers=closed)
        return None if self._known(name) else ProblemError(421, "host-not-served")

    def _known(self, name: str) -> bool:
        if name in self.hosts or _ANY in self.hosts or (self.addresses and _is_address(name)):
            return True
        return any(
            name == host.lower() or (host.startswith("*.") and name.endswith(host[1:].lower()))
            for host in self.hosts
        )


@lru_cache(maxsize=1024)
def _host_name(header: bytes) -> str | None:
    """The name in a Host header, without its port; None where it is not well formed."""
    found = _HOST.match(header.decode("latin-1"))
    return found.group(1).lower() if found else None


def _is_address(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class BoundBodies:
    """ASGI middleware: waits so many seconds for a body, and works for nobody who has gone."""

    app: ASGIApp
    seconds: float

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; whoever reads a body that is late gets a `ProblemError`, 408."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = _Body(receive, self.seconds, whole=scope["method"] in _WITHOUT_BODY)
        timer = asyncio.get_running_loop().call_later(_LOOK_AFTER, body.look, _current())
        try:
            await self.app(scope, body.read, send)
        except asyncio.CancelledError:
            if not body.abandoned:
                raise
        finally:
            timer.cancel()
            body.stop()


class _Body:
    """The body of one request, and whether its client is still there."""

    def __init__(self, receive: Receive, seconds: float, *, whole: bool) -> None:
        self._receive, self._whole = receive, whole
        self._seconds = seconds
        self._deadline = asyncio.get_running_loop().time() + seconds
        self._watch: asyncio.Task[None] | None = None
        self.abandoned = False

    async def read(self) -> Any:  # noqa: ANN401  any ASGI message
        """The next message, in time."""
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            facts = {"seconds": f"{self._seconds:g}"}
            closed = {"Connection": "close"}
            raise ProblemError(408, "slow-body", facts, headers=closed) from None
        self._whole = not message.get("more_body")
        return message

    def look(self, answering: "asyncio.Task[Any]") -> None:
        """From now on end the answering as soon as the client has gone."""
        if self._whole:
            self._watch = asyncio.create_task(self._until_gone(answering))

    async def _until_gone(self, answering: "asyncio.Task[Any]") -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.abandoned = True
        answering.cancel()

    def stop(self) -> None:
        """Look no longer."""
        if self._watch is not None:
            self._watch.cancel()


def _current() -> "asyncio.Task[Any]":
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("there is no task to answer in")
    return task
