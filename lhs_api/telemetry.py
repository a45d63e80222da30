"""What an operator sees: one JSON line a request, and Prometheus metrics at `/metrics`.

Neither holds what a person asked: no query, no document, no address beyond the path of a route.
"""

import json
import logging
import re
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from lhs_api.asgi import ASGIApp, Receive, Scope, Send, respond
from lhs_api.pool import Pool
from lhs_api.protection import TrustedHosts
from lhs_api.request_ids import REQUEST_ID

__all__ = ["Telemetry", "configure_logs"]

_REQUEST_ID: Final = re.compile(r"^[A-Za-z0-9._-]{1,64}$")
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METRICS: Final = "/metrics"


class _JsonLines(logging.Formatter):
    """A log record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return _ENCODER.encode(told)


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, default=str)


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

        async def watched(message: dict[str, object]) -> None:
            nonlocal status, sent, whole
            if message["type"] == "http.response.start":
                status = int(str(message["status"]))
                headers = list(message.get("headers") or ())  # type: ignore[call-overload]
                message = {**message, "headers": [*headers, (b"x-request-id", request_id.encode())]}
            else:
                sent += len(message.get("body") or b"")  # type: ignore[arg-type]
                whole = not message.get("more_body")
            await send(message)

        try:
            await self.app(scope, receive, watched)  # type: ignore[arg-type]
            if status == _FAILED and not whole:
                status = _GONE
        finally:
            if sent and not whole:
                self._broken.labels(_part(path)).inc()
            seconds = time.perf_counter() - started
            part = _part(path)
            self._requests.labels(part, str(status)).inc()
            self._seconds.labels(part).observe(seconds)
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

    async def _tell(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  as ASGI has it
        """Answer with what was counted."""
        kind = ("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        await respond(send, 200, [kind], generate_latest(self.registry))

    def _say(self, facts: Mapping[str, object]) -> None:
        """Log one request, without looking up which line of the program does so."""
        name, extra = self.log.name, {"facts": facts}
        record = self.log.makeRecord(
            name, logging.INFO, __file__, 0, "request", (), None, extra=extra
        )
        self.log.handle(record)


class _PoolMetrics(Collector):
    """The state of the workers, read when it is asked for."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def collect(self) -> Iterator[Metric]:
        pool, generation = self._pool, self._pool.generation
        yield CounterMetricFamily(
            "lhs_tasks_timed_out", "Tasks that were stopped at their deadline.", value=pool.killed
        )
        yield CounterMetricFamily(
            "lhs_tasks_died", "Tasks that broke their worker.", value=pool.died
        )
        if generation is not None:
            yield CounterMetricFamily(
                "lhs_workers_replaced", "Workers born anew.", value=generation.restarts
            )
            yield GaugeMetricFamily("lhs_workers_idle", "Workers that wait.", value=generation.idle)
            yield GaugeMetricFamily("lhs_tasks_slow", "Slow tasks.", value=len(generation.slow))


def _request_id(scope: Scope) -> str:
    given = next(
        (value.decode("latin-1") for name, value in scope["headers"] if name == b"x-request-id"), ""
    )
    return given if _REQUEST_ID.match(given) else uuid.uuid4().hex


def _part(path: str) -> str:
    """The part of the service: the first word of the path, so that there are only a few."""
    word = path.strip("/").split("/", 1)[0]
    return word if word in _PARTS else "other"


_PARTS: Final = frozenset(
    {"api", "sparql", "id", "doc", "ontology", "shapes", "concept", "scheme", "graph", "query",
     "cq", "data", "quality", "rdf-graph-store", "catalog", "static", ".well-known"}
)  # fmt: skip
