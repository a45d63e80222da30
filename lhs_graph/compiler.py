"""The compiler of a release: files in; store, dump, index and precedents out.

Descriptions are taken one named graph at a time, so that memory does not grow with their number;
what follows from links between systems (partners, parts of systems) is found first and written with
the system it is about.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Final

import pyoxigraph as ox

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import Description
from lhs_graph.detection import system_of
from lhs_graph.entailment import entail
from lhs_graph.errors import FileUnreadableError, ValidationSetupError
from lhs_graph.facts import Facts
from lhs_graph.headers import QueryFile, read_query_file
from lhs_graph.query_descriptions import describe_queries
from lhs_graph.release import Block, Manifest, sha256_of
from lhs_graph.serialization import in_graph
from lhs_graph.terms import CASE, GRAPH, LHS, short_name, slug_of
from lhs_graph.vocabulary import Vocabulary, parse_turtle

__all__ = ["Compiler", "Progress"]

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how much of it is done, and how much there is."""

_CASES: Final = f"{GRAPH}case/"
_INFERRED: Final = ox.NamedNode(f"{GRAPH}inferred")
_FEATURES: Final = ("atLevel", "atScale", "inJurisdiction", "systemKind")
_INCLUDABLE: Final = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG}
_BATCH: Final = 200_000


@dataclass(frozen=True)
class Compiler:
    """Compiles what it was given into an empty folder; use `write` with `release.publish`."""

    catalogue: Catalogue
    vocabulary: Vocabulary
    descriptions: Sequence[Description]
    includes: Sequence[Path]
    version: str
    created: str
    progress: Progress
    read_by_detectors: frozenset[str]

    def write(self, folder: Path) -> Manifest:
        """Fill the folder.

        Raises:
            ValidationSetupError: there is no description at all.
            FileUnreadableError: an included file cannot be read.
        """
        store = ox.Store(str(folder / "store"))
        shared = self._load_shared(store)
        self._load_descriptions(store)
        graphs = sorted(_case_graphs(store), key=lambda graph: graph.value)
        if not graphs:
            raise ValidationSetupError(detail="there are no descriptions to compile")
        with (folder / "lhs.nq").open("wb") as dump:
            for graph in shared:
                _write(dump, store.quads_for_pattern(None, None, None, graph))
            blocks, inferred = self._compile_cases(store, graphs, dump)
        store.flush()
        self._write_index(folder, blocks)
        self._write_precedents(folder, store)
        store.optimize()
        counts = {
            "quads": len(store),
            "descriptions": len(blocks),
            "entailed": inferred,
            "gap_kinds": len(self.vocabulary.kinds),
            "questions": len(self.catalogue.questions()),
        }
        return Manifest(self.version, self.created, sha256_of(folder / "lhs.nq"), counts)

    def _load_shared(self, store: ox.Store) -> list[ox.NamedNode]:
        """Ontology, mappings and query descriptions, each in its graph."""
        queries = [read_query_file(path) for path in self._query_paths()]
        contents: Mapping[str, Iterable[ox.Triple]] = {
            "ontology": self.vocabulary.triples,
            "mappings": parse_turtle(self.catalogue.alignments()),
            "queries": describe_queries(queries),
        }
        graphs = []
        for name, triples in contents.items():
            graph = ox.NamedNode(f"{GRAPH}{name}")
            store.bulk_extend(in_graph(triples, graph))
            graphs.append(graph)
        return graphs

    def _query_paths(self) -> tuple[Path, ...]:
        return (*self.catalogue.questions(), *self.catalogue.gap_queries())

    def _load_descriptions(self, store: ox.Store) -> None:
        total = len(self.descriptions) + len(self.includes)
        for number, description in enumerate(self.descriptions, 1):
            graph = ox.NamedNode(f"{_CASES}{description.slug}")
            store.extend(in_graph(description.triples, graph))
            self.progress("load", number, total)
        for number, path in enumerate(self.includes, len(self.descriptions) + 1):
            form = _INCLUDABLE.get(path.suffix)
            if form is None:
                raise FileUnreadableError(file=str(path), detail="it must end in .nq or .trig")
            try:
                store.bulk_load(path=str(path), format=form)
            except (OSError, SyntaxError) as error:
                raise FileUnreadableError(file=str(path), detail=str(error)) from error
            self.progress("load", number, total)

    def _compile_cases(
        self, store: ox.Store, graphs: Sequence[ox.NamedNode], dump: BinaryIO
    ) -> tuple[list[Block], int]:
        """Entail, index and dump each description.

        Gives the blocks and how many triples were entailed.
        """
        across = self._links_between_systems(store)
        blocks: list[Block] = []
        pending: list[ox.Quad] = []
        inferred = 0
        for number, graph in enumerate(graphs, 1):
            stated = [quad.triple for quad in store.quads_for_pattern(None, None, None, graph)]
            system = f"{CASE}{graph.value.removeprefix(_CASES)}"
            known = set(stated)
            found = dict.fromkeys(
                (*entail(stated, self.vocabulary.axioms), *across.get(system, ()))
            )
            own = [one for one in found if one not in known and _may_say(system, one)]
            entailed = list(in_graph(own, _INFERRED))
            quads = [*in_graph(stated, graph), *entailed]
            span = _write_aligned_first(dump, quads, self.read_by_detectors)
            blocks.append(_block(Facts((*stated, *own), self.vocabulary), system, span))
            pending.extend(entailed)
            inferred += len(entailed)
            if len(pending) >= _BATCH or number == len(graphs):
                store.bulk_extend(pending)
                pending.clear()
            self.progress("compile", number, len(graphs))
        return blocks, inferred

    def _links_between_systems(self, store: ox.Store) -> Mapping[str, list[ox.Triple]]:
        """What symmetric and transitive properties entail across descriptions.

        By the system it is about.
        """
        axioms = self.vocabulary.axioms
        links = [
            quad.triple
            for name in sorted(axioms.symmetric | axioms.transitive, key=str)
            for quad in store.quads_for_pattern(None, name, None)
            if system_of(quad.subject.value) != system_of(quad.object.value)  # type: ignore[union-attr]
        ]
        found: dict[str, list[ox.Triple]] = defaultdict(list)
        for triple in entail(links, axioms):
            found[system_of(triple.subject.value)].append(triple)  # type: ignore[union-attr]
        return found

    def _write_index(self, folder: Path, blocks: Sequence[Block]) -> None:
        rows = [asdict(block) for block in blocks]
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        (folder / "index.json").write_text(text, encoding="utf-8")

    def _write_precedents(self, folder: Path, store: ox.Store) -> None:
        """Every precedent of every kind.

        The node that fills the place, with its label and sources.
        """
        table: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(dict))
        labels: dict[str, dict[str, str]] = {}
        paths = self.catalogue.precedent_queries()
        for number, path in enumerate(paths, 1):
            query = read_query_file(path)
            for kind, about, node, source in _precedents(store, query):
                sources = table[kind][about].setdefault(node, [])
                if source and source not in sources:
                    sources.append(source)
                labels.setdefault(node, _labels(store, node))
            self.progress("precedents", number, len(paths))
        content = {"nodes": labels, "places": table}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (folder / "precedents.json").write_text(text, encoding="utf-8")


def _precedents(store: ox.Store, query: QueryFile) -> Iterator[tuple[str, str, str, str]]:
    answer = store.query(query.text, use_default_graph_as_union=True)
    names = {variable.value for variable in answer.variables}  # type: ignore[union-attr]
    for row in answer:  # type: ignore[union-attr]

        def value(name: str, row: ox.QuerySolution = row) -> str:
            term = row[name] if name in names else None
            return "" if term is None else term.value

        yield value("kind"), value("about"), value("node"), value("source")


def _labels(store: ox.Store, node: str) -> dict[str, str]:
    name = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    found = store.quads_for_pattern(ox.NamedNode(node), name, None)
    labels = {quad.object.language or "": quad.object.value for quad in found}  # type: ignore[union-attr]
    if labels:
        return labels
    shown = store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(f"{LHS}isShownBy"), None)
    return {quad.object.language or "": quad.object.value for quad in shown}  # type: ignore[union-attr]


def _block(facts: Facts, system: str, span: tuple[int, int, int]) -> Block:
    coverage = facts.coverage(system)
    reported = [
        (kind, gap, facts.ends(gap, "concerns"), facts.sources(gap))
        for gap in facts.ends(system, "hasReportedGap")
        for kind in facts.ends(gap, "ofKind")
    ]
    return Block(
        slug=slug_of(system),
        iri=system,
        offset=span[0],
        length=span[1],
        aligned=span[2],
        labels=dict(facts.term(system).labels),
        status=coverage.status,
        coverage=coverage.whole,
        sections=dict(coverage.sections),
        features={
            name: [short_name(end) for end in facts.ends(system, name)] for name in _FEATURES
        },
        reported=reported,
    )


def _may_say(system: str, triple: ox.Triple) -> bool:
    """Whether a triple belongs with that system.

    Its subject is no other system and no part of one.
    """
    subject = triple.subject.value  # type: ignore[union-attr]
    return not subject.startswith(CASE) or system_of(subject) == system


def _case_graphs(store: ox.Store) -> Iterator[ox.NamedNode]:
    for graph in store.named_graphs():
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(_CASES):
            yield graph


def _write_aligned_first(
    dump: BinaryIO, quads: Sequence[ox.Quad], first: frozenset[str]
) -> tuple[int, int, int]:
    """Write a description, what detectors read of it first.

    Gives offset, length and their length.
    """
    start = dump.tell()
    _write(dump, (quad for quad in quads if quad.predicate.value in first))
    aligned = dump.tell() - start
    _write(dump, (quad for quad in quads if quad.predicate.value not in first))
    return start, dump.tell() - start, aligned


def _write(dump: BinaryIO, quads: Iterable[ox.Quad]) -> None:
    ox.serialize(quads, dump, format=ox.RdfFormat.N_QUADS)
