"""What workers do: each task runs in a process that may be killed, and streams its answer."""

import re
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, TypeAlias

import pyoxigraph as ox

from lhs_api.frames import Kind, send
from lhs_api.limits import Limits
from lhs_api.linked.tasks import run_document, run_graph
from lhs_api.malformed import malformed_query
from lhs_api.negotiation import RDF_FORMS, acceptable
from lhs_api.problems import ProblemError
from lhs_api.rest.tasks import REST
from lhs_api.results import BOOLEANS, ROWS, Row, sink_of
from lhs_api.sparql_guard import Guarded, examine
from lhs_graph.serialization import Sink, stream
from lhs_graph.service import KnowledgeGraph

__all__ = ["TASKS", "Answer", "HeadSentError"]

_BUFFER: Final = 64 << 10
_AT_ONCE: Final = 64
"""Rows that are written at once."""
_COLLECTED: Final = 20_000
"""Up to how many rows it is known before the first byte whether there are more."""

_FUNCTION: Final = re.compile(r"custom (?:aggregate )?function (<[^>]*>)")

Task: TypeAlias = Callable[[KnowledgeGraph, Mapping[str, Any], "Answer"], None]


class HeadSentError(Exception):
    """Raised to end a task whose answer has begun, where nobody wants more than its head."""


@dataclass
class Answer:
    """What goes back: a head, then bytes; nothing is sent before 64 kB or the end are reached.

    A failure until then is answered as a problem; a later one ends the connection, so that no
    answer looks whole and is not. With `only_head` the task ends where its answer begins.
    """

    channel: socket.socket
    limits: Limits
    only_head: bool = False
    head: dict[str, Any] = field(default_factory=dict)
    _parts: list[bytes] = field(default_factory=list)
    _held: int = 0
    _sent: int = 0
    _begun: bool = False

    def write(self, content: bytes | str) -> int:
        """Take part of the body.

        Raises:
            ProblemError: the answer is larger than allowed.
            HeadSentError: it has begun, and its head is all that is wanted.
        """
        part = content.encode() if isinstance(content, str) else bytes(content)
        self._parts.append(part)
        self._held += len(part)
        self._sent += len(part)
        if self._sent > self.limits.answer:
            raise ProblemError(413, "answer-too-large", {"most": self.limits.answer})
        if self._held >= _BUFFER:
            self._flush()
        return len(part)

    def finish(self) -> None:
        """Send what is left and say that it was all."""
        send(self.channel, *self._due(), (Kind.END, {"bytes": self._sent}))

    def leave_out(self) -> None:
        """Say that there is more, which is not sent: an empty part stands for it."""
        send(self.channel, (Kind.DATA, b""), (Kind.END, {"bytes": self._sent}))

    def flush(self) -> None:
        """Nothing: writers call it, and what is held stays held."""

    def _flush(self) -> None:
        send(self.channel, *self._due())
        if self.only_head:
            raise HeadSentError

    def _due(self) -> list[tuple[Kind, bytes | object]]:
        """The frames that are to be sent now."""
        frames: list[tuple[Kind, bytes | object]] = []
        if not self._begun:
            frames.append((Kind.HEAD, self.head))
            self._begun = True
        if self._parts:
            frames.append((Kind.DATA, b"".join(self._parts)))
            self._parts.clear()
            self._held = 0
        return frames


def run_sparql(graph: KnowledgeGraph, task: Mapping[str, Any], answer: Answer) -> None:
    """A query of the SPARQL 1.1 Protocol (W3C, 2013, section 2).

    The task has the query, the Accept header, the graphs that the protocol names, and how many rows
    from where are wanted.
    """
    guarded = examine(task["query"], answer.limits, graph.prefixes)
    result = _evaluated(graph, guarded, task)
    answer.head["volatile"] = guarded.volatile
    accept = task.get("accept") or "*/*"
    if isinstance(result, ox.QueryBoolean):
        form = acceptable(accept, tuple(BOOLEANS))
        answer.head["type"] = form
        answer.write(BOOLEANS[form](bool(result)))
    elif isinstance(result, ox.QuerySolutions):
        form = acceptable(accept, tuple(ROWS))
        _write_rows(result, form, task, answer)
    else:
        form = acceptable(accept, tuple(RDF_FORMS))
        answer.head["type"] = form
        stream(result, answer, RDF_FORMS[form], graph.prefixes)


def _write_rows(
    result: ox.QuerySolutions, form: str, task: Mapping[str, Any], answer: Answer
) -> None:
    columns = tuple(variable.value for variable in result.variables)
    asked = task.get("rows")
    most, start = answer.limits.rows if asked is None else int(asked), int(task.get("offset") or 0)
    rows: Iterator[Row] = islice(_terms(result), start, None)
    answer.head.update(type=form, limit=most, offset=start)
    if most <= _COLLECTED:
        collected = list(islice(rows, most + 1))
        answer.head["more"] = len(collected) > most
        rows = iter(collected[:most])
    else:
        answer.head["more"] = None
        rows = islice(rows, most)
    _write_all(ROWS[form](columns, rows), sink_of(form, answer))


def _write_all(parts: Iterable[str], target: Sink) -> None:
    rest = iter(parts)
    while part := "".join(islice(rest, _AT_ONCE)):
        target.write(part)


def _terms(result: ox.QuerySolutions) -> Iterator[Row]:
    return (tuple(solution) for solution in result)


def _evaluated(
    graph: KnowledgeGraph, guarded: Guarded, task: Mapping[str, Any]
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    defaults, named = task.get("default_graphs") or [], task.get("named_graphs") or []
    store = graph.release.store
    _published(store, [*defaults, *named, *guarded.graphs, *guarded.named])
    options: dict[str, Any] = {}
    if defaults or named:
        options = {
            "default_graph": [ox.NamedNode(iri) for iri in defaults],
            "named_graphs": [ox.NamedNode(iri) for iri in named],
        }
    try:
        return store.query(guarded.text, prefixes=dict(guarded.prefixes), **options)
    except (SyntaxError, ValueError) as error:
        raise malformed_query(str(error), guarded.text, graph.prefixes) from error
    except RuntimeError as error:
        unknown = _FUNCTION.search(str(error))
        if unknown is None:
            raise
        raise ProblemError(403, "feature-refused", {"features": unknown[1]}) from error


def _published(store: ox.Store, iris: Iterable[str]) -> None:
    for iri in iris:
        try:
            known = store.contains_named_graph(ox.NamedNode(iri))
        except ValueError:
            known = False
        if not known:
            raise ProblemError(403, "graph-not-published", {"graph": iri})


TASKS: Final[Mapping[str, Task]] = {
    "sparql": run_sparql,
    "document": run_document,
    "graph": run_graph,
    **REST,
}
"""The tasks by name."""
