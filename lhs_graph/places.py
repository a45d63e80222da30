"""The places that the framework names, and what one system has in each.

The places are the concepts of five code lists: core values, elements of the pillars, phases of the
learning cycle, processes, and the dimensions of value that indicators measure. A process fills the
place of every broader one too.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from lhs_graph.citations import citation
from lhs_graph.facts import Coverage, Facts
from lhs_graph.findings import Citation, NamedTerm, Text
from lhs_graph.terms import LHS, SKOS
from lhs_graph.vocabulary import Vocabulary

__all__ = ["SETTING", "STATES", "Filling", "Place", "Profile", "places_of", "profile_of"]

STATES: Final = ("present", "reported-gap", "absent", "undocumented")
"""What can be known of a place, the most telling first."""

SETTING: Final = ("atLevel", "atScale", "systemKind", "inJurisdiction")
"""The properties that say in what setting a system works."""

_SOURCES: Final = (
    ("value", "hasValueCommitment", "embraces", ("core-values",)),
    ("element", "hasSupport", "realises", ("pillars",)),
    ("phase", "hasPhase", "phaseKind", ("learning-cycles",)),
    ("process", "carriesOut", "realises", ("core-processes", "learning-cycles")),
    ("dimension", "hasIndicator", "measures", ("value-indicators",)),
)
"""Code list, the property that leads to the parts, the one that names the place, and the sections
in which a record would say it: only where all of them are exhaustive is silence absence."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the framework.

    `group` is the pillar of an element, and of a process the broadest one above it.
    """

    scheme: str
    concept: NamedTerm
    group: NamedTerm | None = None


@dataclass(frozen=True, slots=True)
class Filling:
    """What one system has in one place.

    `state` is one of `STATES`. `nodes` fill the place, each with a label; `gaps` are the reported
    gaps that concern it, which a place that is filled may have too. `sources` are the IRIs of the
    references behind them.
    """

    state: str
    nodes: tuple[NamedTerm, ...] = ()
    gaps: tuple[NamedTerm, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """What one system has in every place, by the concept's IRI, and its setting by property.

    `references` has what is said of every source of its places, by IRI and property.
    """

    system: NamedTerm
    coverage: Coverage
    fillings: Mapping[str, Filling]
    setting: Mapping[str, tuple[NamedTerm, ...]] = field(default_factory=dict)
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    references: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)

    @property
    def states(self) -> Mapping[str, str]:
        """The state of every place."""
        return {iri: filling.state for iri, filling in self.fillings.items()}

    def citation(self, source: str) -> Citation:
        """A source of its places as one cites it."""
        return citation(source, self.references.get(source, {}))

    def count(self) -> Mapping[str, int]:
        """How many places are in each state."""
        return Counter(filling.state for filling in self.fillings.values())


def places_of(vocabulary: Vocabulary) -> tuple[Place, ...]:
    """All places in the framework's order: by code list, then by group, then as listed."""
    heads = {one for links in vocabulary.links.values() for one in links.get(f"{SKOS}broader", ())}
    found: list[Place] = []
    for scheme, *_ in _SOURCES:
        own = []
        for iri in vocabulary.schemes.get(scheme, ()):
            group = _group(iri, vocabulary, heads)
            own.append(
                Place(scheme, vocabulary.term(iri), vocabulary.term(group) if group else None)
            )
        found += sorted(own, key=lambda place: _order(place, vocabulary))
    return tuple(found)


def profile_of(system: str, facts: Facts, places: Sequence[Place]) -> Profile:
    """What that system has in those places, from its statements and what they entail."""
    coverage = facts.coverage(system)
    filled = _filled(system, facts)
    gaps: dict[str, list[str]] = {}
    for gap in facts.ends(system, "hasReportedGap"):
        for concerned in facts.ends(gap, "concerns"):
            gaps.setdefault(concerned, []).append(gap)
    silence = {
        scheme: "absent" if coverage.is_exhaustive(sections) else "undocumented"
        for scheme, _, _, sections in _SOURCES
    }
    fillings = {}
    for place in places:
        iri = place.concept.iri
        nodes, reported = filled.get(iri, ()), gaps.get(iri, ())
        state = "present" if nodes else "reported-gap" if reported else silence[place.scheme]
        sources = dict.fromkeys(
            source for node in (*nodes, *reported) for source in facts.sources(node)
        )
        fillings[iri] = Filling(
            state,
            tuple(facts.term(node) for node in nodes),
            tuple(facts.term(gap) for gap in reported),
            tuple(sources),
        )
    setting = {name: tuple(map(facts.term, facts.ends(system, name))) for name in SETTING}
    named = dict.fromkeys(source for one in fillings.values() for source in one.sources)
    return Profile(
        facts.term(system),
        coverage,
        fillings,
        setting,
        _conditions(system, facts),
        {source: facts.texts.get(source, {}) for source in named},
    )


def _filled(system: str, facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """The nodes that fill each concept's place, in the document's order."""
    cycles = facts.ends(system, "hasCycle")
    phases = [phase for cycle in cycles for phase in facts.ends(cycle, "hasPhase")]
    found: dict[str, dict[str, None]] = {}
    for _, part, naming, _ in _SOURCES:
        for owner in (system, *cycles, *phases):
            for node in facts.ends(owner, part):
                for concept in _with_broader(facts.ends(node, naming), facts.vocabulary):
                    found.setdefault(concept, {})[node] = None
    return {concept: tuple(nodes) for concept, nodes in found.items()}


def _with_broader(concepts: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The concepts and all that are broader, each once."""
    found: dict[str, None] = {}
    todo = list(concepts)
    while todo:
        one = todo.pop()
        if one not in found:
            found[one] = None
            todo.extend(vocabulary.links.get(one, {}).get(f"{SKOS}broader", ()))
    return tuple(found)


def _conditions(system: str, facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """The conditions that the system is devoted to, by language."""
    found: dict[str, list[str]] = {}
    for subject, predicate, value in facts.triples:
        if (
            predicate.value == f"{LHS}conditionFocus"
            and isinstance(subject, ox.NamedNode)
            and subject.value == system
            and isinstance(value, ox.Literal)
        ):
            found.setdefault(value.language or "", []).append(value.value)
    return {language: tuple(texts) for language, texts in found.items()}


def _group(iri: str, vocabulary: Vocabulary, heads: Container[str]) -> str | None:
    """The pillar of an element, or the broadest process of a process; none where it is alone."""
    for pillar in vocabulary.links.get(iri, {}).get(f"{LHS}inPillar", ()):
        return pillar
    broadest = _with_broader([iri], vocabulary)[-1]
    return broadest if broadest != iri or iri in heads else None


def _order(place: Place, vocabulary: Vocabulary) -> tuple[int, bool]:
    """Groups by the rank of their pillar or phase, in each the concept that is its head first."""
    if place.group is None:
        return 0, False
    head = place.group.iri
    phases = vocabulary.links.get(head, {}).get(f"{LHS}ofPhase", ())
    ranked = next(iter(phases), head)
    texts = vocabulary.texts.get(ranked, {}).get(f"{LHS}rank", {})
    return int(next(iter(texts.values()), 0)), place.concept.iri != head
