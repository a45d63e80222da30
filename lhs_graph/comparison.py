"""Systems side by side.

Which of the framework's places each fills, which it reports as a gap, which it leaves unsaid.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lhs_graph.facts import Facts
from lhs_graph.findings import NamedTerm
from lhs_graph.vocabulary import Vocabulary

__all__ = ["Comparison", "ComparisonCell", "compare"]

_PLACES = (
    ("value", "hasValueCommitment", "embraces", "core-values"),
    ("element", "hasSupport", "realises", "pillars"),
    ("phase", "hasPhase", "phaseKind", "learning-cycles"),
    ("process", "carriesOut", "realises", "core-processes"),
    ("dimension", "hasIndicator", "measures", "value-indicators"),
)


@dataclass(frozen=True, slots=True)
class ComparisonCell:
    """One place of one system: `state` is present, reported-gap, absent or undocumented.

    `nodes` fill it.
    """

    state: str
    nodes: tuple[NamedTerm, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """A table: systems in the order given, rows by scheme and concept, a cell for each."""

    systems: tuple[NamedTerm, ...]
    rows: tuple[tuple[str, NamedTerm, tuple[ComparisonCell, ...]], ...]


def compare(systems: Sequence[tuple[str, Facts]], vocabulary: Vocabulary) -> Comparison:
    """The comparison of those systems over values, elements, phases, processes and dimensions."""
    filled = [_filled(system, facts) for system, facts in systems]
    rows = []
    for scheme, _, _, section in _PLACES:
        for iri in vocabulary.schemes.get(scheme, ()):
            cells = tuple(
                _cell(system, facts, places.get(iri, ()), iri, section)
                for (system, facts), places in zip(systems, filled, strict=True)
            )
            rows.append((scheme, vocabulary.term(iri), cells))
    return Comparison(tuple(facts.term(system) for system, facts in systems), tuple(rows))


def _filled(system: str, facts: Facts) -> Mapping[str, list[str]]:
    """The nodes that fill each concept's place."""
    cycles = facts.ends(system, "hasCycle")
    phases = [phase for cycle in cycles for phase in facts.ends(cycle, "hasPhase")]
    found: dict[str, list[str]] = {}
    for _, part, naming, _ in _PLACES:
        for owner in (system, *cycles, *phases):
            for node in facts.ends(owner, part):
                for concept in facts.ends(node, naming):
                    found.setdefault(concept, []).append(node)
    return found


def _cell(
    system: str, facts: Facts, nodes: Sequence[str], concept: str, section: str
) -> ComparisonCell:
    if nodes:
        sources = dict.fromkeys(source for node in nodes for source in facts.sources(node))
        return ComparisonCell("present", tuple(facts.term(node) for node in nodes), tuple(sources))
    reported = [
        gap
        for gap in facts.ends(system, "hasReportedGap")
        if concept in facts.ends(gap, "concerns")
    ]
    if reported:
        sources = dict.fromkeys(source for gap in reported for source in facts.sources(gap))
        named = tuple(facts.term(gap) for gap in reported)
        return ComparisonCell("reported-gap", named, tuple(sources))
    exhaustive = facts.coverage(system).is_exhaustive([section])
    return ComparisonCell("absent" if exhaustive else "undocumented")
