"""Reads a release into the overview of its collection."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from lhs_graph.collection import CollectedGap, stream_gaps
from lhs_graph.compiler import Progress
from lhs_graph.detection import Detectors
from lhs_graph.errors import ValidationSetupError
from lhs_graph.facts import Facts
from lhs_graph.findings import Finding, GapKind, NamedTerm
from lhs_graph.meters import measure_all
from lhs_graph.overview.model import (
    Case,
    Cycle,
    Goal,
    Overview,
    PlaceTally,
    Reference,
    ReportedGap,
    Statement,
)
from lhs_graph.places import SETTING, places_of, profile_of
from lhs_graph.release import Block, Release
from lhs_graph.terms import BIBO, DCTERMS, FOAF, LHS, SKOS, concept
from lhs_graph.vocabulary import Vocabulary

__all__ = ["GROUPINGS", "survey"]

GROUPINGS: Final = (*SETTING, "basis")
"""The properties by which cases are put into groups of peers."""

_CLASSES: Final = (
    "StrategicGoal",
    "CommunityOfInterest",
    "ValueCommitment",
    "Support",
    "LearningCycle",
    "CyclePhase",
    "LearningProcess",
    "Problem",
    "Indicator",
    "Result",
    "CareTrajectory",
    "ReportedGap",
    "ContextNote",
)
_FILLING: Final = ("embraces", "realises", "phaseKind", "measures", "concerns")
_SAYING: Final = (f"{LHS}isShownBy", f"{LHS}statement", f"{DCTERMS}description")
_URL: Final = "https://schema.org/url"


def survey(release: Release, detectors: Detectors, progress: Progress) -> Overview:
    """The overview of all descriptions of a release.

    Raises:
        ValidationSetupError: the release holds no description.
    """
    vocabulary = detectors.vocabulary
    blocks = list(release.blocks.values())
    if not blocks:
        raise ValidationSetupError(detail="the release holds no descriptions")
    gaps: dict[str, list[CollectedGap]] = {block.slug: [] for block in blocks}
    for gap in stream_gaps(release, blocks, detectors, set(), progress):
        gaps[gap.block.slug].append(gap)
    readers = []
    for number, block in enumerate(blocks, 1):
        readers.append(_Reader(block, _facts(release, block, vocabulary), gaps[block.slug]))
        progress("overview", number, len(blocks))
    return Overview(
        manifest=release.manifest,
        cases=tuple(reader.case() for reader in readers),
        places=tuple(_places(readers, vocabulary)),
        cycles=tuple(cycle for reader in readers for cycle in reader.cycles()),
        goals=tuple(goal for reader in readers for goal in reader.goals()),
        reported=tuple(gap for reader in readers for gap in reader.reported()),
        references=_references(reader.facts for reader in readers),
    )


def _facts(release: Release, block: Block, vocabulary: Vocabulary) -> Facts:
    quads = ox.parse(release.read([block]), format=ox.RdfFormat.N_QUADS)
    return Facts(tuple(dict.fromkeys(quad.triple for quad in quads)), vocabulary)


@dataclass(frozen=True)
class _Reader:
    """Reads what one description says."""

    block: Block
    facts: Facts
    gaps: Sequence[CollectedGap]

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """The parts of the description by IRI, by class and then by name."""
        parts: dict[str, None] = {}
        waiting = [self.block.iri]
        while waiting:
            ends = self.facts.ends(waiting.pop(), "hasPart")
            waiting.extend(end for end in ends if end not in parts)
            parts.update(dict.fromkeys(ends))
        found = [self._statement(node) for node in parts]
        found.sort(key=lambda one: (_rank(one.part), one.node.label(""), one.node.iri))
        return {one.node.iri: one for one in found}

    def _statement(self, node: str) -> Statement:
        types = self.facts.types(node)
        texts = self.facts.texts.get(node, {})
        fills = (end for name in _FILLING for end in self.facts.ends(node, name))
        return Statement(
            case=self.block.slug,
            node=self.facts.term(node),
            part=next((name for name in _CLASSES if name in types), ""),
            said=next((texts[name] for name in _SAYING if name in texts), {}),
            fills=tuple(map(self.facts.term, dict.fromkeys(fills))),
            sources=self.facts.sources(node),
            locator=texts.get(f"{BIBO}locator", {}),
            misaligned=self._misaligned.get(node, ()),
        )

    @cached_property
    def _misaligned(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for gap in self.gaps:
            if gap.kind.nature == "misaligned":
                found.setdefault(gap.focus, {})[gap.kind.notation] = None
        return {focus: tuple(kinds) for focus, kinds in found.items()}

    def case(self) -> Case:
        """What is told of the system as a whole."""
        system, facts = self.block.iri, self.facts
        records = [
            node
            for node, own in facts.links.items()
            if system in own.get(f"{FOAF}primaryTopic", ())
        ]
        groups = {
            name: tuple(
                facts.term(end) for owner in (system, *records) for end in facts.ends(owner, name)
            )
            for name in GROUPINGS
        }
        told = facts.texts.get(records[0], {}) if records else {}
        findings = [_finding(gap) for gap in self.gaps]
        return Case(
            slug=self.block.slug,
            term=NamedTerm(system, self.block.labels),
            groups=groups,
            coverage=facts.coverage(system),
            modified=next(iter(told.get(f"{DCTERMS}modified", {}).values()), ""),
            note=told.get(f"{SKOS}editorialNote", {}),
            statements=tuple(self.statements.values()),
            references=facts.ends(system, "isDocumentedBy"),
            meters=measure_all(facts, system, findings),
        )

    def cycles(self) -> Iterable[Cycle]:
        """The learning cycles."""
        for cycle in self.facts.ends(self.block.iri, "hasCycle"):
            own = self.facts.ends(cycle, "hasPhase")
            yield Cycle(
                statement=self.statements[cycle],
                phases=tuple(
                    (
                        self.facts.term(kind),
                        self._all(one for one in own if kind in self.facts.ends(one, "phaseKind")),
                    )
                    for kind in self.facts.vocabulary.schemes["phase"]
                ),
                certainty=self._certainty(cycle, _is_about_return),
            )

    def goals(self) -> Iterable[Goal]:
        """The strategic goals."""
        supports = self.facts.ends(self.block.iri, "hasSupport")
        for goal in self.facts.ends(self.block.iri, "hasGoal"):
            serving = [one for one in supports if goal in self.facts.ends(one, "servesGoal")]
            yield Goal(
                statement=self.statements[goal],
                supports=self._all(serving),
                certainty=self._certainty(goal, _is_about_support),
            )

    def reported(self) -> Iterable[ReportedGap]:
        """The gaps that sources report."""
        kinds = self.facts.vocabulary.kinds
        for gap in self.facts.ends(self.block.iri, "hasReportedGap"):
            yield ReportedGap(
                statement=self.statements[gap],
                kinds=tuple(
                    kinds[kind] for kind in self.facts.ends(gap, "ofKind") if kind in kinds
                ),
                about=self.facts.texts.get(gap, {}).get(f"{LHS}aboutText", {}),
            )

    def _all(self, nodes: Iterable[str]) -> tuple[Statement, ...]:
        return tuple(self.statements[node] for node in nodes)

    def _certainty(self, focus: str, wanted: Callable[[GapKind], bool]) -> str | None:
        found = (one.certainty for one in self.gaps if one.focus == focus and wanted(one.kind))
        return next(found, None)


def _is_about_support(kind: GapKind) -> bool:
    """Whether the kind is that of a goal which no support serves."""
    goals = (concept("section", "strategic-goals"),)
    return kind.concerns == goals and kind.closed_by == (f"{LHS}servesGoal",)


def _is_about_return(kind: GapKind) -> bool:
    """Whether an indicator of the cycle that data of practice feed closes a gap of that kind."""
    return {f"{LHS}monitors", f"{LHS}isFedBy"} <= set(kind.closed_by)


def _rank(part: str) -> int:
    return _CLASSES.index(part) if part in _CLASSES else len(_CLASSES)


def _finding(gap: CollectedGap) -> Finding:
    """The gap as the meters read it."""
    return Finding(
        kind=gap.kind,
        system=NamedTerm(gap.block.iri, gap.block.labels),
        focus=NamedTerm(gap.focus, {}),
        about=None,
        related=None,
        severity=gap.severity,
        certainty=gap.certainty,
    )


def _places(readers: Sequence[_Reader], vocabulary: Vocabulary) -> Iterator[PlaceTally]:
    """Each place with what every case has in it."""
    places = places_of(vocabulary)
    profiles = [profile_of(one.block.iri, one.facts, places) for one in readers]
    for place in places:
        found: dict[str, list[Statement]] = {"present": [], "reported-gap": []}
        silent: dict[str, list[str]] = {"absent": [], "undocumented": []}
        for reader, profile in zip(readers, profiles, strict=True):
            filling = profile.fillings[place.concept.iri]
            if filling.state in silent:
                silent[filling.state].append(reader.block.slug)
            else:
                nodes = filling.nodes if filling.state == "present" else filling.gaps
                found[filling.state] += (reader.statements[node.iri] for node in nodes)
        yield PlaceTally(
            place=place,
            documented=tuple(found["present"]),
            reported=tuple(found["reported-gap"]),
            absent=tuple(silent["absent"]),
            undocumented=tuple(silent["undocumented"]),
        )


def _references(all_facts: Iterable[Facts]) -> Mapping[str, Reference]:
    """Every reference that a description names, sorted by IRI."""
    found: dict[str, Reference] = {}
    for facts in all_facts:
        for iri in facts.instances("Reference"):
            found.setdefault(iri, _reference(facts, iri))
    return dict(sorted(found.items()))


def _reference(facts: Facts, iri: str) -> Reference:
    texts = facts.texts.get(iri, {})

    def one(name: str) -> str:
        return next(iter(texts.get(name, {}).values()), "")

    def meant(name: str) -> NamedTerm | None:
        return next((facts.term(end) for end in facts.ends(iri, name)), None)

    links = facts.links.get(iri, {}).get(_URL, ())
    return Reference(
        iri=iri,
        title=one(f"{DCTERMS}title"),
        authors=one(f"{LHS}authorText"),
        year=one(f"{DCTERMS}issued"),
        doi=one(f"{BIBO}doi"),
        url=one(_URL) or next(iter(links), ""),
        kind=meant("sourceType"),
        depth=meant("readingDepth"),
    )
