"""The three meters of a description: presence, connection and evidence, never combined into one.

Each says of a number of places or parts how many are met, how many are unknown and how many there
are; what is left is known not to be met. `docs/measures.md` defines them for readers.

Presence: of the places that the framework names, how many the description fills. The places are
the core values, the elements of the pillars and the dimensions of value, once each, and the phases
for each learning cycle: a cycle without a phase is not made whole by another. A system without a
cycle has the phases of one to fill. A place is filled by a part that names its concept. An empty
one is unknown where the section in which it would stand is not exhaustive and no source reports
the lack as a gap.

Connection: of the parts that should be aligned with another, how many no misalignment names as its
focus. A part that only undocumented misalignments name is unknown; without a look at the alignment,
every part is.

Evidence: of the parts that a published case has to give a source for, how many name one. Whether
a part names a source is never unknown.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from lhs_graph.facts import Facts
from lhs_graph.findings import Finding, Meter
from lhs_graph.terms import system_of

__all__ = ["ALIGNED", "SOURCED", "measure_all"]

_PLACES: Final = (
    ("value", "hasValueCommitment", "embraces", "core-values"),
    ("element", "hasSupport", "realises", "pillars"),
    ("dimension", "hasIndicator", "measures", "value-indicators"),
)
_PHASES: Final = ("phase", "hasPhase", "phaseKind", "learning-cycles")

ALIGNED: Final = (
    "StrategicGoal",
    "Support",
    "CommunityOfInterest",
    "ValueCommitment",
    "LearningCycle",
    "CyclePhase",
    "Indicator",
)
"""The classes whose members should be aligned with something."""

SOURCED: Final = (
    "hasGoal",
    "hasCommunity",
    "hasValueCommitment",
    "hasSupport",
    "hasCycle",
    "hasIndicator",
    "hasResult",
    "hasCareTrajectory",
    "hasContextNote",
    "hasReportedGap",
)
"""The properties that lead to parts for which a published case has to give a source."""


def measure_all(
    facts: Facts, system: str, findings: Iterable[Finding], *, aligned: bool = True
) -> tuple[Meter, ...]:
    """The meters in the order presence, connection, evidence.

    Args:
        facts: the statements, which may be about other systems, too: those do not count.
        system: the IRI of the system that is measured.
        findings: those of its check.
        aligned: whether the check looked at the alignment.
    """
    return (
        _presence(facts, system),
        _connection(facts, system, findings, aligned=aligned),
        _evidence(facts, system),
    )


def _presence(facts: Facts, system: str) -> Meter:
    coverage = facts.coverage(system)
    reported = {
        end for gap in facts.ends(system, "hasReportedGap") for end in facts.ends(gap, "concerns")
    }
    met = unknown = total = 0
    for owner, (scheme, part, naming, section) in _owners(facts, system):
        places = set(facts.vocabulary.schemes.get(scheme, ()))
        named = {end for node in facts.ends(owner, part) for end in facts.ends(node, naming)}
        met += len(places & named)
        total += len(places)
        if not coverage.is_exhaustive([section]):
            unknown += len(places - named - reported)
    return Meter("presence", met, unknown, total)


def _owners(facts: Facts, system: str) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
    """What has places to fill, with which; a system without a cycle has the phases itself."""
    for places in _PLACES:
        yield system, places
    for cycle in facts.ends(system, "hasCycle") or (system,):
        yield cycle, _PHASES


def _connection(facts: Facts, system: str, findings: Iterable[Finding], *, aligned: bool) -> Meter:
    nodes = {
        node for name in ALIGNED for node in facts.instances(name) if system_of(node) == system
    }
    if not aligned:
        return Meter("connection", 0, len(nodes), len(nodes))
    wrong = [one for one in findings if one.kind.nature == "misaligned" and one.focus.iri in nodes]
    known = {one.focus.iri for one in wrong if one.certainty != "undocumented"}
    unknown = {one.focus.iri for one in wrong} - known
    return Meter("connection", len(nodes) - len(known) - len(unknown), len(unknown), len(nodes))


def _evidence(facts: Facts, system: str) -> Meter:
    owners = (system, *facts.ends(system, "hasIndicator"))
    nodes = {end for owner in owners for name in SOURCED for end in facts.ends(owner, name)}
    return Meter("evidence", sum(1 for node in nodes if facts.sources(node)), 0, len(nodes))
