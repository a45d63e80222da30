"""Linked data: redirects, documents, files, and what goes wrong.

A thing's IRI is answered with 303 to the document about it; a document with 200 in the form that
the client asked for by suffix, parameter or headers. IRIs in RDF are never rewritten.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

from starlette.routing import Match, Route

from lhs_api.asgi import Receive, Scope, Send, asked_path, headers_of, pairs_of, respond
from lhs_api.clients import client_of
from lhs_api.conditions import Condition, http_date
from lhs_api.kept import Kept
from lhs_api.linked.headers import (
    FOR_EVER,
    FRESH,
    NOSNIFF,
    VARY,
    as_download,
    document_headers,
)
from lhs_api.linked.wish import wish_of
from lhs_api.negotiation import language_of
from lhs_api.problems import ProblemError
from lhs_api.refusals import answer_problem
from lhs_api.served import Served
from lhs_api.workers import WorkerProblemError
from lhs_graph.findings import NamedTerm
from lhs_graph.messages import languages
from lhs_graph.publication.addresses import is_of_service, see_other, split_suffix
from lhs_graph.publication.assets import published_files
from lhs_graph.publication.document import Document
from lhs_graph.publication.forms import SUFFIXES, with_charset
from lhs_graph.publication.html import ASSETS, LOGO, asset
from lhs_graph.publication.library import Library
from lhs_graph.publication.sitemap import robots, sitemap

__all__ = ["LinkedData", "LinkedRoute"]

_ALLOWED: Final = "GET, HEAD, OPTIONS"
_ELSEWHERE: Final = {".well-known/void": "doc/void", "limits": "api/v1/limits"}
"""Where people and programs look for something, and where it is."""
_A_DAY: Final = "public, max-age=86400"
_CHUNK: Final = 256 << 10
_NO_CONTENT: Final = 204


class LinkedRoute(Route):
    """All paths but those of the interfaces, which answer for what they lack themselves."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As any route; nothing below the interfaces' paths."""
        if is_of_service(_path(scope).removeprefix("/")):
            return Match.NONE, {}
        return super().matches(scope)


@dataclass(frozen=True)
class LinkedData:
    """The ASGI endpoint of all addresses that nothing else answers.

    `root` is the path below which a proxy serves the service, without the slash at its end.
    """

    served: Served
    root: str = ""
    kept: Kept = field(default_factory=Kept)
    _found: dict[tuple[str, str], Document] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  as ASGI has it
        """Answer one request."""
        request = _Request.of(scope)
        try:
            await self._answer(request, send)
        except (ProblemError, WorkerProblemError) as problem:
            await answer_problem(scope, send, problem, vary=VARY[1])

    async def _answer(self, request: "_Request", send: Send) -> None:
        if request.method == "OPTIONS":
            await respond(send, _NO_CONTENT, [("Allow", _ALLOWED)])
            return
        if request.method not in ("GET", "HEAD"):
            raise ProblemError(
                405, "method-not-allowed", {"methods": _ALLOWED}, headers={"Allow": _ALLOWED}
            )
        address = request.address
        other = _ELSEWHERE.get(address) or see_other(address)
        if other is not None:
            await self._see_other(request, send, other)
        elif address.startswith("static/"):
            await self._asset(request, send, address.removeprefix("static/"))
        elif address == LOGO:
            await self._asset(request, send, address)
        elif address in self._files:
            kind, path = self._files[address]
            await self._as_it_is(request, send, kind, await asyncio.to_thread(path.read_bytes))
        elif address in ("sitemap.xml", "robots.txt"):
            await self._for_robots(request, send)
        else:
            await self._document(request, send)

    async def _see_other(self, request: "_Request", send: Send, address: str) -> None:
        if not is_of_service(address) and await self._find(address) is None:
            raise self._missing(request, address)
        query = f"?{request.query}" if request.query else ""
        location = f"{self.root}/{quote(address, safe='/+~@')}{query}"
        headers = [("Location", location), VARY, ("Cache-Control", FRESH), NOSNIFF]
        await respond(send, 303, headers)

    async def _document(self, request: "_Request", send: Send) -> None:
        address = request.address
        suffix: tuple[str | None, str | None] = (None, None)
        document = await self._find(address)
        if document is None:
            address, *found = split_suffix(address)
            suffix = (found[0], found[1])
            address = "" if address == "index" else address
            if suffix[0] in SUFFIXES:
                document = await self._find(address)
        if document is None:
            await self._file(request, send, address)
            return
        wish = wish_of(document, request.headers, request.asked, suffix)
        modified = self.served.last_modified
        headers = document_headers(
            document, wish, root=self.root, state=self.served.state, modified=modified
        )
        if request.asked.get("download") == "1":
            headers.append(as_download(document, wish))
        tag = dict(headers)["ETag"]
        if request.condition.holds(tag, modified):
            await respond(send, 304, headers)
            return
        content = self.kept.get(tag)
        if content is None:
            task = {
                "task": "document",
                "address": document.address,
                "path": request.path,
                "type": wish.type,
                "profile": wish.profile,
                "lang": wish.language,
            }
            parts = []
            async with self.served.pool.ask(task, request.client) as reply:
                async for part in reply.body():
                    parts.append(part)  # noqa: PERF401  what came before a failure is not kept
            content = ((), b"".join(parts))
            self.kept.put(tag, content)
        await respond(send, 200, headers, content[1], head_only=request.only_head)

    async def _find(self, address: str) -> Document | None:
        """The document without its statements, which a worker reads; remembered while served."""
        key = (self.served.data_version, address)
        if key not in self._found:
            found = await asyncio.to_thread(self._library.find, address)
            if found is None:
                return None
            if any(version != key[0] for version, _ in self._found):
                self._found.clear()
            self._found[key] = replace(found, triples=(), listed=())
        return self._found[key]

    async def _file(self, request: "_Request", send: Send, address: str) -> None:
        """A file of a release that is kept, as it is; else there is nothing at `address`."""
        parts = request.address.split("/")
        if len(parts) != 3 or parts[0] != "data":  # noqa: PLR2004  data, version, file
            raise self._missing(request, address)
        documents = await self._find("/".join(parts[:2]))
        downloads = {one.name: one for one in documents.downloads} if documents else {}
        one = downloads.get(parts[2])
        release = next(
            (
                release
                for release in self.served.release.kept()
                if release.manifest.data_version == parts[1]
            ),
            None,
        )
        if one is None or release is None:
            raise self._missing(request, address)
        created = datetime.fromisoformat(release.manifest.created)
        tag, modified = f'"{one.digest[:32]}"', http_date(int(created.timestamp()))
        headers = [
            ("Content-Type", with_charset(one.media_type)),
            ("Content-Length", str(one.size)),
            ("ETag", tag),
            ("Last-Modified", modified),
            ("Cache-Control", FOR_EVER),
            NOSNIFF,
        ]
        if request.condition.holds(tag, modified):
            await respond(send, 304, [*headers[2:]])
            return
        raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        if not request.only_head:
            with (release.folder / one.name).open("rb") as file:
                while part := await asyncio.to_thread(file.read, _CHUNK):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _asset(self, request: "_Request", send: Send, name: str) -> None:
        if name not in ASSETS:
            raise self._missing(request, request.address)
        await self._as_it_is(request, send, ASSETS[name], asset(name))

    async def _as_it_is(
        self, request: "_Request", send: Send, kind: str, content: bytes, kept: str = _A_DAY
    ) -> None:
        """A file of the project, or what is made at once; its tag is that of its content."""
        tag, modified = f'"{sha256(content).hexdigest()[:32]}"', self.served.last_modified
        headers = [
            ("Content-Type", with_charset(kind)),
            ("Cache-Control", kept),
            ("ETag", tag),
            ("Last-Modified", modified),
            NOSNIFF,
        ]
        if request.condition.holds(tag, modified):
            await respond(send, 304, headers[1:])
            return
        await respond(send, 200, headers, content, head_only=request.only_head)

    async def _for_robots(self, request: "_Request", send: Send) -> None:
        start = f"{request.origin}{self.root}/"
        if request.address == "robots.txt":
            text, kind = robots(start), "text/plain"
        else:
            addresses = await asyncio.to_thread(lambda: list(self._library.addresses()))
            text, kind = sitemap(start, addresses), "application/xml"
        await self._as_it_is(request, send, kind, text.encode(), FRESH)

    def _missing(self, request: "_Request", address: str) -> ProblemError:
        """That nothing is there; or no more, if an earlier release had a document there."""
        version = "/".join(address.split("/")[:2])
        if version.startswith("data/") and version in self._library.dropped:
            return self._dropped(version.removeprefix("data/"))
        gone = self._library.withdrawn.get(address)
        if gone is None:
            return ProblemError(404, "not-found", {"path": request.path})
        kept = {one.manifest.data_version for one in self.served.release.kept()}
        link = f'<{self.root}/data/{quote(gone.last)}>; rel="predecessor-version"'
        return ProblemError(
            410,
            "withdrawn",
            {"name": NamedTerm(gone.iri, gone.labels).label(request.language), "last": gone.last},
            {"iri": gone.iri, "last_version": gone.last},
            {"Link": link} if gone.last in kept else {},
        )

    def _dropped(self, version: str) -> ProblemError:
        """That an earlier version of the data was here, and which one to take instead."""
        current = self.served.data_version
        return ProblemError(
            410,
            "version-dropped",
            {"version": version, "current": current},
            {"version": version, "current_version": current},
            {"Link": f'<{self.root}/data/{quote(current)}>; rel="latest-version"'},
        )

    @property
    def _files(self) -> Mapping[str, tuple[str, Path]]:
        return published_files(self._library.knowledge.catalogue)

    @property
    def _library(self) -> Library:
        return self.served.library


@dataclass(frozen=True, slots=True)
class _Request:
    """What matters of a request."""

    method: str
    path: str
    address: str
    query: str
    headers: Mapping[str, str]
    asked: Mapping[str, str]
    language: str
    client: str
    origin: str
    condition: Condition

    @classmethod
    def of(cls, scope: Scope) -> "_Request":
        headers = headers_of(scope)
        query = scope["query_string"].decode("latin-1")
        try:
            asked = dict(pairs_of(query))
        except ProblemError:
            asked = {}
        address = _path(scope).lstrip("/")
        address = "" if address == "index" else address
        host = headers.get("host", "localhost")
        return cls(
            method=scope["method"],
            path=asked_path(scope),
            address=address,
            query=urlencode(list(asked.items())),
            headers=headers,
            asked=asked,
            language=language_of(
                asked.get("lang"), headers.get("accept-language", ""), languages()
            ),
            client=client_of((scope.get("client") or [None])[0]),
            origin=f"{scope.get('scheme', 'http')}://{host}",
            condition=Condition.of(scope["method"], headers),
        )

    @property
    def only_head(self) -> bool:
        """Whether the body is not wanted."""
        return self.method == "HEAD"


def _path(scope: Scope) -> str:
    """The path below the one that a proxy serves."""
    return str(scope["path"]).removeprefix(str(scope.get("root_path", "")))
