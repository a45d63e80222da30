"""How many requests a second the service answers, beside rdflib-endpoint and the oxigraph server.

Small queries over one connection, each another and then the same again and again, and over four;
10,000 rows; and checks of the weak design, which only the service offers. The client writes ready
bytes to a socket and reads the answer whole, so that its own work hardly counts; each connection
comes from an address of its own, as from a client of its own. Same data, one run.

python -m benchmarks.throughput [--seconds 5] [--only lhs|rdflib-endpoint|oxigraph]
"""

import argparse
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, repeat
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit

from benchmarks.servers import PATIENCE, Server, another, commands, running
from lhs_graph.catalogue import Catalogue

_LARGE: Final = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 10000"
_END: Final = b"\r\n\r\n"
_LAST_CHUNK: Final = b"0\r\n\r\n"
_LENGTH: Final = b"content-length:"
_FORM: Final = "application/x-www-form-urlencoded"
_RESULTS: Final = "application/sparql-results+json"


@dataclass
class Connection:
    """A kept connection from that address; reads what HTTP/1.1 servers send, by length or chunk."""

    port: int
    address: str
    rest: bytes = b""
    stream: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.stream = socket.create_connection(
            ("127.0.0.1", self.port), PATIENCE, source_address=(self.address, 0)
        )
        self.stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> int:
        """Send it and read the whole answer; gives the bytes of its body.

        Raises:
            RuntimeError: the answer is not 200, so that nothing was measured.
        """
        self.stream.sendall(request)
        found = self.rest
        while _END not in found:
            found += self._more()
        head, _, body = found.partition(_END)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(found[:300].decode("utf-8", "replace"))
        pieces, size = [body], len(body)
        at = head.lower().find(_LENGTH)
        length = int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else None
        while size < length if length is not None else not pieces[-1].endswith(_LAST_CHUNK):
            pieces.append(self._more())
            size += len(pieces[-1])
        return size

    def _more(self) -> bytes:
        found = self.stream.recv(1 << 18)
        if not found:
            raise RuntimeError("the server closed the connection")
        return found


def main() -> None:
    """Run the chosen measurements and print them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--only", choices=["lhs", "rdflib-endpoint", "oxigraph"])
    options = parser.parse_args()
    print(
        f"{'':<18}{'small/s':>9}{'p50 ms':>8}{'p95 ms':>8}{'again/s':>9}{'p95 ms':>8}"
        f"{'4 at once/s':>13}{'p95 ms':>8}"
        f"{'10,000 rows/s':>15}{'p50 ms':>8}{'checks/s':>10}{'p50 ms':>8}{'p95 ms':>8}"
    )
    with tempfile.TemporaryDirectory() as name:
        for server, command in commands(Path(name)).items():
            if options.only in (None, server):
                with running(server, command()) as one:
                    _measure(one, options.seconds)


def _measure(server: Server, seconds: float) -> None:
    parts = urlsplit(server.url)
    port, path = parts.port or 80, parts.path
    small, large = (
        _request(path, port, urlencode({"query": query}).encode(), _FORM)
        for query in (another(0), _LARGE)
    )
    different = _different(small)
    _times(port, different, 1, 1.0)
    alone, again = _times(port, different, 1, seconds), _times(port, repeat(small), 1, seconds)
    many = _times(port, different, 4, seconds)
    rows = _times(port, repeat(large), 1, seconds)
    line = (
        f"{server.name:<18}{len(alone) / seconds:>9.0f}{_ms(alone, 50):>8.2f}{_ms(alone, 95):>8.2f}"
        f"{len(again) / seconds:>9.0f}{_ms(again, 95):>8.2f}"
        f"{len(many) / seconds:>13.0f}{_ms(many, 95):>8.2f}"
        f"{len(rows) / seconds:>15.1f}{_ms(rows, 50):>8.1f}"
    )
    if server.name == "lhs":
        checks = _times(port, repeat(_check(port)), 4, seconds)
        line += f"{len(checks) / seconds:>10.1f}{_ms(checks, 50):>8.1f}{_ms(checks, 95):>8.1f}"
    print(line, flush=True)


def _check(port: int) -> bytes:
    """The weak design, to be checked."""
    weak = next(path for path in Catalogue.shipped().designs() if "esquisse" in path.name)
    return _request(
        "/api/v1/check", port, weak.read_bytes(), "application/yaml", "application/json"
    )


def _request(path: str, port: int, body: bytes, kind: str, accept: str = _RESULTS) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: {accept}\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _different(small: bytes) -> Iterator[bytes]:
    """The request with another limit each time, made at next to no cost."""
    start, _, _ = small.rpartition(str(1_000_000).encode())
    return (start + str(1_000_000 + number).encode() for number in count(1))


def _times(port: int, requests: Iterator[bytes], connections: int, seconds: float) -> list[float]:
    """The seconds of every request that so many connections got answered in that time."""
    taken: list[float] = []
    failed: list[Exception] = []
    lock = threading.Lock()
    end = time.monotonic() + seconds

    def ask_on(number: int) -> None:
        try:
            connection = Connection(port, f"127.0.1.{number + 1}")
            while time.monotonic() < end:
                started = time.perf_counter()
                with lock:
                    request = next(requests)
                connection.ask(request)
                taken.append(time.perf_counter() - started)
        except (OSError, RuntimeError) as error:
            failed.append(error)

    threads = [threading.Thread(target=ask_on, args=(one,)) for one in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return taken


def _ms(times: list[float], percent: int) -> float:
    """That percentile in milliseconds."""
    cut = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
    return 1000 * cut[percent - 1]


if __name__ == "__main__":
    main()
