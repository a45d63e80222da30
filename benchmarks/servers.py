"""The servers that are compared: this service, the oxigraph server and rdflib-endpoint.

Each is started as its users start it, on the same data.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import httpx
import psutil

from lhs_graph.catalogue import Catalogue
from lhs_graph.release import Release
from lhs_graph.service import KnowledgeGraph

__all__ = ["PATIENCE", "SMALL", "Server", "another", "ask", "commands", "running"]

SMALL: Final = (
    "PREFIX lhs: <https://w3id.org/lhs-kg/ontology#> SELECT ?goal WHERE { GRAPH ?g {"
    " <https://w3id.org/lhs-kg/id/case/geisinger> lhs:hasGoal ?goal } }"
)
PATIENCE: Final = 20.0
"""Seconds after which a request counts as not answered."""

_BIN: Final = Path(sys.executable).parent
_START: Final = 90


@dataclass
class Server:
    """A running server: where it answers, and the processes that it is."""

    name: str
    url: str
    process: "subprocess.Popen[bytes]"

    def memory(self) -> float:
        """What all its processes hold, in MB, shared pages counted once a sharer."""
        total = 0
        with suppress(psutil.NoSuchProcess):
            parent = psutil.Process(self.process.pid)
            for one in (parent, *parent.children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    total += one.memory_full_info().pss
        return total / 1e6

    def alive(self) -> bool:
        """Whether the process that was started still runs."""
        return self.process.poll() is None


def commands(folder: Path) -> Mapping[str, Callable[[], list[str]]]:
    """How each server is started on one release, which is built in that folder."""
    release = _release(folder)
    return {
        "lhs": lambda: _ours(folder),
        "oxigraph": lambda: _oxigraph(folder, release),
        "rdflib-endpoint": lambda: _rdflib(release),
    }


def another(number: int) -> str:
    """The small query with a limit of its own that it does not reach; all are equally long."""
    return f"{SMALL} LIMIT {1_000_000 + number}"


def ask(client: httpx.Client, url: str, query: str) -> float | None:
    """The seconds until an answer was there; None where there was none."""
    started = time.perf_counter()
    try:
        answer = client.post(
            url, data={"query": query}, headers={"Accept": "application/sparql-results+json"}
        )
    except httpx.HTTPError:
        time.sleep(0.2)
        return None
    return time.perf_counter() - started if answer.status_code == httpx.codes.OK else None


@contextmanager
def running(name: str, command: list[str]) -> Iterator[Server]:
    """The server on a free port, ready to answer."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    bound = f"127.0.0.1:{port}" if name == "oxigraph" else str(port)
    path = {"lhs": "/sparql", "oxigraph": "/query", "rdflib-endpoint": "/"}[name]
    process = subprocess.Popen(
        [*command, bound], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    server = Server(name, f"http://127.0.0.1:{port}{path}", process)
    try:
        with httpx.Client(timeout=PATIENCE) as client:
            end = time.monotonic() + _START
            while ask(client, server.url, SMALL) is None:
                if time.monotonic() > end or not server.alive():
                    raise RuntimeError(f"{name} did not start")
        yield server
    finally:
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(process.pid).children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    child.kill()
        process.kill()
        process.wait()


def _release(folder: Path) -> Release:
    graph = KnowledgeGraph(Catalogue.shipped(), "benchmark", lambda _: Release.current(folder))
    cases = [graph.reader.read_file(path) for path in graph.catalogue.cases()]
    return graph.build(folder / "release", cases, [], datetime.now(UTC))


def _ours(folder: Path) -> list[str]:
    return [str(_BIN / "lhs"), "serve", "--release", str(folder / "release"), "--port"]


def _oxigraph(folder: Path, release: Release) -> list[str]:
    store = folder / "oxigraph"
    load = [str(_BIN / "oxigraph"), "load", "--location", str(store), "--file", str(release.dump)]
    subprocess.run(load, check=True, capture_output=True)
    return [str(_BIN / "oxigraph"), "serve-read-only", "--location", str(store), "--bind"]


def _rdflib(release: Release) -> list[str]:
    return [str(_BIN / "rdflib-endpoint"), "serve", str(release.dump), "--host", "127.0.0.1",
            "--port"]  # fmt: skip
