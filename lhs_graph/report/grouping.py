"""The order in which every form of the report says things.

Findings by the framework element they concern.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from lhs_graph.findings import CheckReport, Finding, NamedTerm
from lhs_graph.terms import CONCEPT
from lhs_graph.vocabulary import Vocabulary

__all__ = ["by_element", "count_findings", "element_of"]

_GROUPING = ("value", "pillar", "phase", "process", "dimension", "proposition", "level", "scale")


def element_of(finding: Finding, vocabulary: Vocabulary) -> NamedTerm:
    """The value, pillar, phase, process or dimension under which a finding is listed."""
    candidates = [finding.about.iri] if finding.about else []
    for iri in (*candidates, *finding.kind.concerns):
        for lifted in (iri, *_lifted(iri, vocabulary)):
            scheme = lifted.removeprefix(CONCEPT).split("/", 1)[0]
            if lifted.startswith(CONCEPT) and scheme in _GROUPING:
                return vocabulary.term(lifted)
    return vocabulary.term(finding.kind.concerns[0])


def _lifted(iri: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The pillar of an element, the phase of a process."""
    links = vocabulary.links.get(iri, {})
    found: list[str] = []
    for name, ends in links.items():
        if name.endswith(("#inPillar", "#ofPhase")):
            found.extend(ends)
    return tuple(found)


def by_element(
    findings: Sequence[Finding], vocabulary: Vocabulary
) -> list[tuple[NamedTerm, list[Finding]]]:
    """The findings under their element, elements in the framework's order.

    Findings in the report's.
    """
    groups: dict[str, tuple[NamedTerm, list[Finding]]] = {}
    for finding in findings:
        element = element_of(finding, vocabulary)
        groups.setdefault(element.iri, (element, []))[1].append(finding)
    order = [iri for scheme in _GROUPING for iri in vocabulary.schemes.get(scheme, ())]
    places = {iri: number for number, iri in enumerate(order)}
    return [groups[iri] for iri in sorted(groups, key=lambda iri: places.get(iri, len(places)))]


def count_findings(report: CheckReport) -> Mapping[tuple[str, str], int]:
    """How many findings of each severity and certainty."""
    return Counter((finding.severity, finding.certainty) for finding in report.findings)
