"""The knowledge graph as one object: what the command line and the service hold and ask.

Each method is one answer; what the answers rest on is in `Knowledge`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from lhs_graph.check import Checker, PrecedentSource
from lhs_graph.collection import CollectedGap, CollectionGaps, collect_gaps, stream_gaps
from lhs_graph.comparison import Comparison, Criteria, PeerGroup, compare, gather, select_peers
from lhs_graph.compiler import Compiler, Progress
from lhs_graph.description import Description
from lhs_graph.edits import EditReader, one_valued
from lhs_graph.facts import Facts
from lhs_graph.findings import CheckReport, NamedTerm
from lhs_graph.headers import QueryFile, read_query_file
from lhs_graph.knowledge import Knowledge
from lhs_graph.overview import Overview, survey
from lhs_graph.patch import Patch
from lhs_graph.precedents import Precedents
from lhs_graph.questions import QuestionRunner, ResultTable, run_query
from lhs_graph.release import Block, Release, publish
from lhs_graph.repair import Chosen, Costs, Proposer, Repairer, RepairPlan
from lhs_graph.similarity import Nearest, Weights, nearest_cases
from lhs_graph.synergy import Synergy, Why, analyse, explain, find_support
from lhs_graph.terms import CASE, LHS
from lhs_graph.versions import Difference, difference, property_words
from lhs_graph.whatif import (
    Checkers,
    RememberingChecker,
    WhatIf,
    what_if,
    what_if_described,
)

__all__ = ["KnowledgeGraph", "no_progress"]


_PART_OF = ox.NamedNode(f"{LHS}isPartOfSystem")


def no_progress(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class KnowledgeGraph(Knowledge):
    """The answers of the project's files with one release of them."""

    @cached_property
    def checker(self) -> Checker:
        """The checker, with the precedents of the release."""
        version = self.release.manifest.data_version
        return Checker(self.detectors, version, self._finders())

    def _finders(self, limit: int = 3) -> PrecedentSource:
        known = Precedents(self.release.precedents, self.release.blocks, limit)
        return lambda facts: known.for_design(facts).find

    def check(
        self, description: Description, *, level: str = "aligned", engine: str = "shacl"
    ) -> CheckReport:
        """The report on a description or design; nothing is stored."""
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

    def overview(self, progress: Progress = no_progress) -> Overview:
        """What all described systems together document, with the statements behind every count.

        Raises:
            ValidationSetupError: the release holds no description.
        """
        return survey(self.release, self.detectors, progress)

    def peers(self, criteria: Criteria) -> PeerGroup:
        """The aggregate of the described systems that meet the criteria.

        Raises:
            UnknownTermError: a word of the criteria is in no code list.
            EmptyGroupError: no system meets them.
        """
        blocks = select_peers(self.release.blocks.values(), criteria, self.vocabulary)
        return gather(self.profiles(blocks), criteria)

    def compare(
        self, descriptions: Sequence[Description], criteria: Criteria | None = None
    ) -> Comparison:
        """Those systems side by side, beside the aggregate of those that meet the criteria, if any.

        Raises:
            IllTypedParameterError: there are too many systems or too few.
            UnknownTermError: a word of the criteria is in no code list.
            EmptyGroupError: no system meets them.
        """
        group = None if criteria is None else self.peers(criteria)
        profiles = [self.profile(one) for one in descriptions]
        return compare(profiles, self.places, self.vocabulary, group)

    def nearest(
        self, description: Description, criteria: Criteria | None = None, top: int = 5
    ) -> Nearest:
        """The described systems that resemble a description or design most, the nearest first.

        Only those that meet the criteria, if any are given; all of them give the weights.

        Raises:
            UnknownTermError: a word of the criteria is in no code list.
            EmptyGroupError: no system meets them.
        """
        every = self.release.blocks.values()
        chosen = {one.iri for one in select_peers(every, criteria or Criteria(), self.vocabulary)}
        described = tuple(self.profiles(every))
        others = [one for one in described if one.system.iri in chosen]
        return nearest_cases(
            self.profile(description), others, self.places, Weights.of(described), top
        )

    @cached_property
    def edits(self) -> EditReader:
        """Reads changes to descriptions into patches."""
        return EditReader(self.reader, one_valued(self.detectors.shapes.triples))

    def whatif(
        self,
        target: Description | str,
        patch: Patch | None = None,
        *,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
    ) -> WhatIf:
        """What would be found if a description, or a described system, were changed.

        Nothing is stored. For a described system the others of the release are looked at too.

        Args:
            target: a description, or the slug of a described system.
            patch: the change, carried out first; what it takes away need not be there.
            add: what to add, in the words of `EditReader.read`.
            remove: what to take away, in the same words.

        Raises:
            UnknownCaseError: the slug is not described.
            DescriptionError: a change cannot be read, or has nothing to take away.
            ValidationSetupError: nothing would be left to check.
        """
        described = self.stored(target) if isinstance(target, str) else target
        changed = patch.apply(described) if patch else described
        changed = self.edits.read(changed, add=add, remove=remove).apply(changed)
        change = Patch.between(described, changed)
        if isinstance(target, str):
            return what_if_described(
                described, change, self._checkers, self._property_words, self.release
            )
        return what_if(described, change, self._checkers, self._property_words, self._with_context)

    @cached_property
    def _checkers(self) -> Checkers:
        return Checkers(RememberingChecker(self.detectors, self.data_version), self.checker)

    def diff(self, old: Description, new: Description) -> Difference:
        """What differs between two versions of a description, and in what a check finds.

        Raises:
            ValidationSetupError: there is nothing to look at.
        """
        reports = self.check(old), self.check(new)
        return difference(old, new, reports, self.vocabulary, self._property_words)

    @cached_property
    def repairer(self) -> Repairer:
        """Repairs descriptions, with the precedents of the release."""
        queries = (read_query_file(path) for path in self.catalogue.repair_queries())
        proposer = Proposer(self.vocabulary, {query.id: query for query in queries})
        every = self._finders(limit=len(self.release.blocks))
        return Repairer(self.checker, proposer, self.reader.context, self._with_context, every)

    def repair(
        self,
        description: Description,
        chosen: Chosen | None = None,
        *,
        costs: Costs | None = None,
        seconds: float = 20.0,
    ) -> RepairPlan:
        """The fewest, then least costly, additions after which no finding is left.

        Args:
            description: a description or design; it stays as it is.
            chosen: which findings; all of them where nothing is given.
            costs: of additions; one each where nothing is given.
            seconds: after which the best plan so far is given, with a proven bound.
        """
        return self.repairer.repair(description, chosen or Chosen(), costs or Costs(), seconds)

    @cached_property
    def _property_words(self) -> Mapping[str, NamedTerm]:
        return property_words(self.reader.context)

    def synergy(self, description: Description) -> Synergy:
        """How the parts of a described system or design work together."""
        version = self.release.manifest.data_version
        return analyse(self.facts(description), description.system, version)

    def why(self, description: Description, support: str) -> Why:
        """Why a support of the description exists; it is named by its id, its IRI or its name.

        Raises:
            NotFoundError: there is no such support; the error names the nearest.
        """
        facts = self.facts(description)
        found = find_support(facts, description.system, support)
        return explain(facts, description.system, found, self.release.manifest.data_version)

    def build(
        self,
        out: Path,
        descriptions: Sequence[Description],
        includes: Sequence[Path],
        created: datetime,
        progress: Progress = no_progress,
    ) -> Release:
        """Compile a release into `out` and make it the current one there.

        `created` is the moment, with its time zone, that the release will say it was made at.

        Raises:
            ValidationSetupError: there is no description.
            FileUnreadableError: an included file cannot be read.
            FileUnwritableError: the folder cannot be written.
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
            Release.before(out),
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
        stated = tuple(one for one in description.triples if one.predicate == _PART_OF)
        ends = Facts(stated, self.vocabulary).ends(description.system, "isPartOfSystem")
        outer = [end.removeprefix(CASE) for end in ends]
        known = [self.release.blocks[slug] for slug in outer if slug in self.release.blocks]
        if not known:
            return description
        quads = ox.parse(self.release.read(known), format=ox.RdfFormat.N_QUADS)
        triples = (*description.triples, *(quad.triple for quad in quads))
        return replace(description, triples=triples)
