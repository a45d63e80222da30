"""The compiler of a release: files in; store, dump, index and precedents out.

Descriptions are taken one named graph at a time, so that memory does not grow with their number;
what follows from links between systems (partners, parts of systems) is found first and written with
the system it is about.
"""

import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO, Final

import pyoxigraph as ox

from lhs_graph.blocks import (
    INFERRED,
    CompiledBlock,
    RawBlock,
    across_systems,
    compile_apart,
    compile_blocks,
)
from lhs_graph.catalogue import Catalogue
from lhs_graph.description import Description
from lhs_graph.errors import ValidationSetupError
from lhs_graph.headers import read_query_file
from lhs_graph.parallel import in_order
from lhs_graph.precedents import gather_precedents
from lhs_graph.query_descriptions import (
    describe_answered_elsewhere,
    describe_queries,
    read_answered_elsewhere,
)
from lhs_graph.release import Block, Manifest, Release, sha256_of
from lhs_graph.serialization import in_graph, serialized
from lhs_graph.sources import CASES, Sources
from lhs_graph.terms import CASE, GRAPH
from lhs_graph.vocabulary import Vocabulary, parse_turtle
from lhs_graph.withdrawals import versions_before, withdrawals

__all__ = ["Compiler", "Progress"]

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how much of it is done, and how much there is."""

_CHUNK: Final = 100
_FEW: Final = 50
_PUBLISHED: Final = "published-case"
_DEFAULT: Final = ox.DefaultGraph()


@dataclass(frozen=True)
class Compiler:
    """Compiles what it was given into an empty folder; use `write` with `release.publish`."""

    catalogue: Catalogue
    vocabulary: Vocabulary
    descriptions: Sequence[Description]
    includes: Sequence[Path]
    version: str
    created: datetime
    progress: Progress
    read_by_detectors: frozenset[str]
    before: Release | None = None

    def write(self, folder: Path) -> Manifest:
        """Fill the folder.

        The store is loaded while the descriptions are compiled.

        Raises:
            ValidationSetupError: there is no description at all.
            FileUnreadableError: an included file cannot be read.
        """
        axioms = self.vocabulary.axioms
        sources = Sources(self.descriptions, self.includes, axioms.symmetric | axioms.transitive)
        if not sources.described:
            raise ValidationSetupError(detail="there are no descriptions to compile")
        store = ox.Store(str(folder / "store"))
        shared = self._load_shared(store)
        with (folder / "lhs.nq").open("wb") as dump, ThreadPoolExecutor(1) as loader:
            for graph in shared:
                _write(dump, store.quads_for_pattern(None, None, None, graph))
            loading = loader.submit(sources.load, store)
            with TemporaryFile() as entailed, TemporaryFile() as triples:
                rest = _Rest(entailed, triples)
                blocks, inferred = self._compile(sources, store, loading, dump, rest)
                loading.result()
                added = _added(store, {INFERRED.value, *(one.value for one in shared)})
                for name in (*added, _DEFAULT):
                    _write(dump, store.quads_for_pattern(None, None, None, name))
                sizes = rest.load(store, (*shared, *added))
        store.flush()
        indexed = _with_known_sight(blocks)
        self._write_index(folder, indexed)
        self._write_precedents(folder, indexed)
        gone = [asdict(one) for one in withdrawals(self.catalogue, store, self.before)]
        _write_json(folder / "withdrawn.json", gone)
        _write_json(folder / "earlier.json", versions_before(self.before))
        store.optimize()
        counts = {
            **sizes,
            "descriptions": len(blocks),
            "entailed": inferred,
            "gap_kinds": len(self.vocabulary.kinds),
            "questions": len(self.catalogue.questions()),
        }
        created = self.created.astimezone(UTC).isoformat(timespec="seconds")
        return Manifest(self.version, created, sha256_of(folder / "lhs.nq"), counts)

    def _load_shared(self, store: ox.Store) -> list[ox.NamedNode]:
        """Ontology, mappings and query descriptions, each in its graph."""
        queries = [read_query_file(path) for path in self._query_paths()]
        contents: Mapping[str, Iterable[ox.Triple]] = {
            "ontology": self.vocabulary.triples,
            "mappings": parse_turtle(self.catalogue.alignments()),
            "queries": (
                *describe_queries(queries),
                *describe_answered_elsewhere(
                    read_answered_elsewhere(self.catalogue.questions_answered_elsewhere())
                ),
            ),
        }
        graphs = []
        for name, triples in contents.items():
            graph = ox.NamedNode(f"{GRAPH}{name}")
            store.bulk_extend(in_graph(triples, graph))
            graphs.append(graph)
        return graphs

    def _query_paths(self) -> tuple[Path, ...]:
        return (*self.catalogue.questions(), *self.catalogue.gap_queries())

    def _compile(
        self,
        sources: Sources,
        store: ox.Store,
        loading: "Future[None]",
        dump: BinaryIO,
        rest: "_Rest",
    ) -> tuple[list[Block], int]:
        """Entail, index and dump each description.

        Gives the blocks and how many triples were entailed.
        """
        blocks: list[Block] = []
        inferred = 0
        many = sources.described // _CHUNK
        work = (
            partial(compile_apart, self.catalogue, self.read_by_detectors)
            if many > 1
            else partial(compile_blocks, self.vocabulary, self.read_by_detectors)
        )
        chunks = batched(self._raw(sources, store, loading), _CHUNK)
        for compiled in in_order(work, chunks, many):
            for one in compiled:
                blocks.append(replace(one.block, offset=dump.tell()))
                dump.write(one.quads)
                rest.take(one)
                inferred += one.inferred
            self.progress("compile", len(blocks), sources.described)
        return blocks, inferred

    def _raw(
        self, sources: Sources, store: ox.Store, loading: "Future[None]"
    ) -> Iterator[RawBlock]:
        """Each described graph; those that are scattered in the files from the loaded store."""
        across = across_systems(sources.links, self.vocabulary)

        def raw(name: str, triples: Iterable[ox.Triple]) -> RawBlock:
            system = f"{CASE}{name.removeprefix(CASES)}"
            stated = serialized(triples, ox.RdfFormat.N_TRIPLES)
            return RawBlock(
                name, stated, serialized(across.get(system, ()), ox.RdfFormat.N_TRIPLES)
            )

        for name, triples in sources.whole():
            yield raw(name, triples)
        for name in sources.scattered:
            loading.result()
            quads = store.quads_for_pattern(None, None, None, ox.NamedNode(name))
            yield raw(name, (quad.triple for quad in quads))

    def _write_index(self, folder: Path, blocks: Sequence[Block]) -> None:
        rows = [asdict(block) for block in blocks]
        _write_json(folder / "index.json", rows)

    def _write_precedents(self, folder: Path, blocks: Sequence[Block]) -> None:
        """Every precedent of every kind of gap, with its label and sources."""
        queries = [read_query_file(path) for path in self.catalogue.precedent_queries()]
        published = [block for block in blocks if block.status == _PUBLISHED]
        chunks = Release(folder).chunks(published, _FEW, whole=True)
        content = gather_precedents(
            queries,
            self.vocabulary,
            chunks,
            lambda done: self.progress("precedents", done, len(published)),
        )
        _write_json(folder / "precedents.json", content)


def _write_json(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")


def batched(items: Iterable[RawBlock], size: int) -> Iterator[tuple[RawBlock, ...]]:
    """The items in groups of that size."""
    rest = iter(items)
    while group := tuple(islice(rest, size)):
        yield group


def _with_known_sight(blocks: Sequence[Block]) -> list[Block]:
    """The blocks by slug; of what each has in sight, only what is described."""
    known = {block.slug for block in blocks}
    return [
        replace(block, sight=[slug for slug in block.sight if slug in known])
        for block in sorted(blocks, key=lambda block: block.slug)
    ]


def _added(store: ox.Store, own: Container[str]) -> list[ox.NamedNode | ox.BlankNode]:
    """The graphs that a publisher included besides descriptions."""
    return [
        graph
        for graph in store.named_graphs()
        if graph.value not in own and not graph.value.startswith(CASES)
    ]


@dataclass(frozen=True)
class _Rest:
    """What the store gets when all descriptions are compiled: entailments, and the default graph.

    The default graph is the merge of all graphs, with every triple once. The engine could join the
    graphs for each query instead, but it gives a triple of several graphs several times, and takes
    three times as long.
    """

    entailed: IO[bytes]
    triples: IO[bytes]
    apart: list[ox.NamedNode] = field(default_factory=list)

    def take(self, one: CompiledBlock) -> None:
        """Take what a description states and entails.

        Nameless nodes get other labels in each file that is loaded, so that a description with any
        is merged from the store.
        """
        graph = ox.NamedNode(f"{CASES}{one.block.slug}")
        self.entailed.write(one.entailed)
        if b"_:" in one.quads:
            self.apart.append(graph)
        else:
            end = b" (?:%s|%s) \\.\n" % (_escaped(graph), _escaped(INFERRED))
            self.triples.write(re.sub(end, b" .\n", one.quads))

    def load(
        self, store: ox.Store, others: Iterable[ox.NamedNode | ox.BlankNode]
    ) -> Mapping[str, int]:
        """Load it, and merge those other graphs, too.

        Gives how many quads were stated and entailed, and how many triples they are.
        """
        self.entailed.seek(0)
        store.bulk_load(self.entailed, format=ox.RdfFormat.N_QUADS)
        quads = len(store)
        nowhere = sum(1 for _ in store.quads_for_pattern(None, None, None, _DEFAULT))
        self.triples.seek(0)
        store.bulk_load(self.triples, format=ox.RdfFormat.N_TRIPLES)
        for graph in (*others, *self.apart, *([INFERRED] if self.apart else ())):
            store.bulk_extend(
                ox.Quad(*quad.triple) for quad in store.quads_for_pattern(None, None, None, graph)
            )
        return {"quads": quads, "triples": len(store) - quads + nowhere}


def _escaped(graph: ox.NamedNode) -> bytes:
    return re.escape(str(graph)).encode()


def _write(dump: BinaryIO, quads: Iterable[ox.Quad]) -> None:
    ox.serialize(quads, dump, format=ox.RdfFormat.N_QUADS)
