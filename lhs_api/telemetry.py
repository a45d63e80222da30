"""What an operator sees: one JSON line a request, and Prometheus metrics at `/metrics`.

Neither holds what a person asked: no query, no document, no address beyond the path of a route.
"""

import logging
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import orjson
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from lhs_api.asgi import ASGIApp, Receive, Scope, Send, respond
from lhs_api.pool import Pool
from lhs_api.problems import ProblemError
from lhs_api.protection import TrustedHosts
from lhs_api.refusals import answer_problem
from lhs_api.request_ids import REQUEST_ID

__all__ = ["Telemetry", "configure_logs"]

_REQUEST_ID: Final = re.compile(r"^[A-Za-z0-9._-]{1,64}$")
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METRICS: Final = "/metrics"
_ALLOWED: Final = "GET, HEAD, OPTIONS"


class _JsonLines(logging.Formatter):
    """A log record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        facts = dict(getattr(record, "facts", {}))
        if record.exc_info:
            facts["error"] = self.formatException(record.exc_info)
        level = record.levelname.lower()
        return _line(record.created, level, record.name, record.getMessage(), facts)


def _line(moment: float, level: str, logger: str, message: str, facts: Mapping[str, object]) -> str:
    told = {
        "time": f"{_second(int(moment))}.{int(moment % 1 * 1000):03}+00:00",
        "level": level,
        "logger": logger,
        "message": message,
        **facts,
    }
    return orjson.dumps(told, default=str).decode()


@lru_cache(maxsize=2)
def _second(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def configure_logs(level: str) -> None:
    """Write the logs of the service and its server as JSON lines to standard error."""
    # what our lines do not tell is not looked up either
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    for name in ("lhs_api", "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(level.upper())
    logging.getLogger("uvicorn.error").addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether it is not what the server says of an answer that we broke off and told of."""
    return record.msg != "ASGI callable returned without completing response."


_FAILED: Final = 500
_GONE: Final = 499
"""What is counted where the client went before its answer began, as proxies count it."""


@dataclass
class Telemetry:
    """ASGI middleware: gives each request an id, times it, counts it, logs it.

    It counts what is refused for its host, too; `hosts` are those for which it tells its metrics.
    """

    app: ASGIApp
    pool: Pool
    root: str = ""
    hosts: Sequence[str] = ()
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    log: logging.Logger = field(default_factory=lambda: logging.getLogger("lhs_api.requests"))

    def __post_init__(self) -> None:
        self._requests = Counter(
            "lhs_requests", "Answered requests.", ["part", "status"], registry=self.registry
        )
        self._broken = Counter(
            "lhs_answers_broken_off",
            "Answers that began and did not come to their end.",
            ["part"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "lhs_request_seconds",
            "Seconds until the end of an answer.",
            ["part"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._counted: dict[tuple[str, int], Counter] = {}
        self._timed: dict[str, Histogram] = {}
        self.registry.register(_PoolMetrics(self.pool))
        # scrapers come by an address that nobody knows before; only names can be another's
        self._metrics = TrustedHosts(self._tell, self.hosts, addresses=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = str(scope["path"]).removeprefix(self.root)
        if path == _METRICS:
            await self._metrics(scope, receive, send)
            return
        request_id = _request_id(scope)
        REQUEST_ID.set(request_id)
        started = time.perf_counter()
        status, sent, whole = _FAILED, 0, False

        async def watched(message: Any) -> None:  # noqa: ANN401  any ASGI message
            nonlocal status, sent, whole
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"] = list(message.get("headers") or ())
                headers.append((b"x-request-id", request_id.encode()))
            else:
                sent += len(message.get("body") or b"")
                whole = not message.get("more_body")
            await send(message)

        try:
            await self.app(scope, receive, watched)
            if status == _FAILED and not whole:
                status = _GONE
        finally:
            seconds, part = time.perf_counter() - started, _part(path)
            if sent and not whole:
                self._broken.labels(part).inc()
            self._count(part, status, seconds)
            if self.log.isEnabledFor(logging.INFO):
                facts = {
                    "request_id": request_id,
                    "method": scope["method"],
                    "part": part,
                    "status": status,
                    "bytes": sent,
                    "ms": round(1000 * seconds, 2),
                }
                self._say(facts)

    def _count(self, part: str, status: int, seconds: float) -> None:
        counter = self._counted.get((part, status))
        if counter is None:
            counter = self._counted[part, status] = self._requests.labels(part, str(status))
        counter.inc()
        histogram = self._timed.get(part)
        if histogram is None:
            histogram = self._timed[part] = self._seconds.labels(part)
        histogram.observe(seconds)

    async def _tell(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  as ASGI has it
        """Answer with what was counted."""
        if scope["method"] == "OPTIONS":
            await respond(send, 204, [("Allow", _ALLOWED)])
            return
        if scope["method"] not in ("GET", "HEAD"):
            allowed = {"Allow": _ALLOWED}
            problem = ProblemError(405, "method-not-allowed", {"methods": _ALLOWED}, {}, allowed)
            await answer_problem(scope, send, problem)
            return
        kind = ("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        await respond(send, 200, [kind], generate_latest(self.registry))

    def _say(self, facts: Mapping[str, object]) -> None:
        """Log one request; the way through records and handlers takes four times as long."""
        line = _line(time.time(), "info", self.log.name, "request", facts)
        with suppress(OSError, ValueError):  # nobody reads the log any more
            sys.stderr.write(f"{line}\n")


class _PoolMetrics(Collector):
    """The state of the workers, read when it is asked for."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def collect(self) -> Iterator[Metric]:
        pool, generation = self._pool, self._pool.generation
        yield CounterMetricFamily(
            "lhs_tasks_given", "Tasks that workers were given.", value=pool.given
        )
        outcomes = CounterMetricFamily(
            "lhs_tasks",
            "Queries (sparql) and other tasks by how they ended: ok, kept (answered from memory), "
            "gone (the client went), broken-off, or the name of the problem.",
            labels=["task", "outcome"],
        )
        for (task, outcome), count in sorted(pool.outcomes.counts.items()):
            outcomes.add_metric([task, outcome], count)
        yield outcomes
        yield CounterMetricFamily("lhs_workers_replaced", "Workers born anew.", value=pool.replaced)
        if generation is not None:
            yield GaugeMetricFamily("lhs_workers_idle", "Workers that wait.", value=generation.idle)
            yield GaugeMetricFamily("lhs_tasks_slow", "Slow tasks.", value=len(generation.slow))


def _request_id(scope: Scope) -> str:
    given = next(
        (value.decode("latin-1") for name, value in scope["headers"] if name == b"x-request-id"), ""
    )
    return given if _REQUEST_ID.match(given) else os.urandom(16).hex()


def _part(path: str) -> str:
    """The part of the service: the first word of the path, so that there are only a few."""
    word = path.strip("/").split("/", 1)[0]
    return word if word in _PARTS else "other"


_PARTS: Final = frozenset(
    {"api", "sparql", "id", "doc", "ontology", "shapes", "concept", "scheme", "graph", "query",
     "cq", "data", "dataset", "quality", "constraints", "prefixes", "problem", "profile",
     "rdf-graph-store", "catalog", "static", ".well-known"}
)  # fmt: skip
