"""Measure what the project promises and print the tables, all in one run on one machine.

python -m benchmarks.run [--sizes 1000 10000] [--only check|shapes|collection]
"""

import argparse
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from benchmarks.generator import Generator
from lhs_graph.catalogue import Catalogue
from lhs_graph.entailment import entail
from lhs_graph.headers import QueryFile
from lhs_graph.release import Release
from lhs_graph.serialization import serialized
from lhs_graph.service import KnowledgeGraph
from lhs_graph.shapes import ShapeResult

_GOAL_CHECK_MS = 25
_GOAL_COLD_S = 0.8
_CHUNK = 200
_FEW = 20
_PORTION = 40

T = TypeVar("T")


def main() -> None:
    """Run the chosen measurements."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", nargs=2, type=int, default=[1000, 10000])
    parser.add_argument("--only", choices=["check", "shapes", "collection"])
    options = parser.parse_args()
    print(
        f"Python {platform.python_version()}, {platform.machine()}, pyoxigraph {ox.__version__}\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        graph = _knowledge_graph(Path(folder))
        if options.only in (None, "check"):
            measure_check(graph, Path(folder))
        if options.only in (None, "shapes"):
            measure_shapes(graph)
        if options.only in (None, "collection"):
            measure_collection(graph, options.sizes, Path(folder))


def measure_check(graph: KnowledgeGraph, folder: Path) -> None:
    """One design: stage by stage in a warm process, and the whole command from a cold shell."""
    path = min(graph.catalogue.designs(), key=lambda one: abs(_size(graph, one) - 300))
    content = path.read_bytes()
    description = graph.reader.read(content, name=path.name)
    stated = description.triples
    entailed = entail(stated, graph.vocabulary.axioms)
    data = serialized((*stated, *entailed), ox.RdfFormat.N_QUADS)
    both = data + graph.detectors.words_of_shapes
    store = graph.detectors.store_of((*stated, *entailed))
    rows = [
        ("read the YAML", _median(lambda: graph.reader.read(content, name=path.name))),
        ("entail", _median(lambda: entail(stated, graph.vocabulary.axioms))),
        ("shapes", _median(lambda: graph.detectors.shapes.validate(both))),
        ("fill a store", _median(lambda: graph.detectors.store_of((*stated, *entailed)))),
        (
            "gap queries",
            _median(
                lambda: [list(graph.detectors.ask(store, one)) for one in graph.detectors.queries]
            ),
        ),
        (
            "whole check, with reading",
            _median(lambda: graph.check(graph.reader.read(content, name=path.name))),
        ),
    ]
    cold = _median(
        lambda: _command("check", str(path), "--fail-on", "never", "--release", str(folder)), 7
    )
    print(f"One design of {len(stated)} triples ({path.name}), median")
    for name, seconds in rows:
        print(f"  {name:<28}{1000 * seconds:>9.2f} ms")
    print(f"  goal for the whole check    {_GOAL_CHECK_MS:>9.2f} ms")
    goal = f"(goal {1000 * _GOAL_COLD_S:.0f} ms)"
    print(f"  lhs check, cold shell       {1000 * cold:>9.0f} ms   {goal}\n")


def _size(graph: KnowledgeGraph, path: Path) -> int:
    return len(graph.reader.read_file(path).triples)


def measure_shapes(graph: KnowledgeGraph) -> None:
    """The shapes on 1, 39 and 1,000 descriptions by both engines, results compared.

    Both have read the shapes before, and both parse and validate the same portions.
    """
    cases = [
        _closed(graph, one.triples) for one in map(graph.reader.read_file, graph.catalogue.cases())
    ]
    synthetic = _by_graph(Generator.from_cases(graph.catalogue).quads(1000))
    groups = [cases[:1], cases, [_closed(graph, one) for one in synthetic]]
    shapes, background = graph.detectors.shapes, graph.vocabulary.slice_for_checking
    shapes.oracle.validate(_triples(background))
    print("Shapes               shacl      pySHACL    ratio   results   equal")
    for group, goal in zip(groups, (30, 60, 80), strict=True):
        chunks = [
            b"".join(group[at : at + _PORTION]) + background
            for at in range(0, len(group), _PORTION)
        ]
        ours = _validated(shapes.validate, chunks)
        fast = _median(partial(_validated, shapes.validate, chunks), 5)
        triples = [_triples(chunk) for chunk in chunks]
        slow, theirs = _timed(partial(_validated, shapes.oracle.validate, triples))
        same = {(r.focus, r.shape, r.value, r.severity) for r in ours} == {
            (r.focus, r.shape, r.value, r.severity) for r in theirs
        }
        times = f"{1000 * fast:>9.1f} ms {1000 * slow:>9.0f} ms {slow / fast:>7.0f}"
        equal = f"{len(ours):>9}   {'yes' if same else 'NO'}   (goal {goal})"
        print(f"  {len(group):>6} described {times} {equal}")
    print()


def _validated(
    validate: Callable[[bytes], list[ShapeResult]], chunks: Sequence[bytes]
) -> list[ShapeResult]:
    return [one for chunk in chunks for one in validate(chunk)]


def measure_collection(graph: KnowledgeGraph, sizes: Sequence[int], folder: Path) -> None:
    """Build, gaps and every detector and question at two sizes."""
    generator = Generator.from_cases(graph.catalogue)
    columns = [_collection(graph, generator, size, folder) for size in sizes]
    small, large = columns
    print(f"Collection                        {sizes[0]:>10} {sizes[1]:>10}   ratio")
    for name in small:
        first, second = small[name], large[name]
        times = f"{second / first:>7.1f}" if first else "      -"
        unit = "MB" if name.startswith("memory") else "s "
        if name.startswith("quads"):
            print(f"  {name:<32}{first:>10.0f} {second:>10.0f} {times}")
        else:
            print(f"  {name:<32}{first:>10.3f} {second:>10.3f} {times} {unit}")
    for column, size in zip(columns, sizes, strict=True):
        ratio = column["lhs build"] / column["plain Oxigraph load"]
        print(f"  {size}: build / plain load = {ratio:.2f} (goal 3)")
        print(f"  {size}: gaps / parse = {column['lhs gaps'] / column['parse']:.2f} (goal 5)")
    print()


def _collection(
    graph: KnowledgeGraph, generator: Generator, size: int, folder: Path
) -> dict[str, float]:
    source = folder / f"{size}.nq"
    with source.open("wb") as file:
        ox.serialize(generator.quads(size), file, format=ox.RdfFormat.N_QUADS)
    row: dict[str, float] = {}
    row["parse"], quads = _timed(
        lambda: sum(1 for _ in ox.parse(path=str(source), format=ox.RdfFormat.N_QUADS))
    )
    row["quads stated"] = quads
    plain = ox.Store(str(folder / f"plain-{size}"))
    row["plain Oxigraph load"], _ = _timed(
        lambda: plain.bulk_load(path=str(source), format=ox.RdfFormat.N_QUADS)
    )
    out = folder / f"release-{size}"
    empty = folder / "no-cases"
    empty.mkdir(exist_ok=True)
    row["lhs build"], _ = _timed(lambda: graph.build(out, [], [source], datetime.now(UTC)))
    release = Release.current(out)
    command = (
        "gaps",
        "--release",
        str(out),
        "--format",
        "csv",
        "--output",
        str(folder / "gaps.csv"),
    )
    row["lhs gaps"], _ = _timed(lambda: _command(*command))
    row["memory of lhs gaps"] = _memory(*command)
    row.update(_detectors(graph, release))
    opened = KnowledgeGraph(graph.catalogue, graph.version, lambda _: release)
    for question in graph.questions.values():
        values = {one.name: one.example for one in question.parameters if one.required}
        asked = partial(opened.ask, question.id, values, "en")
        row[f"question {question.number}"] = _seconds(asked)
    return row


def _detectors(graph: KnowledgeGraph, release: Release) -> dict[str, float]:
    """Each detector over all descriptions of the release, in one process."""
    row: dict[str, float] = {"all shapes": 0.0}
    shapes, background = graph.detectors.shapes.detecting, graph.vocabulary.slice_for_checking
    for _, parts in release.chunks(list(release.blocks.values()), _CHUNK):
        for start in range(0, len(parts), _FEW):
            few = b"".join(parts[start : start + _FEW]) + background
            row["all shapes"] += _seconds(partial(shapes.validate, few))
        store = graph.detectors.store(b"".join(parts))
        for query in graph.detectors.queries:
            name = f"detector {query.detects}"
            spent = _seconds(partial(_asked, graph, store, query))
            row[name] = row.get(name, 0.0) + spent
    return row


def _asked(graph: KnowledgeGraph, store: ox.Store, query: QueryFile) -> int:
    return len(list(graph.detectors.ask(store, query)))


def _knowledge_graph(folder: Path) -> KnowledgeGraph:
    graph = KnowledgeGraph(Catalogue.shipped(), "benchmark", lambda _: Release.current(folder))
    graph.build(
        folder,
        [graph.reader.read_file(path) for path in graph.catalogue.cases()],
        [],
        datetime.now(UTC),
    )
    return graph


def _closed(graph: KnowledgeGraph, triples: Sequence[ox.Triple]) -> bytes:
    entailed = entail(triples, graph.vocabulary.axioms)
    return serialized((*triples, *entailed), ox.RdfFormat.N_QUADS)


def _by_graph(quads: Iterable[ox.Quad]) -> list[list[ox.Triple]]:
    groups: dict[object, list[ox.Triple]] = {}
    for quad in quads:
        groups.setdefault(quad.graph_name, []).append(quad.triple)
    return list(groups.values())


def _triples(data: bytes) -> bytes:
    triples = (quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS))
    return serialized(triples, ox.RdfFormat.N_TRIPLES)


def _command(*arguments: str) -> None:
    subprocess.run(
        [str(Path(sys.executable).with_name("lhs")), *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _memory(*arguments: str) -> float:
    """The megabytes that the largest process of a run of the command held at most."""
    watch = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", watch, str(Path(sys.executable).with_name("lhs")), *arguments]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(told.stdout.split()[-1]) / 1024


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def _seconds(work: Callable[[], object]) -> float:
    return _timed(work)[0]


def _median(work: Callable[[], object], times: int = 31) -> float:
    work()
    return statistics.median(_timed(work)[0] for _ in range(times))


if __name__ == "__main__":
    main()
