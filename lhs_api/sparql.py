"""The SPARQL 1.1 Protocol endpoint (W3C Recommendation, 21 March 2013, section 2), raw ASGI.

Queries run in killable workers and stream; an update is refused with 403.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final
from urllib.parse import urlencode

from lhs_api.asgi import (
    Receive,
    Scope,
    Send,
    body_of,
    headers_of,
    no_utf8,
    pairs_of,
    raw_headers,
    respond,
    send_whole,
)
from lhs_api.clients import client_of
from lhs_api.conditions import Condition
from lhs_api.kept import Kept
from lhs_api.negotiation import RDF_FORMS, acceptable, language_of, preferred
from lhs_api.problems import ProblemError
from lhs_api.refusals import answer_problem
from lhs_api.served import Served
from lhs_api.service_description import describe_service
from lhs_api.streaming import read_off, stream
from lhs_api.workers import WorkerProblemError
from lhs_graph.messages import languages
from lhs_graph.publication.forms import HTML, with_charset
from lhs_graph.publication.html import sparql_html
from lhs_graph.release import Release
from lhs_graph.terms import BASE

__all__ = ["SparqlEndpoint"]

_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_FORM: Final = "application/x-www-form-urlencoded"
_METHODS: Final = "GET, HEAD, POST, OPTIONS"
_VARY: Final = ("Vary", "Accept, Accept-Language")
_NO_CONTENT: Final = 204
_FRESH: Final = "public, max-age=300"
_LONGEST_LINK: Final = 4000
"""Characters beyond which the next page is not linked: proxies drop answers with long headers."""
_MOST_DIGITS: Final = 9
_SHOWN_OF_VALUE: Final = 40
_CHOSEN: Final[Mapping[str, str]] = {
    "json": "application/sparql-results+json, application/ld+json;q=0.9, */*;q=0.1",
    "xml": "application/sparql-results+xml, application/rdf+xml;q=0.9, */*;q=0.1",
    "csv": "text/csv, */*;q=0.1",
    "tsv": "text/tab-separated-values, */*;q=0.1",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
"""Short names for the parameter `format`, which beats the Accept header; others are left to it.

Clients send those of tables with any query, so for graphs they mean the nearest form.
"""


_SHOWN: Final = {name: accept.split(",")[0] for name, accept in _CHOSEN.items()}


@dataclass(frozen=True)
class SparqlEndpoint:
    """Answers the protocol on what is served; an ETag changes with its version.

    Small answers are kept by their ETag, so that what is asked again wakes no worker.
    """

    served: Served
    kept: Kept = field(default_factory=Kept)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["method"] == "OPTIONS":
            allowed = [("Allow", _METHODS), ("Accept-Post", f"{_QUERY}, {_FORM}")]
            await respond(send, _NO_CONTENT, allowed)
            return
        headers, language = headers_of(scope), ""
        try:
            pairs = await self._parameters(scope, receive, headers)
            asked = dict(pairs).get("lang")
            language = language_of(asked, headers.get("accept-language", ""), languages())
            await self._answer(scope, send, _request(scope, headers, pairs, language))
        except (ProblemError, WorkerProblemError) as problem:
            await answer_problem(scope, send, problem, language=language)

    async def _answer(self, scope: Scope, send: Send, request: "_Request") -> None:
        if scope["method"] != "POST" and not any(
            name in ("query", "update") for name, _ in request.pairs
        ):
            await self._describe(send, request)
        else:
            await self._run(send, self._task(request), request)

    async def _parameters(
        self, scope: Scope, receive: Receive, headers: Mapping[str, str]
    ) -> list[tuple[str, str]]:
        method = scope["method"]
        if method not in ("GET", "HEAD", "POST"):
            raise ProblemError(
                405, "method-not-allowed", {"methods": _METHODS}, headers={"Allow": _METHODS}
            )
        pairs = pairs_of(scope["query_string"].decode("latin-1"))
        return await self._posted(receive, headers, pairs) if method == "POST" else pairs

    async def _posted(
        self, receive: Receive, headers: Mapping[str, str], pairs: Sequence[tuple[str, str]]
    ) -> list[tuple[str, str]]:
        """The parameters of a POST: those of a form, or of the URL with the query as the body.

        The language of a form is that of its URL, unless it says another.
        """
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise ProblemError(415, "compressed-body")
        kind = headers.get("content-type", "").split(";")[0].strip().lower()
        most = 4 * self.served.pool.limits.query
        if kind == _FORM:
            form = pairs_of(_text(await body_of(receive, most)))
            return [*(one for one in pairs if one[0] == "lang"), *form]
        if kind == _QUERY:
            if any(name == "query" for name, _ in pairs):
                raise ProblemError(400, "missing-query", {"count": 2})
            return [("query", _text(await body_of(receive, most))), *pairs]
        if kind == _UPDATE:
            raise ProblemError(403, "update-refused", {"features": "UPDATE"})
        types = f"{_QUERY}, {_FORM}"
        raise ProblemError(
            415, "unsupported-type", {"types": types}, headers={"Accept-Post": types}
        )

    def _task(self, request: "_Request") -> dict[str, Any]:
        given: dict[str, list[str]] = {}
        for name, value in request.pairs:
            given.setdefault(name, []).append(value)
        if "update" in given:
            raise ProblemError(403, "update-refused", {"features": "UPDATE"})
        queries = given.get("query", [])
        if len(queries) != 1 or not queries[0].strip():
            count = len(queries) if len(queries) > 1 else 0
            raise ProblemError(400, "missing-query", {"count": count})
        asked = given.get("format", given.get("output", [""]))[0]
        accept = _CHOSEN.get(asked) or request.headers.get("accept", "*/*")
        return {
            "task": "sparql",
            "query": queries[0],
            "accept": accept,
            "default_graphs": given.get("default-graph-uri", []),
            "named_graphs": given.get("named-graph-uri", []),
            "rows": _number(given, "rows"),
            "offset": _number(given, "offset"),
            "lang": request.language,
        }

    async def _run(self, send: Send, task: Mapping[str, Any], request: "_Request") -> None:
        version = self.served.data_version
        tag = _tag(version, self.served.fingerprint, sorted(task.items()))
        common, known = self._lasting(tag), self.kept.get(tag)
        if request.condition.has(tag) or (
            request.condition.is_of_time
            and request.condition.is_met_by(self.served.last_modified)
            and (known is not None or await self._is_there(task, request))
        ):
            await respond(send, 304, common, head_only=True)
            return
        if known is not None:
            self.served.pool.outcomes.add("sparql", "kept")
            await send_whole(send, 200, *known, head_only=request.only_head)
            return
        if request.only_head:
            task = {**task, "only_head": True}
        async with self.served.pool.ask(task, request.client) as reply:
            extra = [
                ("Content-Type", with_charset(reply.head["type"])),
                *_rows(reply.head, request.pairs),
            ]
            lasting = not reply.head["volatile"] and version == self.served.data_version
            if not lasting:
                common = [_VARY, ("Cache-Control", "no-store")]
            headers = raw_headers([*common, *extra])
            whole = await stream(send, reply, headers, only_head=request.only_head)
            if lasting and whole is not None:
                self.kept.put(tag, (headers, whole))

    async def _is_there(self, task: Mapping[str, Any], request: "_Request") -> bool:
        """Whether there is an answer; of one that may be otherwise the next time no date counts."""
        async with self.served.pool.ask({**task, "only_head": True}, request.client) as reply:
            await read_off(reply)
            return request.condition.whatever or not reply.head["volatile"]

    async def _describe(self, send: Send, request: "_Request") -> None:
        """The service description (SPARQL 1.1 Service Description); a page for browsers."""
        forms, accept = list(RDF_FORMS)[:4], request.headers.get("accept", "*/*")
        if preferred(accept, [HTML, *forms]) == HTML and HTML in accept:
            await self._page(send, request)
            return
        form = acceptable(accept, forms)
        tag = _tag(self.served.state, form)
        common = self._lasting(tag)
        if request.condition.holds(tag, self.served.last_modified):
            await respond(send, 304, common, head_only=True)
            return
        content = await asyncio.to_thread(_description, self.served.release, form)
        extra = [*common, ("Content-Type", with_charset(form))]
        await respond(send, 200, extra, content, head_only=request.only_head)

    def _lasting(self, tag: str) -> list[tuple[str, str]]:
        """What is said of an answer that stays the same as long as its tag."""
        modified = self.served.last_modified
        return [_VARY, ("ETag", tag), ("Cache-Control", _FRESH), ("Last-Modified", modified)]

    async def _page(self, send: Send, request: "_Request") -> None:
        questions = [
            one
            for one in self.served.graph.questions.values()
            if not any(parameter.required for parameter in one.parameters)
        ]
        content = sparql_html(questions, _SHOWN, request.language, request.root).encode()
        tag = _tag(content)
        common = self._lasting(tag)
        if request.condition.holds(tag, self.served.last_modified):
            await respond(send, 304, common, head_only=True)
            return
        extra = [
            *common,
            ("Content-Type", with_charset(HTML)),
            ("Content-Language", request.language),
            ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'"),
        ]
        await respond(send, 200, extra, content, head_only=request.only_head)


@dataclass(frozen=True, slots=True)
class _Request:
    headers: Mapping[str, str]
    pairs: Sequence[tuple[str, str]]
    client: str
    condition: Condition
    only_head: bool
    root: str
    language: str


def _request(
    scope: Scope, headers: Mapping[str, str], pairs: Sequence[tuple[str, str]], language: str
) -> _Request:
    return _Request(
        headers,
        pairs,
        client_of((scope.get("client") or [None])[0]),
        Condition.of(scope["method"], headers),
        only_head=scope["method"] == "HEAD",
        root="../" if str(scope["path"]).endswith("/") else "./",
        language=language,
    )


def _tag(*facts: object) -> str:
    """A strong ETag of what determines an answer."""
    return f'"{blake2b(repr(facts).encode(), digest_size=16).hexdigest()}"'


@lru_cache(maxsize=16)
def _description(release: Release, form: str) -> bytes:
    return describe_service(release, f"{BASE}sparql", RDF_FORMS[form])


def _rows(head: Mapping[str, Any], pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is said of the rows that an answer leaves out: never nothing.

    Where none is wanted there is no next page, which would be the same.
    Of more rows than are collected before the first is sent, it is unknown whether others follow.
    """
    if "limit" not in head:
        return []
    found = [("LHS-Row-Limit", str(head["limit"]))]
    more = head["more"]
    if more is not False and head["limit"]:
        rest = [(name, value) for name, value in pairs if name != "offset"]
        following = urlencode([*rest, ("offset", str(head["offset"] + head["limit"]))])
        if len(following) <= _LONGEST_LINK:
            found.append(("Link", f'<?{following}>; rel="next"'))
    if more is not False:
        found.append(("LHS-Rows-Left-Out", "true" if more else "unknown"))
    return found


def _number(given: Mapping[str, Sequence[str]], name: str) -> int | None:
    value = given.get(name, [""])[0]
    if not value:
        return None
    if not value.isdecimal() or len(value) > _MOST_DIGITS:
        facts = {"name": name, "value": value[:_SHOWN_OF_VALUE], "most": _MOST_DIGITS}
        raise ProblemError(400, "ill-typed-parameter", facts)
    return int(value)


def _text(content: bytes) -> str:
    """The text of a body, without the mark that some editors put before it.

    Raises:
        ProblemError: 400, it is not in UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise no_utf8(error) from error
