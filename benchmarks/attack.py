"""The service under attack, beside rdflib-endpoint and the oxigraph server: same data, one run.

An ordinary client asks now and then, first alone, then while eight clients send hostile queries in
a loop. A trap on loopback counts what reaches out.

python -m benchmarks.attack [--seconds 30] [--only lhs|rdflib-endpoint|oxigraph]
"""

import argparse
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count, cycle
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final

import httpx

from benchmarks.servers import PATIENCE, Server, another, ask, commands, running

_HOSTILE: Final = 8


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
    print(
        f"{'':<18}{'p95 quiet':>11}{'p95 attacked':>14}{'ratio':>8}{'answered':>10}{'MB':>7}"
        f"{'peak':>7}{'after':>7}{'reached out':>13}{'lives':>7}"
    )
    with tempfile.TemporaryDirectory() as name:
        for server, command in commands(Path(name)).items():
            if options.only in (None, server):
                with running(server, command()) as one:
                    _measure(one, options.seconds)


def _measure(server: Server, seconds: float) -> None:
    _ordinary(server, 1.0)
    quiet = _ordinary(server, min(seconds, 10.0)).taken
    before = server.memory()
    trap = Trap()
    threading.Thread(target=trap.watch, daemon=True).start()
    with _attacked(server, trap):
        ordinary = _ordinary(server, seconds)
    time.sleep(12)
    trap.listening.close()
    calm, worst = _p95(quiet), _p95(ordinary.taken)
    share = sum(one < PATIENCE for one in ordinary.taken) / len(ordinary.taken)
    print(
        f"{server.name:<18}{1000 * calm:>11.1f}{1000 * worst:>14.1f}{worst / calm:>8.1f}"
        f"{share:>10.0%}{before:>7.0f}{ordinary.peak:>7.0f}{server.memory():>7.0f}"
        f"{trap.visits:>13}{'yes' if server.alive() else 'NO':>7}",
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
    numbers = count()
    peak, end = server.memory(), time.monotonic() + seconds
    while time.monotonic() < end:
        with httpx.Client(timeout=PATIENCE) as client:
            for _ in range(20):
                found = ask(client, server.url, another(next(numbers)))
                taken.append(PATIENCE if found is None else found)
                time.sleep(0.02)
                if time.monotonic() > end:
                    break
        peak = max(peak, server.memory())
    return Ordinary(taken, peak)


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
            attacker.join(timeout=PATIENCE)
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


def _p95(times: list[float]) -> float:
    """The 95th percentile; the longest where there are hardly any, as of a server that hangs."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else max(times)


if __name__ == "__main__":
    main()
