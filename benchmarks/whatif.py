"""Measure what-if answers against two scans of the whole collection, in one run on one machine.

python -m benchmarks.whatif [--size 1000]
"""

import argparse
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from benchmarks.generator import Generator
from lhs_graph.catalogue import Catalogue
from lhs_graph.description import Description
from lhs_graph.release import Release
from lhs_graph.service import KnowledgeGraph

_GOAL_MS = 50
_TIMES = 15
_GOAL = "goals: {id: new-goal, name: A new goal, dimensions: population-health}"


def main() -> None:
    """Build the collections, measure, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=int, default=1000)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, pyoxigraph {ox.__version__}")
    with tempfile.TemporaryDirectory() as folder:
        measure(options.size, Path(folder))


def measure(size: int, folder: Path) -> None:
    """What-if for designs and for described systems, in a warm process, and two scans."""
    shipped = _released(folder / "shipped", _cases())
    large = _released(folder / "large", [], _synthetic(size, folder))
    slugs = list(large.release.blocks)
    scans = _seconds(lambda: [large.gaps([], []) for _ in range(2)])
    print(f"\nWhat-if in a warm process, median of {_TIMES}; two scans of {size}: {scans:.2f} s")
    print(f"{'':<52}{'others':>8}{'ms':>9}{'scans / what-if':>18}")
    for path in large.catalogue.designs():
        _row(large, large.reader.read_file(path), path.stem, scans)
    for slug in (slugs[0], slugs[len(slugs) // 2], slugs[-1]):
        _row(large, slug, f"{slug}, one of {size}", scans)
    for slug in ("geisinger", "pcornet"):
        _row(shipped, slug, f"{slug}, one of {len(shipped.release.blocks)}", None)
    print(f"goal: {_GOAL_MS} ms; more for a system to which many others are linked")


def _row(graph: KnowledgeGraph, target: Description | str, name: str, scans: float | None) -> None:
    asked = partial(graph.whatif, target, add=[_GOAL])
    answer = asked()
    if not answer.difference.findings.opened:
        raise SystemExit(f"{name}: the change opened nothing, so nothing was measured")
    spent = statistics.median(_seconds(asked) for _ in range(_TIMES))
    ratio = f"{scans / spent:>17.0f}x" if scans else f"{'-':>18}"
    print(f"{name:<52}{len(answer.looked_at):>8}{1000 * spent:>9.1f}{ratio}")


def _cases() -> Sequence[Description]:
    graph = _graph(Path())
    return [graph.reader.read_file(path) for path in graph.catalogue.cases()]


def _synthetic(size: int, folder: Path) -> Path:
    source = folder / f"{size}.nq"
    quads = Generator.from_cases(Catalogue.shipped()).quads(size)
    with source.open("wb") as file:
        ox.serialize(quads, file, format=ox.RdfFormat.N_QUADS)
    return source


def _released(out: Path, descriptions: Sequence[Description], *includes: Path) -> KnowledgeGraph:
    graph = _graph(out)
    graph.build(out, descriptions, includes, datetime.now(UTC))
    return graph


def _graph(out: Path) -> KnowledgeGraph:
    return KnowledgeGraph(Catalogue.shipped(), "benchmark", lambda _: Release.current(out))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
