"""Answers: bytes of this process or of a worker, with the headers that every answer carries.

A read has a strong ETag made of what was asked and of the release, so that it is known before the
work whether the client has the answer already.
"""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from lhs_api.asgi import (
    RawHeaders,
    Receive,
    Scope,
    Send,
    headers_of,
    raw_headers,
    respond,
    send_whole,
)
from lhs_api.clients import client_of
from lhs_api.conditions import Condition
from lhs_api.kept import MOST_KEPT, Kept
from lhs_api.pool import Pool
from lhs_api.rest.wishes import Wishes
from lhs_api.served import Served
from lhs_api.streaming import read_off
from lhs_api.workers import Reply
from lhs_graph.json_text import json_text
from lhs_graph.service import KnowledgeGraph

__all__ = ["Service", "Task", "page_links"]

Task: TypeAlias = Mapping[str, Any]

_VARY: Final = "Accept, Accept-Language"
_LONGEST_LINK: Final = 1500
_FRESH: Final = "public, max-age=300"
_PAGE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@dataclass(frozen=True)
class Service:
    """What all resources share; a request asks it for what is served at that moment."""

    served: Served
    kept: Kept = field(default_factory=Kept)

    @property
    def pool(self) -> Pool:
        """The workers."""
        return self.served.pool

    @property
    def version(self) -> str:
        """The data version."""
        return self.served.data_version

    @property
    def graph(self) -> KnowledgeGraph:
        """The knowledge graph; its files are the same at any moment, its release is not."""
        return self.served.graph

    def read(
        self, request: Request, wish: Wishes, task: Task, links: Sequence[str] = ()
    ) -> Response:
        """A worker's answer to a read; 304 where the client has it."""
        tag = self._tag({**task, "lang": wish.language, "type": wish.type})
        headers = self._lasting(wish, links, tag)
        condition, kept = _condition(request), self.kept.get(tag)
        met = condition.is_met_by(self.served.last_modified)
        if condition.has(tag) or (met and kept is not None):
            return Response(status_code=304, headers=headers)
        if kept is not None:
            return _Kept(*kept)
        work = _Work(_asked(task, wish), _client(request), tag, unwanted=met)
        return _Worked(self.pool, work, headers, self.kept)

    def work(self, request: Request, wish: Wishes, task: Task) -> Response:
        """A worker's answer about what was sent; nobody keeps it."""
        headers = {**_headers(wish, ()), "Cache-Control": "no-store"}
        work = _Work(_asked(task, wish), _client(request))
        return _Worked(self.pool, work, headers, self.kept)

    def tell(
        self,
        request: Request,
        wish: Wishes,
        content: object,
        links: Sequence[str] = (),
    ) -> Response:
        """An answer that is known already, as JSON or in bytes; 304 where the client has it."""
        body = content if isinstance(content, bytes) else _json(content)
        tag = f'"{sha256(body + wish.type.encode()).hexdigest()[:32]}"'
        headers = self._lasting(wish, links, tag)
        if _condition(request).holds(tag, self.served.last_modified):
            return Response(status_code=304, headers=headers)
        return Response(body, headers={**headers, "Content-Type": _with_charset(wish.type)})

    def _lasting(self, wish: Wishes, links: Sequence[str], tag: str) -> dict[str, str]:
        """What is said of an answer that stays the same as long as its tag."""
        lasting = {
            "ETag": tag,
            "Cache-Control": _FRESH,
            "Last-Modified": self.served.last_modified,
        }
        return {**_headers(wish, links), **lasting}

    def _tag(self, facts: Task) -> str:
        text = json.dumps([self.served.state, facts], sort_keys=True)
        return f'"{sha256(text.encode()).hexdigest()[:32]}"'


def page_links(request: Request, offset: int, limit: int, total: int) -> list[str]:
    """Links to the first, previous, next and last page, relative to this one.

    There are none where a request is so long that proxies would drop an answer with them.
    """
    if len(str(request.query_params)) > _LONGEST_LINK:
        return []
    rest = [(key, value) for key, value in request.query_params.multi_items() if key != "offset"]
    last = max(0, (total - 1) // limit * limit)
    pages = {"first": 0, "last": last}
    if offset > 0:
        pages["prev"] = min(max(0, offset - limit), last)
    if offset + limit < total:
        pages["next"] = offset + limit
    return [
        f'<?{urlencode([*rest, ("offset", str(start))])}>; rel="{name}"'
        for name, start in sorted(pages.items())
    ]


class _Kept(Response):
    """An answer that a worker gave before."""

    def __init__(self, headers: RawHeaders, content: bytes) -> None:
        super().__init__()
        self._said, self._content = headers, content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  as ASGI has it
        await send_whole(send, 200, self._said, self._content)


class _Worked(Response):
    """A response whose body a worker writes; it begins when the worker's answer has begun."""

    def __init__(self, pool: Pool, work: "_Work", extra: Mapping[str, str], kept: Kept) -> None:
        super().__init__()
        self._pool, self._work, self._extra, self._kept = pool, work, extra, kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  as ASGI has it
        if self._work.unwanted:
            await self._leave_out(send)
            return
        async with self._pool.ask(self._work.task, self._work.client) as reply:
            headers = raw_headers([*self._extra.items(), *_of_head(reply, scope["query_string"])])
            parts = reply.body()
            first = await anext(parts, b"")
            second = await anext(parts, None)
            if second is None:
                self._keep(headers, first)
                await send_whole(send, 200, headers, first)
                return
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            whole = bytearray()
            async for part in _all(first, second, parts):
                if len(whole) <= MOST_KEPT:
                    whole += part
                await send({"type": "http.response.body", "body": part, "more_body": True})
            self._keep(headers, bytes(whole))
            await send({"type": "http.response.body", "body": b""})

    async def _leave_out(self, send: Send) -> None:
        """Answer 304 once there is an answer."""
        task = {**self._work.task, "only_head": True}
        async with self._pool.ask(task, self._work.client) as reply:
            await read_off(reply)
        await respond(send, 304, self._extra.items())

    def _keep(self, headers: RawHeaders, content: bytes) -> None:
        if self._work.tag:
            self._kept.put(self._work.tag, (headers, content))


@dataclass(frozen=True, slots=True)
class _Work:
    """A task, who asks, and the tag under which its answer is kept, if it may be.

    `unwanted` says that the client needs no answer if there is one.
    """

    task: Task
    client: str
    tag: str = ""
    unwanted: bool = False


async def _all(first: bytes, second: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    yield second
    async for part in rest:
        yield part


def _of_head(reply: Reply, query: bytes) -> list[tuple[str, str]]:
    """The headers that the worker's answer asks for."""
    head = reply.head
    found = [("Content-Type", _with_charset(str(head["type"])))]
    if "total" in head:
        request = Request({"type": "http", "query_string": query, "headers": []})
        links = page_links(request, int(head["offset"]), int(head["limit"]), int(head["total"]))
        if links:
            found.append(("Link", ", ".join(links)))
    return found


def _headers(wish: Wishes, links: Sequence[str]) -> dict[str, str]:
    headers = {
        "Vary": _VARY,
        "Content-Language": wish.language,
        "X-Content-Type-Options": "nosniff",
    }
    if links:
        headers["Link"] = ", ".join(links)
    if wish.type == "text/html":
        headers["Content-Security-Policy"] = _PAGE_POLICY
    return headers


def _asked(task: Task, wish: Wishes) -> dict[str, Any]:
    return {**task, "lang": wish.language, "type": wish.type}


def _client(request: Request) -> str:
    return client_of(request.client.host if request.client else None)


def _condition(request: Request) -> Condition:
    return Condition.of(request.method, headers_of(request.scope))


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _json(content: object) -> bytes:
    return json_text(content).encode()
