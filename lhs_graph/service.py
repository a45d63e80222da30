"""The knowledge graph as one object: what the command line and the service hold and ask.

It opens nothing before it is needed: a check reads the ontology and the shapes, a question opens
the store.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from lhs_graph.catalogue import Catalogue
from lhs_graph.check import Checker
from lhs_graph.collection import CollectedGap, CollectionGaps, collect_gaps, stream_gaps
from lhs_graph.comparison import Comparison, compare
from lhs_graph.compiler import Compiler, Progress
from lhs_graph.description import Description, DescriptionReader
from lhs_graph.detection import Detectors
from lhs_graph.entailment import entail
from lhs_graph.errors import UnknownCaseError
from lhs_graph.facts import Facts
from lhs_graph.findings import CheckReport
from lhs_graph.headers import QueryFile, read_query_file
from lhs_graph.precedents import Precedents
from lhs_graph.prefixes import read_prefixes
from lhs_graph.questions import QuestionRunner, ResultTable, run_query
from lhs_graph.release import Block, Release, publish
from lhs_graph.store import EmbeddedStore, GraphStore
from lhs_graph.terms import CASE, GRAPH
from lhs_graph.vocabulary import Vocabulary, nearest

__all__ = ["KnowledgeGraph", "no_progress"]


def no_progress(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class KnowledgeGraph:
    """The project's files with one release of them.

    `open_release` is called when the release is first needed.
    """

    catalogue: Catalogue
    version: str
    open_release: Callable[["KnowledgeGraph"], Release]
    endpoint: str | None = None

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The ontology."""
        return Vocabulary.load(self.catalogue)

    @cached_property
    def reader(self) -> DescriptionReader:
        """Reads descriptions."""
        return DescriptionReader(self.catalogue)

    @cached_property
    def detectors(self) -> Detectors:
        """All gap detectors and shapes."""
        return Detectors.load(self.catalogue, self.vocabulary)

    @cached_property
    def release(self) -> Release:
        """The release in use."""
        return self.open_release(self)

    @cached_property
    def questions(self) -> Mapping[str, QueryFile]:
        """The catalogued questions by their id."""
        found = (read_query_file(path) for path in self.catalogue.questions())
        return {query.id: query for query in found}

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The project's prefixes."""
        return read_prefixes(self.catalogue.prefixes())

    @property
    def data_version(self) -> str:
        """What to cite with an answer: the release's data version, or the engine that was asked."""
        return self.endpoint or self.release.manifest.data_version

    @cached_property
    def store(self) -> GraphStore:
        """Where questions are asked: the release's store, or the remote engine at `endpoint`."""
        if self.endpoint is None:
            return EmbeddedStore(self.release.store)
        from lhs_graph.store.remote import RemoteStore  # noqa: PLC0415  an extra, and only for remote engines

        return RemoteStore(self.endpoint)

    @cached_property
    def checker(self) -> Checker:
        """The checker, with the precedents of the release."""
        precedents = Precedents(self.release.precedents, self.release.blocks)
        return Checker(self.detectors, self.release.manifest.data_version, precedents.find)

    def check(
        self, description: Description, *, level: str = "aligned", engine: str = "shacl"
    ) -> CheckReport:
        """The report on a description or design; nothing is stored.

        Raises:
            ValidationSetupError: there is nothing to look at.
        """
        return self.checker.check(self._with_context(description), level=level, engine=engine)

    def ask(self, name: str, values: Mapping[str, str], language: str) -> ResultTable:
        """The answer to a catalogued question; errors as `QuestionRunner.run`."""
        return self._runner.run(name, values, language)

    def sparql(self, text: str) -> ResultTable | tuple[ox.Triple, ...] | bool:
        """The answer to a free query; errors as `run_query`."""
        return run_query(self.store, text, self.prefixes)

    def gaps(
        self, slugs: Sequence[str], notations: Sequence[str], progress: Progress = no_progress
    ) -> CollectionGaps:
        """The gaps of described systems, all of them where no slug is given.

        Of some kinds or of all.

        Raises:
            UnknownCaseError: a slug is not described.
            UnknownTermError: a notation is no gap kind.
        """
        blocks, kinds = self._chosen(slugs, notations)
        return collect_gaps(self.release, blocks, self.detectors, kinds, progress)

    def stream_gaps(
        self, slugs: Sequence[str], notations: Sequence[str], progress: Progress = no_progress
    ) -> Iterator[CollectedGap]:
        """The same gaps one by one, in memory that does not grow with the collection.

        Large collections are shared among processes: a script that calls this guards its main
        module, as `multiprocessing` asks.

        Raises:
            UnknownCaseError: a slug is not described.
            UnknownTermError: a notation is no gap kind.
        """
        blocks, kinds = self._chosen(slugs, notations)
        return stream_gaps(self.release, blocks, self.detectors, kinds, progress)

    def _chosen(
        self, slugs: Sequence[str], notations: Sequence[str]
    ) -> tuple[list[Block], set[str]]:
        blocks = [self.block(slug) for slug in slugs] or list(self.release.blocks.values())
        return blocks, {self.vocabulary.kind(notation).iri for notation in notations}

    def block(self, slug: str) -> Block:
        """The index entry of a described system.

        Raises:
            UnknownCaseError: there is none; the error names the nearest.
        """
        blocks = self.release.blocks
        if slug not in blocks:
            raise UnknownCaseError(name=slug, nearest=nearest(slug, blocks))
        return blocks[slug]

    def stored(self, slug: str) -> Description:
        """The description of a system of the release, as it was stated.

        Raises:
            UnknownCaseError: there is none.
        """
        block = self.block(slug)
        graph = ox.NamedNode(f"{GRAPH}case/{slug}")
        quads = ox.parse(self.release.read([block]), format=ox.RdfFormat.N_QUADS)
        triples = tuple(quad.triple for quad in quads if quad.graph_name == graph)
        return Description(slug=slug, system=block.iri, triples=triples, places={}, form="nquads")

    def facts(self, description: Description) -> Facts:
        """The description's statements and what they entail, for look-ups."""
        entailed = entail(description.triples, self.vocabulary.axioms)
        return Facts((*description.triples, *entailed), self.vocabulary)

    def compare(self, descriptions: Sequence[Description]) -> Comparison:
        """Those systems side by side."""
        return compare([(one.system, self.facts(one)) for one in descriptions], self.vocabulary)

    def build(
        self,
        out: Path,
        descriptions: Sequence[Description],
        includes: Sequence[Path],
        created: str,
        progress: Progress = no_progress,
    ) -> Release:
        """Compile a release into `out` and make it the current one there.

        Raises:
            ValidationSetupError: there is no description.
            FileUnreadableError: an included file cannot be read.
        """
        compiler = Compiler(
            self.catalogue,
            self.vocabulary,
            descriptions,
            includes,
            self.version,
            created,
            progress,
            self.detectors.predicates,
        )
        return publish(out, compiler.write)

    def question(self, name: str) -> QueryFile:
        """The catalogued question of that name.

        Raises:
            UnknownQuestionError: there is none.
        """
        return self._runner.question(name)

    @cached_property
    def _runner(self) -> QuestionRunner:
        return QuestionRunner(self.store, self.questions, self.data_version)

    def _with_context(self, description: Description) -> Description:
        """The description with what is known of the systems that it says it is part of."""
        outer = [
            end.removeprefix(CASE)
            for end in Facts(description.triples, self.vocabulary).ends(
                description.system, "isPartOfSystem"
            )
        ]
        known = [self.release.blocks[slug] for slug in outer if slug in self.release.blocks]
        if not known:
            return description
        quads = ox.parse(self.release.read(known), format=ox.RdfFormat.N_QUADS)
        triples = (*description.triples, *(quad.triple for quad in quads))
        return replace(description, triples=triples)
