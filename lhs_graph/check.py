"""One description to findings.

Shapes, detectors, certainty, precedents and meters, storing nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

import pyoxigraph as ox

from lhs_graph.description import Description
from lhs_graph.detection import Detectors, RawGap, RawProblem, ReportedKind
from lhs_graph.entailment import entail
from lhs_graph.errors import Place
from lhs_graph.facts import Coverage, Facts
from lhs_graph.findings import (
    CheckReport,
    Finding,
    GapKind,
    MapLink,
    MapNode,
    NamedTerm,
    Precedent,
    WellFormednessProblem,
)
from lhs_graph.meters import measure_all
from lhs_graph.terms import LHS, RDF, short_name

__all__ = ["LEVELS", "Checker", "PrecedentFinder", "PrecedentSource", "certainty_of"]

LEVELS: Final = ("wellformed", "framework", "aligned")
"""The depth of a check: the form; also what the framework asks for; also what is not aligned."""

PrecedentFinder = Callable[[RawGap], Sequence[Precedent]]
PrecedentSource = Callable[[Facts], PrecedentFinder]

_TYPE: Final = ox.NamedNode(f"{RDF}type")
_SYSTEM: Final = ox.NamedNode(f"{LHS}LearningHealthSystem")
_LAYERS: Final = {
    f"{LHS}Support": "support",
    f"{LHS}StrategicGoal": "goal",
    f"{LHS}LearningCycle": "cycle",
    f"{LHS}CyclePhase": "phase",
    f"{LHS}Indicator": "indicator",
    f"{LHS}CommunityOfInterest": "community",
    f"{LHS}ValueCommitment": "value",
}


@dataclass(frozen=True)
class Checker:
    """Checks descriptions; holds what all checks share and nothing about any one of them."""

    detectors: Detectors
    data_version: str
    precedents: PrecedentSource | None = None

    def check(
        self, description: Description, *, level: str = "aligned", engine: str = "shacl"
    ) -> CheckReport:
        """The report on one description, whose topic counts as a learning health system."""
        started = perf_counter()
        vocabulary = self.detectors.vocabulary
        topic = ox.Triple(ox.NamedNode(description.system), _TYPE, _SYSTEM)
        stated = tuple(dict.fromkeys((*description.triples, topic)))
        facts = Facts((*stated, *entail(stated, vocabulary.axioms)), vocabulary)
        gaps, problems = self.detectors.run(
            facts.triples, form_only=level == "wellformed", engine=engine
        )
        coverage = facts.coverage(description.system)
        own = [gap for gap in gaps if gap.system == description.system and level != "wellformed"]
        reported = self._reported(facts, description.system) if level != "wellformed" else []
        find = self.precedents(facts) if self.precedents else _none
        seen = _Seen(facts, coverage, description.places, find)
        findings = self._findings(own, reported, seen)
        if level == "framework":
            findings = [finding for finding in findings if finding.kind.nature == "missing"]
        return CheckReport(
            system=facts.term(description.system),
            record_status=coverage.status,
            coverage=coverage.whole,
            data_version=self.data_version,
            level=level,
            problems=tuple(self._problem(one, facts, description.places) for one in problems),
            findings=tuple(sorted(findings, key=self._order)),
            reported=tuple(
                facts.term(gap) for gap in facts.ends(description.system, "hasReportedGap")
            ),
            meters=measure_all(facts, description.system, findings, aligned=level == LEVELS[-1]),
            map_nodes=_map_nodes(facts),
            map_links=_map_links(facts),
            seconds=perf_counter() - started,
        )

    def _order(self, finding: Finding) -> tuple[int, int, str, tuple[str, ...]]:
        kinds = list(self.detectors.vocabulary.kinds)
        rank = self.detectors.vocabulary.ranks[finding.severity]
        return -rank, kinds.index(finding.kind.iri), finding.focus.iri, finding.identity

    def _reported(self, facts: Facts, system: str) -> list[ReportedKind]:
        """The gaps that the description itself reports and ties to a kind."""
        return [
            ReportedKind(kind, gap, facts.ends(gap, "concerns"))
            for gap in facts.ends(system, "hasReportedGap")
            for kind in facts.ends(gap, "ofKind")
        ]

    def _findings(
        self,
        gaps: Iterable[RawGap],
        reported: Sequence[ReportedKind],
        seen: "_Seen",
    ) -> list[Finding]:
        found: dict[tuple[str, ...], Finding] = {}
        met: set[str] = set()
        for gap in gaps:
            node = next((one.node for one in reported if one.names(gap)), None)
            finding = self._finding(gap, seen, node)
            found.setdefault(finding.identity, finding)
            met.add(node or "")
        for one in reported:
            if one.node not in met:
                finding = self._finding(one.as_gap(), seen, one.node)
                found[finding.identity] = replace(finding, wording=seen.facts.term(one.node))
        return list(found.values())

    def _finding(self, gap: RawGap, seen: "_Seen", reported_as: str | None) -> Finding:
        kind, facts = self.detectors.vocabulary.kinds[gap.kind], seen.facts
        return Finding(
            kind=kind,
            system=facts.term(gap.system),
            focus=facts.term(gap.focus),
            about=facts.term(gap.about) if gap.about else None,
            related=facts.term(gap.related) if gap.related else None,
            severity=gap.severity or kind.severity,
            certainty=certainty_of(kind, seen.coverage, reported=reported_as is not None),
            facts={name: tuple(_named(facts, one) for one in iris) for name, iris in gap.facts},
            precedents=tuple(seen.precedents(gap)),
            sources=facts.sources(reported_as) if reported_as else facts.sources(gap.focus),
            place=seen.places.get(gap.focus),
            shape=gap.shape,
            component=gap.component,
            path=gap.path,
            constraint=gap.constraint,
            report=reported_as or "",
        )

    def _problem(
        self, problem: RawProblem, facts: Facts, places: Mapping[str, Place]
    ) -> WellFormednessProblem:
        result, shapes = problem.result, self.detectors.shapes
        focus = result.focus.strip("<>")
        return WellFormednessProblem(
            shape=result.shape,
            focus=facts.term(focus),
            path=result.path,
            value=result.value,
            name=shapes.texts(result.shape, "name"),
            message=shapes.texts(result.shape, "message"),
            severity=result.severity,
            component=result.component,
            place=places.get(focus),
        )


@dataclass(frozen=True, slots=True)
class _Seen:
    """The description in which gaps were found, as far as findings tell of it."""

    facts: Facts
    coverage: Coverage
    places: Mapping[str, Place]
    precedents: PrecedentFinder


def _none(_: RawGap) -> Sequence[Precedent]:
    return ()


def certainty_of(kind: GapKind, coverage: Coverage, *, reported: bool) -> str:
    """How sure a gap is.

    A source reports it, an exhaustive description confirms it, or nothing documents it.
    """
    if reported:
        return "reported"
    sections = [short_name(section) for section in kind.sections]
    return "confirmed" if coverage.is_exhaustive(sections) else "undocumented"


def _named(facts: Facts, value: str) -> NamedTerm:
    return facts.term(value) if ":" in value else NamedTerm(value, {"": value})


def _map_nodes(facts: Facts) -> tuple[MapNode, ...]:
    nodes = []
    for node, own in facts.links.items():
        types = own.get(_TYPE.value, ())
        for name, layer in _LAYERS.items():
            if name in types:
                pillars = tuple(short_name(pillar) for pillar in facts.ends(node, "inPillar"))
                nodes.append(MapNode(facts.term(node), layer, pillars))
                break
    return tuple(nodes)


def _map_links(facts: Facts) -> tuple[MapLink, ...]:
    wanted = facts.vocabulary.alignment_properties
    return tuple(
        MapLink(node, end, name.removeprefix(LHS))
        for node, own in facts.links.items()
        for name, ends in own.items()
        if name in wanted
        for end in ends
    )
