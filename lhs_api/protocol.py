"""HTTP as the server speaks it, with what its library leaves open bounded: slow and long requests.

A request's address and headers have a size and a time, its body has a time, and a connection that
says nothing has no longer. What is beyond is answered with 431 or 408 and closed, and what is no
HTTP with 400. Who is answered before the body is sent can send it to its end, within these bounds:
a connection that ends while there is something unread takes the answer away, too.
"""

import asyncio
import json
from collections.abc import Callable
from functools import partial
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from lhs_api.problems import MEDIA_TYPE, ProblemError
from lhs_graph.messages import DEFAULT_LANGUAGE

__all__ = ["bounded_protocol"]

_MOST: Final = 32 << 10
"""Bytes of address and headers."""
_GATHERED: Final = 16 << 10
"""Bytes that are held for what may follow them."""
_GRACE: Final = 2.0
"""Seconds that the application has, after a body's time, to answer before the connection ends."""
_DISCARDED: Final = 32 << 20
"""Bytes of a body that may follow its answer."""


def bounded_protocol(header_seconds: float, body_seconds: float) -> Callable[..., asyncio.Protocol]:
    """A maker of connections that wait so long for headers and for bodies."""
    return partial(_Bounded, header_seconds=header_seconds, body_seconds=body_seconds)


class _Gathering:
    """A transport that sends together what is written in one turn of the loop.

    The server writes the head and the body of an answer apart, and each way into the network costs
    as much as making a small answer. All else that is asked of it the real transport does.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        loop: asyncio.AbstractEventLoop,
        lingers: Callable[[], bool],
    ) -> None:
        self._transport, self._loop, self._lingers = transport, loop, lingers
        self._held: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """Send it before the loop goes on; at once where much is held."""
        if not self._held:
            self._loop.call_soon(self.flush)
        self._held.append(data)
        self._size += len(data)
        if self._size >= _GATHERED:
            self.flush()

    def close(self) -> None:
        """Close it once all is sent, unless more is to be read; then `end` has to follow."""
        self.flush()
        if not self._lingers():
            self._transport.close()

    def end(self) -> None:
        """Close it once all is sent."""
        self.flush()
        self._transport.close()

    def flush(self) -> None:
        """Send what is held, unless the client has gone meanwhile."""
        held, self._held, self._size = self._held, [], 0
        if held and not self._transport.is_closing():
            self._transport.write(b"".join(held))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the real one has
        return getattr(self._transport, name)


class _Bounded(HttpToolsProtocol):
    """One connection."""

    def __init__(  # what the server gives goes on to the base
        self,
        *given: Any,  # noqa: ANN401
        header_seconds: float,
        body_seconds: float,
        **more: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*given, **more)
        self._header_seconds, self._body_seconds = header_seconds, body_seconds
        self._timer: asyncio.TimerHandle | None = None
        self._held = 0
        self._in_headers = False
        self._refused = False
        self._in_body = self._lingering = False
        self._discarded = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        self._gathering = _Gathering(transport, self.loop, self._lingers)
        super().connection_made(cast("asyncio.Transport", self._gathering))
        self._wait(self._header_seconds, self._too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless what is held of the headers is too much."""
        if self._refused:
            return
        if self._in_headers:
            self._held += len(data)
        super().data_received(data)
        if self._in_headers and self._held > _MOST:
            self._refuse(ProblemError(431, "headers-too-large", {"most": _MOST}))

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._held, self._in_headers = 0, True
        self._wait(self._header_seconds, self._too_slow)

    def on_headers_complete(self) -> None:
        """Begin to answer."""
        self._in_headers = False
        said = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if self._refused or said > _MOST:
            self._refuse(ProblemError(431, "headers-too-large", {"most": _MOST}))
            return
        self._wait(self._body_seconds + _GRACE, self._gathering.end)
        self._in_body = True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body, or let it go by if it was answered already."""
        if self._lingering:
            self._discarded += len(body)
            if self._discarded > _DISCARDED:
                self._gathering.end()
        elif not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._stop()
        self._in_body = False
        if self._lingering:
            self._gathering.end()
        elif not self._refused:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """Send it without waiting for the loop."""
        self._gathering.flush()
        super().on_response_complete()

    def _lingers(self) -> bool:
        """Whether what is to be closed has its answer, but goes on sending."""
        self._lingering = self._in_body and not self._refused and self.cycle.response_complete
        return self._lingering

    def _unset_keepalive_if_required(self) -> None:
        # whatever comes after an answer, were it a blank line, has the time of headers to go on
        if self.timeout_keep_alive_task is not None and self._timer is None:
            self._wait(self._header_seconds, self._too_slow)
        super()._unset_keepalive_if_required()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  the library's words are not ours
        """Say that this is no HTTP; in the middle of an answer there is no place to say it."""
        begun = self.cycle is not None and self.cycle.response_started
        if self._lingering or (begun and not self.cycle.response_complete):
            self._gathering.end()
            return
        self._refuse(ProblemError(400, "invalid-http"))

    def _too_slow(self) -> None:
        facts = {"seconds": f"{self._header_seconds:g}"}
        self._refuse(ProblemError(408, "slow-headers", facts))

    def _refuse(self, problem: ProblemError) -> None:
        if self._refused or self.transport.is_closing():
            return
        self._refused = True
        self._stop()
        content = json.dumps(problem.members(DEFAULT_LANGUAGE), ensure_ascii=False).encode()
        lines = (
            f"content-type: {MEDIA_TYPE}",
            f"content-language: {DEFAULT_LANGUAGE}",
            f"content-length: {len(content)}",
            "cache-control: no-store",
            "x-content-type-options: nosniff",
            "connection: close",
            "\r\n",
        )
        self.transport.write(STATUS_LINE[problem.status] + "\r\n".join(lines).encode() + content)
        self.transport.close()

    def _wait(self, seconds: float, then: Callable[[], object]) -> None:
        self._stop()
        self._timer = self.loop.call_later(seconds, then)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
