"""The order in which every form of the report says things.

Findings by the framework element they concern.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from lhs_graph.findings import CheckReport, Finding, NamedTerm
from lhs_graph.terms import BASE, CONCEPT, LHS, concept
from lhs_graph.vocabulary import Vocabulary

__all__ = ["by_element", "count_findings"]

_GROUPING = ("value", "pillar", "phase", "dimension", "proposition", "process", "level", "scale")


def by_element(
    report: CheckReport, vocabulary: Vocabulary
) -> list[tuple[NamedTerm, list[Finding]]]:
    """The findings under their element, in the framework's order, each group in the report's.

    An element is what the finding is about, else the pillar of the support concerned, else the
    concept that the kind concerns; a kind that concerns several of one list stands under the list.
    """
    pillars = {node.term.iri: node.pillars for node in report.map_nodes}
    groups: dict[str, tuple[NamedTerm, list[Finding]]] = {}
    for finding in report.findings:
        element = _element(finding, vocabulary, pillars.get(finding.focus.iri, ()))
        groups.setdefault(element.iri, (element, []))[1].append(finding)
    order = [
        iri
        for scheme in _GROUPING
        for iri in (f"{BASE}scheme/{scheme}", *vocabulary.schemes.get(scheme, ()))
    ]
    places = {iri: number for number, iri in enumerate(order)}
    return [groups[iri] for iri in sorted(groups, key=lambda iri: places.get(iri, len(places)))]


def _element(finding: Finding, vocabulary: Vocabulary, pillars: Sequence[str]) -> NamedTerm:
    if finding.about:
        for scheme, iris in _lifted([finding.about.iri], vocabulary).items():
            if scheme in _GROUPING:
                return vocabulary.term(iris[0])
    if len(pillars) == 1:
        return vocabulary.term(concept("pillar", pillars[0]))
    concerned = _lifted(finding.kind.concerns, vocabulary)
    for scheme in _GROUPING:
        iris = concerned.get(scheme, [])
        if iris:
            return vocabulary.term(iris[0] if len(iris) == 1 else f"{BASE}scheme/{scheme}")
    return vocabulary.term(finding.kind.concerns[0])


def _lifted(iris: Iterable[str], vocabulary: Vocabulary) -> dict[str, list[str]]:
    """The concepts by scheme, an element as its pillar, a process of a phase as that phase."""
    found: dict[str, list[str]] = {}
    for iri in iris:
        links = vocabulary.links.get(iri, {})
        above = (*links.get(f"{LHS}inPillar", ()), *links.get(f"{LHS}ofPhase", ())) or (iri,)
        for one in above:
            if one.startswith(CONCEPT):
                own = found.setdefault(one.removeprefix(CONCEPT).split("/", 1)[0], [])
                if one not in own:
                    own.append(one)
    return found


def count_findings(report: CheckReport) -> Mapping[tuple[str, str], int]:
    """How many findings of each severity and certainty."""
    return Counter((finding.severity, finding.certainty) for finding in report.findings)
