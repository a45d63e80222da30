"""The service beside rdflib-endpoint and the oxigraph server: same data, same queries, one run.

Quiet first: small queries one after the other, a large answer, and an ordinary client that asks now
and then. Then under attack: eight clients send hostile queries in a loop while the ordinary one
goes on just the same. A trap on loopback counts what reaches out.

python -m benchmarks.service [--seconds 30] [--only lhs|rdflib-endpoint|oxigraph]
"""

import argparse
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final

import httpx
import psutil

from lhs_graph.catalogue import Catalogue
from lhs_graph.release import Release
from lhs_graph.service import KnowledgeGraph

_BIN: Final = Path(sys.executable).parent
_SMALL: Final = (
    "PREFIX lhs: <https://w3id.org/lhs-kg/ontology#> SELECT ?goal WHERE { GRAPH ?g {"
    " <https://w3id.org/lhs-kg/id/case/geisinger> lhs:hasGoal ?goal } }"
)
_LARGE: Final = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 10000"
_HOSTILE: Final = 8
_PATIENCE: Final = 20.0


def hostile_queries(trap: int) -> list[str]:
    """What strangers send: each took an ordinary endpoint down in the study."""
    away = f"http://127.0.0.1:{trap}/"
    any_graph = "GRAPH ?g1 { ?a ?b ?c } GRAPH ?g2 { ?d ?e ?f } GRAPH ?g3 { ?h ?i ?j }"
    return [
        f"SELECT * {{ SERVICE <{away}a> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT <{away}b> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{away}c> {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ SERV\\u0049CE <{away}d> {{ ?s ?p ?o }} }}",
        f"SELECT * FROM <{away}e> {{ ?s ?p ?o }}",  # noqa: S608  a constant, sent to be refused
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        f"SELECT * {{ {any_graph} }} ORDER BY ?c ?f ?j",
        f"SELECT DISTINCT ?a ?d ?h {{ {any_graph} }}",
        f"SELECT ?b (COUNT(*) AS ?n) {{ {any_graph} }} GROUP BY ?b ?e ?i",
        f"CONSTRUCT {{ ?a ?e ?j }} WHERE {{ {any_graph} }}",
        f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) {{ {any_graph} }}",
        "SELECT * { GRAPH ?g { ?s (!<a:a>|!<b:b>)* ?o . ?o (!<a:a>|!<b:b>)* ?q } }",
        "SELECT (" + "REPLACE(" * 30 + '"aaaa"' + ', "a", "aaaaaaaa")' * 30 + " AS ?x) {}",
        "SELECT * {" + "{" * 20_000 + "}" * 20_000 + "}",
        "SELECT (" + "(" * 20_000 + "1" + ")" * 20_000 + " AS ?x) {}",
        "SELECT * { FILTER(" + "!" * 20_000 + "true) }",
        "SELECT (" + "1+" * 20_000 + "1 AS ?x) {}",
        "SELECT * { " + " UNION ".join(["{?s ?p ?o}"] * 3_000) + " }",
        'SELECT * { GRAPH ?g { ?s ?p ?o } FILTER(REGEX(STR(?o), "(a+)+$(a|aa)+b")) }',
    ]


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


@dataclass
class Trap:
    """A server on loopback that counts who comes."""

    visits: int = 0
    listening: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def port(self) -> int:
        """Where it waits."""
        return int(self.listening.getsockname()[1])

    def watch(self) -> None:
        """Count visits until the socket is closed."""
        while True:
            try:
                visitor, _ = self.listening.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()


def main() -> None:
    """Run the chosen measurements and print them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--only", choices=["lhs", "rdflib-endpoint", "oxigraph"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        release = _release(folder)
        starts: dict[str, Callable[[], list[str]]] = {
            "lhs": lambda: _ours(folder),
            "oxigraph": lambda: _oxigraph(folder, release),
            "rdflib-endpoint": lambda: _rdflib(folder, release),
        }
        print(
            f"{'':<18}{'small/s':>9}{'p50 ms':>9}{'10,000 rows ms':>16}{'p95 quiet':>11}"
            f"{'p95 attacked':>14}{'ratio':>7}{'answered':>10}{'MB':>7}{'peak':>7}{'after':>7}"
            f"{'reached out':>13}{'lives':>7}"
        )
        for server, command in starts.items():
            if options.only in (None, server):
                with _running(server, command()) as one:
                    _measure(one, options.seconds)


def _measure(server: Server, seconds: float) -> None:
    with httpx.Client(timeout=_PATIENCE) as client:
        quick = _answered(_ask(client, server.url, _SMALL) for _ in range(400))
        large = _answered(_ask(client, server.url, _LARGE) for _ in range(9))
    quiet = _ordinary(server, min(seconds, 10.0)).taken
    before = server.memory()
    trap = Trap()
    threading.Thread(target=trap.watch, daemon=True).start()
    with _attacked(server, trap):
        ordinary = _ordinary(server, seconds)
    time.sleep(12)
    trap.listening.close()
    calm, worst = _p95(quiet), _p95(ordinary.taken)
    share = sum(one < _PATIENCE for one in ordinary.taken) / len(ordinary.taken)
    print(
        f"{server.name:<18}{len(quick) / sum(quick):>9.0f}{1000 * statistics.median(quick):>9.2f}"
        f"{1000 * statistics.median(large):>16.1f}{1000 * calm:>11.1f}{1000 * worst:>14.1f}"
        f"{worst / calm:>7.1f}{share:>10.0%}{before:>7.0f}{ordinary.peak:>7.0f}"
        f"{server.memory():>7.0f}{trap.visits:>13}{'yes' if server.alive() else 'NO':>7}",
        flush=True,
    )


@dataclass(frozen=True, slots=True)
class Ordinary:
    """What an ordinary client met: the seconds of each answer, and the server's most MB."""

    taken: list[float]
    peak: float


def _ordinary(server: Server, seconds: float) -> Ordinary:
    """Ask now and then, with a new connection every twenty requests, as people do."""
    taken: list[float] = []
    peak, end = server.memory(), time.monotonic() + seconds
    while time.monotonic() < end:
        with httpx.Client(timeout=_PATIENCE) as client:
            for _ in range(20):
                found = _ask(client, server.url, _SMALL)
                taken.append(_PATIENCE if found is None else found)
                time.sleep(0.02)
                if time.monotonic() > end:
                    break
        peak = max(peak, server.memory())
    return Ordinary(taken, peak)


def _answered(found: Iterable[float | None]) -> list[float]:
    """The seconds of those that were answered; a server that answers none is no server."""
    times = [one for one in found if one is not None]
    if not times:
        raise RuntimeError("no request was answered before any attack")
    return times


@contextmanager
def _attacked(server: Server, trap: Trap) -> Iterator[None]:
    """While hostile clients are at work, for three seconds already."""
    context = get_context("spawn")
    stop = context.Event()
    attackers = [
        context.Process(target=_attack, args=(server.url, number, trap.port, stop), daemon=True)
        for number in range(_HOSTILE)
    ]
    for attacker in attackers:
        attacker.start()
    time.sleep(3)
    try:
        yield
    finally:
        stop.set()
        for attacker in attackers:
            attacker.join(timeout=_PATIENCE)
            attacker.kill()


def _attack(url: str, number: int, trap: int, stop: Event) -> None:
    """Send every hostile query in a loop, from an address of its own."""
    queries = hostile_queries(trap)
    transport = httpx.HTTPTransport(local_address=f"127.0.0.{number + 2}")
    with httpx.Client(transport=transport, timeout=12.0) as client:
        for query in cycle(queries[number:] + queries[:number]):
            if stop.is_set():
                return
            with suppress(httpx.HTTPError):
                client.post(url, data={"query": query})


def _ask(client: httpx.Client, url: str, query: str) -> float | None:
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


def _p95(times: list[float]) -> float:
    """The 95th percentile; the longest where there are hardly any, as of a server that hangs."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else max(times)


def _release(folder: Path) -> Release:
    graph = KnowledgeGraph(Catalogue.shipped(), "benchmark", lambda _: Release.current(folder))
    cases = [graph.reader.read_file(path) for path in graph.catalogue.cases()]
    return graph.build(folder / "release", cases, [], "benchmark")


def _ours(folder: Path) -> list[str]:
    return [str(_BIN / "lhs"), "serve", "--release", str(folder / "release"), "--port"]


def _oxigraph(folder: Path, release: Release) -> list[str]:
    store = folder / "oxigraph"
    load = [str(_BIN / "oxigraph"), "load", "--location", str(store), "--file", str(release.dump)]
    subprocess.run(load, check=True, capture_output=True)
    return [str(_BIN / "oxigraph"), "serve-read-only", "--location", str(store), "--bind"]


def _rdflib(folder: Path, release: Release) -> list[str]:  # noqa: ARG001
    return [str(_BIN / "rdflib-endpoint"), "serve", str(release.dump), "--host", "127.0.0.1",
            "--port"]  # fmt: skip


@contextmanager
def _running(name: str, command: list[str]) -> Iterator[Server]:
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
        with httpx.Client(timeout=_PATIENCE) as client:
            end = time.monotonic() + 90
            while _ask(client, server.url, _SMALL) is None:
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


if __name__ == "__main__":
    main()
