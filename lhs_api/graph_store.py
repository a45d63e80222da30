"""The SPARQL 1.1 Graph Store HTTP Protocol (W3C, 2013), reading: graphs by parameter, raw ASGI.

`?graph=IRI` names a graph, `?default` all of them together, which is the default graph of queries,
too. Nothing can be written: what would is refused with 403.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from lhs_api.asgi import Receive, Scope, Send, headers_of, pairs_of, raw_headers, respond
from lhs_api.clients import client_of
from lhs_api.conditions import Condition
from lhs_api.negotiation import acceptable
from lhs_api.problems import ProblemError
from lhs_api.refusals import answer_problem, language_of_scope
from lhs_api.served import Served
from lhs_api.streaming import read_off, stream
from lhs_api.workers import WorkerProblemError
from lhs_graph.publication.forms import GRAPH_FORMS, with_charset

__all__ = ["PATH", "GraphStore"]

PATH: Final = "/rdf-graph-store"
_ALLOWED: Final = "GET, HEAD, OPTIONS"
_WRITES: Final = frozenset({"PUT", "POST", "DELETE", "PATCH"})
_NAMED, _DEFAULT = "graph", "default"
_VARY: Final = "Accept"
_NO_CONTENT: Final = 204


@dataclass(frozen=True)
class GraphStore:
    """Answers the protocol on what is served; an ETag changes with its version."""

    served: Served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  as ASGI has it
        """Answer one request."""
        try:
            await self._answer(scope, send)
        except (ProblemError, WorkerProblemError) as problem:
            await answer_problem(scope, send, problem)

    async def _answer(self, scope: Scope, send: Send) -> None:
        method = scope["method"]
        if method == "OPTIONS":
            await respond(send, _NO_CONTENT, [("Allow", _ALLOWED)])
            return
        if method in _WRITES:
            raise ProblemError(
                403, "update-refused", {"features": method}, headers={"Allow": _ALLOWED}
            )
        if method not in ("GET", "HEAD"):
            raise ProblemError(
                405, "method-not-allowed", {"methods": _ALLOWED}, headers={"Allow": _ALLOWED}
            )
        headers = headers_of(scope)
        task: dict[str, Any] = {
            "task": "graph",
            "graph": _wanted(scope),
            "type": acceptable(headers.get("accept", "*/*"), GRAPH_FORMS),
            "lang": language_of_scope(scope),
            "only_head": method == "HEAD",
        }
        common = self._headers(task)
        condition, told = Condition.of(method, headers), dict(common)
        client = client_of((scope.get("client") or [None])[0])
        known = condition.has(told["ETag"])
        if not known and condition.is_met_by(told["Last-Modified"]):
            await self._see_that_it_is(task, client)
            known = True
        if known:
            await respond(send, 304, common, head_only=True)
            return
        async with self.served.pool.ask(task, client) as reply:
            kind = ("Content-Type", with_charset(task["type"]))
            await stream(send, reply, raw_headers([kind, *common]), only_head=task["only_head"])

    async def _see_that_it_is(self, task: Mapping[str, Any], client: str) -> None:
        async with self.served.pool.ask({**task, "only_head": True}, client) as reply:
            await read_off(reply)

    def _headers(self, task: Mapping[str, Any]) -> list[tuple[str, str]]:
        facts = (self.served.state, task["graph"], task["type"])
        tag = sha256(repr(facts).encode()).hexdigest()[:32]
        return [
            ("Vary", _VARY),
            ("ETag", f'"{tag}"'),
            ("Cache-Control", "public, max-age=300"),
            ("Last-Modified", self.served.last_modified),
        ]


def _wanted(scope: Scope) -> str | None:
    """The IRI of the named graph; None for the default graph.

    Raises:
        ProblemError: 400, not exactly one of the two is asked for, or the IRI is not absolute.
    """
    pairs = pairs_of(scope["query_string"].decode("latin-1"))
    named = [value for name, value in pairs if name == _NAMED]
    default = [value for name, value in pairs if name == _DEFAULT]
    if len(named) + len(default) != 1:
        raise ProblemError(400, "which-graph")
    if named and "://" not in named[0]:
        raise ProblemError(400, "which-graph")
    return named[0] if named else None
