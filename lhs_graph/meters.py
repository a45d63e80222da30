"""The three meters of a description: presence, connection and evidence, never combined into one.

Presence: of the places that the framework names (the core values, the pillars' elements, and for
each cycle its three phases, and the dimensions of value), how many the description fills.
Connection: of the parts that should be aligned with another (goals, supports, communities,
commitments, cycles, phases, indicators), how many no misalignment names. Evidence: of the parts,
how many name a source. A place that an as-reported description leaves empty is unknown, not unmet.
"""

from collections.abc import Iterable

from lhs_graph.facts import Facts
from lhs_graph.findings import Finding, Meter

__all__ = ["measure_all"]

_PLACES = (
    ("value", "hasValueCommitment", "embraces", "core-values"),
    ("element", "hasSupport", "realises", "pillars"),
    ("phase", "hasPhase", "phaseKind", "learning-cycles"),
    ("dimension", "hasIndicator", "measures", "value-indicators"),
)
_ALIGNED = (
    "StrategicGoal",
    "Support",
    "CommunityOfInterest",
    "ValueCommitment",
    "LearningCycle",
    "CyclePhase",
    "Indicator",
)
_SOURCED = (
    "StrategicGoal",
    "Support",
    "CommunityOfInterest",
    "ValueCommitment",
    "LearningCycle",
    "Indicator",
)


def measure_all(facts: Facts, system: str, findings: Iterable[Finding]) -> tuple[Meter, ...]:
    """The meters in the order presence, connection, evidence."""
    return (_presence(facts, system), _connection(facts, findings), _evidence(facts))


def _presence(facts: Facts, system: str) -> Meter:
    coverage = facts.coverage(system)
    met = unknown = total = 0
    for scheme, part, naming, section in _PLACES:
        places = set(facts.vocabulary.schemes.get(scheme, ()))
        owners = [system, *facts.ends(system, "hasCycle")]
        filled = {
            concept
            for owner in owners
            for node in facts.ends(owner, part)
            for concept in facts.ends(node, naming)
        } & places
        met += len(filled)
        total += len(places)
        if not coverage.is_exhaustive([section]):
            unknown += len(places - filled)
    return Meter("presence", met, unknown, total)


def _connection(facts: Facts, findings: Iterable[Finding]) -> Meter:
    nodes = {node for name in _ALIGNED for node in facts.instances(name)}
    wrong = [one for one in findings if one.kind.nature == "misaligned" and one.focus.iri in nodes]
    known = {one.focus.iri for one in wrong if one.certainty != "undocumented"}
    unknown = {one.focus.iri for one in wrong} - known
    return Meter("connection", len(nodes) - len(known) - len(unknown), len(unknown), len(nodes))


def _evidence(facts: Facts) -> Meter:
    nodes = {node for name in _SOURCED for node in facts.instances(name)}
    return Meter("evidence", sum(1 for node in nodes if facts.sources(node)), 0, len(nodes))
