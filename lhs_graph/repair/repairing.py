"""From a description to its repair: propose, search, put in order, apply, check again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

import pyoxigraph as ox

from lhs_graph.check import Checker, PrecedentSource
from lhs_graph.description import Description
from lhs_graph.description.context import Context
from lhs_graph.detection import RawGap, ReportedKind
from lhs_graph.entailment import entail
from lhs_graph.facts import Facts
from lhs_graph.findings import Finding, NamedTerm
from lhs_graph.patch import Patch
from lhs_graph.repair.additions import Addition, Additions
from lhs_graph.repair.costs import Costs
from lhs_graph.repair.examples import Examples
from lhs_graph.repair.layout import Layout
from lhs_graph.repair.plan import Averted, RepairPlan, Step
from lhs_graph.repair.proposals import Proposer
from lhs_graph.repair.search import Outcome, Search
from lhs_graph.repair.texts import texts_of_new_parts
from lhs_graph.repair.trials import Chosen, Gap, Trials
from lhs_graph.repair.universe import Universe
from lhs_graph.terms import CONCEPT, LHS

__all__ = ["Repairer"]

_OF_KIND: Final = ox.NamedNode(f"{LHS}ofKind")
_INSTEAD: Final = 3
_PART: Final = 1_000
_UNLIKE: Final = 10
_FAR: Final = 100_000
_RANGE: Final = "https://schema.org/rangeIncludes"


@dataclass(frozen=True)
class Repairer:
    """Repairs descriptions; holds nothing about any one of them.

    `surroundings` gives a description with what is known of the systems it is part of, and
    `precedents` all that fills the place of a finding.
    """

    checker: Checker
    proposer: Proposer
    context: Context
    surroundings: Callable[[Description], Description]
    precedents: PrecedentSource

    def repair(
        self, description: Description, chosen: Chosen, costs: Costs, seconds: float
    ) -> RepairPlan:
        """The smallest repair for the findings chosen, tried and checked."""
        return _Repair(self, description, chosen, costs, seconds, perf_counter()).plan()


@dataclass
class _Repair:
    """One repair on its way."""

    by: Repairer
    description: Description
    chosen: Chosen
    costs: Costs
    seconds: float
    started: float

    def __post_init__(self) -> None:
        vocabulary = self.by.checker.detectors.vocabulary
        self.whole = self.by.surroundings(self.description)
        self.before = self.by.checker.check(self.whole)
        self.facts = self._facts(self.whole)
        ranks = vocabulary.ranks.__getitem__
        self.asked = tuple(
            one
            for one in self.before.findings
            if self.chosen.takes(one.severity, one.certainty, ranks)
        )
        self.asked_for = [one.identity for one in self.asked]
        self.examples = Examples(
            self.by.precedents(self.facts), self.description.system, vocabulary
        )
        self.concepts: dict[str, frozenset[str]] = {}
        symmetric = frozenset(one.value for one in vocabulary.axioms.symmetric)
        self.additions = Additions(self.whole, symmetric)
        self.trials = Trials(
            self.by.checker.detectors,
            self.whole,
            self.additions,
            self.chosen,
            self.facts.coverage(self.description.system),
            frozenset(one.identity for one in self.asked if one.certainty == "reported"),
        )

    def plan(self) -> RepairPlan:
        """The whole way."""
        universe = Universe(self.trials, self.by.proposer)
        search = Search(universe, self._cost, self._taste, self.seconds, self.started)
        outcome = search.run()
        texts = texts_of_new_parts(
            self.additions, outcome.made, self.facts, self.description.system
        )
        withdrawn = self._withdrawn(outcome)
        patch = self.additions.patch(outcome.made, texts)
        patch = replace(patch, removed=(*patch.removed, *withdrawn))
        repaired = patch.apply(self.description)
        checker = replace(self.by.checker, precedents=None)
        after = checker.check(self.by.surroundings(repaired))
        ranks = self.by.checker.detectors.vocabulary.ranks.__getitem__
        return RepairPlan(
            chosen=self.chosen,
            before=self.before,
            after=after,
            asked=self.asked,
            left=tuple(
                one
                for one in after.findings
                if self.chosen.takes(one.severity, one.certainty, ranks)
            ),
            steps=tuple(self._steps(outcome, search, repaired, texts)),
            withdrawn=tuple(self.facts.term(one.subject.value) for one in withdrawn),  # type: ignore[union-attr]
            patch=patch,
            repaired=repaired,
            least=outcome.least,
            exact=outcome.exact,
            cheapest=outcome.cheapest,
            considered=len(self.additions.all),
            trials=self.trials.count,
            seconds=perf_counter() - self.started,
        )

    def _facts(self, description: Description) -> Facts:
        vocabulary = self.by.checker.detectors.vocabulary
        entailed = entail(description.triples, vocabulary.axioms)
        return Facts((*description.triples, *entailed), vocabulary)

    def _cost(self, number: int) -> float:
        return self.costs.of(self.additions.all[number])

    def _taste(self, number: int) -> float:
        """Rather no new part, rather ends that have a concept in common, rather what came first.

        Of equal words, rather the one that most of the nearest cases say.
        """
        one = self.additions.all[number]
        alike = not self._concepts(one.subject).isdisjoint(self._concepts(one.value.value))
        unlike = 0 if alike else _UNLIKE - min(self.examples.said(one, self.asked_for), _UNLIKE)
        return (_PART if one.part else 0) + unlike + number / _FAR

    def _concepts(self, node: str) -> frozenset[str]:
        """The concepts that a part states or that follow for it; of a new part, what it is."""
        if node not in self.concepts:
            links = self.facts.links.get(node, {}).values()
            named = {end for ends in links for end in ends if end.startswith(CONCEPT)}
            new = self.additions.new_part(node)
            named.update([new.concept] if new and new.concept else [])
            self.concepts[node] = frozenset(named)
        return self.concepts[node]

    def _withdrawn(self, outcome: Outcome) -> list[ox.Triple]:
        """The kinds of gaps that the design itself reports and that the plan closes.

        A published system's gaps stay: a source reports them.
        """
        if self.before.record_status != "design":
            return []
        system, found = self.description.system, []
        for node in self.facts.ends(system, "hasReportedGap"):
            for kind in self.facts.ends(node, "ofKind"):
                reported = ReportedKind(kind, node, self.facts.ends(node, "concerns"))
                named = [one.identity for one in self.asked if reported.names(_raw(one))]
                closed = [one for one in named if one not in outcome.left]
                if named and len(closed) == len(named) and self._was_detected(named):
                    found.append(ox.Triple(ox.NamedNode(node), _OF_KIND, ox.NamedNode(kind)))
        return found

    def _was_detected(self, gaps: Sequence[Gap]) -> bool:
        return set(gaps) <= self.trials.one(())

    def _steps(
        self,
        outcome: Outcome,
        search: Search,
        repaired: Description,
        texts: Mapping[str, Sequence[ox.Triple]],
    ) -> Iterator[Step]:
        facts = self._facts(self.by.surroundings(repaired))
        layout = Layout(self.description.system, facts, self.by.context)
        order = layout.in_order(self.additions, outcome.made)
        prefixes = [order[:count] for count in range(len(order) + 1)]
        found = self.trials.many(prefixes)
        known = {one.identity: one for one in self.asked}
        others = self._instead(outcome, search)
        for number, before, after in zip(order, found[:-1], found[1:], strict=True):
            one = self.additions.all[number]
            gone = sorted(before - after)
            closes = tuple(known[gap] for gap in gone if gap in known and gap not in outcome.left)
            averts = [gap for gap in gone if gap not in known]
            instead_of, instead = others.get(number, ("value", ()))
            yield Step(
                addition=one,
                subject=facts.term(one.subject),
                property=facts.term(one.property),
                value=facts.term(one.value.value) if isinstance(one.value, ox.NamedNode) else None,
                type=facts.term(one.part.type) if one.part else None,
                to_be_told=self._to_be_told(one, instead if instead_of == "value" else (), facts),
                key=layout.key_of(one),
                place=self.description.places.get(one.subject),
                cost=self._cost(number),
                patch=_alone(one, texts),
                closes=closes,
                averts=tuple(self._averted(gap, facts) for gap in averts),
                precedents=self.examples.of(one, [gap for gap in gone if gap in known] or gone),
                instead=tuple(facts.term(iri) for iri in instead),
                instead_of=instead_of,
            )

    def _to_be_told(
        self, one: Addition, instead: Sequence[str], facts: Facts
    ) -> tuple[NamedTerm, ...]:
        """The texts of a new part, or what a word is chosen for where others would do as well."""
        if one.part:
            return tuple(map(facts.term, one.part.to_be_told))
        if not any(other.startswith(CONCEPT) for other in instead):
            return ()
        ranges = facts.vocabulary.links.get(one.property, {}).get(_RANGE, ())
        return tuple(map(facts.term, ranges or (one.property,)))

    def _averted(self, gap: Gap, facts: Facts) -> Averted:
        kind = self.by.checker.detectors.vocabulary.kind(gap[0])
        return Averted(kind, facts.term(gap[1]))

    def _instead(
        self, outcome: Outcome, search: Search
    ) -> Mapping[int, tuple[str, tuple[str, ...]]]:
        """For each step, a few values or subjects with which the plan would leave as little.

        Each was tried in the plan, in the place of the step and of nothing else.
        """
        swaps: list[tuple[int, str, str, frozenset[int]]] = []
        for number in sorted(outcome.made):
            if any(number in self.additions.all[one].needs for one in outcome.made):
                continue
            for instead_of in ("value", "subject"):
                alike = list(self._alike(number, instead_of, outcome, search))[:_INSTEAD]
                swaps.extend((number, instead_of, name, plan) for name, plan in alike)
                if alike:
                    break
        tried = self.trials.many([plan for *_, plan in swaps])
        found: dict[int, tuple[str, tuple[str, ...]]] = {}
        for (number, instead_of, name, _), left in zip(swaps, tried, strict=True):
            if left == outcome.left:
                found[number] = (instead_of, (*found.get(number, ("", ()))[1], name))
        return found

    def _alike(
        self, number: int, instead_of: str, outcome: Outcome, search: Search
    ) -> Iterator[tuple[str, frozenset[int]]]:
        """Additions that differ in one end only, and the plans with them that meet all rows."""
        own = self.additions.all[number]
        rest = outcome.made - {number}
        for one in self.additions.all:
            same = one.property == own.property and bool(one.part) == bool(own.part)
            ends = (one.subject == own.subject, one.value == own.value)
            if not same or one.number == number or one.number in outcome.made:
                continue
            if ends != ((True, False) if instead_of == "value" else (False, True)):
                continue
            plan = rest | {one.number}
            if one.needs <= plan and search.allows(plan, outcome.left):
                meant = one.part.concept or one.part.type if one.part else one.value.value
                yield (meant if instead_of == "value" else one.subject), plan


def _alone(addition: Addition, texts: Mapping[str, Sequence[ox.Triple]]) -> Patch:
    """The change that one addition makes."""
    told = texts.get(addition.part.iri, ()) if addition.part else ()
    return Patch(added=(*addition.statements(), *told), removed=addition.replaces)


def _raw(finding: Finding) -> RawGap:
    return RawGap(
        finding.kind.iri,
        finding.system.iri,
        finding.focus.iri,
        finding.about.iri if finding.about else None,
        finding.related.iri if finding.related else None,
    )
