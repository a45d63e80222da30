"""The measures of one system's networks, told in its own names."""

from collections.abc import Iterable, Sequence
from itertools import combinations, combinations_with_replacement
from typing import Final

from lhs_graph.facts import Coverage, Facts
from lhs_graph.findings import NamedTerm
from lhs_graph.network import ENDS, AlignmentNetwork, Link, SupportNetwork
from lhs_graph.synergy.loops import loops_of
from lhs_graph.synergy.model import (
    Component,
    GoalBasis,
    Path,
    PillarCell,
    Reason,
    SupportRole,
    Synergy,
    Why,
)
from lhs_graph.synergy.reading import network_of, support_network_of
from lhs_graph.terms import FOAF

__all__ = ["analyse", "explain"]

_SECTIONS: Final = (
    "strategic-goals",
    "communities-of-interest",
    "pillars",
    "learning-cycles",
    "value-indicators",
)
_VALUES: Final = ("core-values",)
_SHARED: Final = ("goal", "phase", "cycle", "indicator")


def analyse(facts: Facts, system: str, data_version: str) -> Synergy:
    """The analysis of a described system, from its statements and what they entail."""
    network, supports = network_of(facts, system), support_network_of(facts, system)
    coverage = facts.coverage(system)
    pillars = facts.vocabulary.schemes["pillar"]
    goals = tuple(_basis(facts, network, supports, goal) for goal in network.of("goal"))
    return Synergy(
        system=facts.term(system),
        record=_record(facts, system),
        record_status=coverage.status,
        coverage=coverage.whole,
        certainty=_certainty(coverage, _SECTIONS),
        data_version=data_version,
        components=tuple(_component(facts, network, one) for one in network.components()),
        supports=_roles(facts, network, supports, goals),
        goals=goals,
        pillars=tuple((facts.term(one), len(_members(supports, one))) for one in pillars),
        cells=_cells(facts, network, supports),
        apart=tuple((facts.term(one), facts.term(other)) for one, other in supports.apart()),
        loops=loops_of(facts, system),
    )


def explain(facts: Facts, system: str, support: str, data_version: str) -> Why:
    """Why that support, given by its IRI, exists: the shortest ways from it to value."""
    network, coverage = network_of(facts, system), facts.coverage(system)
    stops = network.dead_ends(support)
    reasons = []
    for layer in ENDS:
        paths = tuple(_path(facts, support, steps) for steps in network.nearest(support, layer))
        left = () if paths else tuple((network.layers[one], facts.term(one)) for one in stops)
        sections = (*_SECTIONS, *_VALUES) if layer == "commitment" else _SECTIONS
        reasons.append(Reason(layer, _certainty(coverage, sections), paths, left))
    return Why(
        system=facts.term(system),
        support=facts.term(support),
        coverage=coverage.whole,
        data_version=data_version,
        reasons=tuple(reasons),
    )


def _certainty(coverage: Coverage, sections: Sequence[str]) -> str:
    return "confirmed" if coverage.is_exhaustive(sections) else "undocumented"


def _record(facts: Facts, system: str) -> str:
    topic = f"{FOAF}primaryTopic"
    found = (node for node, own in facts.links.items() if system in own.get(topic, ()))
    return next(found, system)


def _component(facts: Facts, network: AlignmentNetwork, nodes: frozenset[str]) -> Component:
    own = [(layer, node) for node, layer in network.layers.items() if node in nodes]
    return Component(tuple((layer, facts.term(node)) for layer, node in own))


def _basis(
    facts: Facts, network: AlignmentNetwork, supports: SupportNetwork, goal: str
) -> GoalBasis:
    servers = supports.servers.get(goal, ())
    within = {pillar for one in servers for pillar in supports.pillars.get(one, ())}
    paths = [network.as_steps(path) for path in network.independent(goal)]
    return GoalBasis(
        goal=facts.term(goal),
        servers=_terms(facts, servers),
        reached_by=_terms(facts, sorted(network.reaching(goal))),
        pillars=_terms(facts, (one for one in facts.vocabulary.schemes["pillar"] if one in within)),
        paths=tuple(_path(facts, steps[0].start, steps) for steps in paths),
        bottlenecks=_terms(facts, network.bottlenecks(goal)),
    )


def _roles(
    facts: Facts,
    network: AlignmentNetwork,
    supports: SupportNetwork,
    goals: Iterable[GoalBasis],
) -> tuple[SupportRole, ...]:
    """All supports, those first without which most goals are cut, left alone, or parts split."""
    pieces, groups = network.articulation(), supports.holders()
    bases = tuple(goals)
    roles = [
        SupportRole(
            support=facts.term(support),
            pillars=_terms(facts, supports.pillars.get(support, ())),
            goals=tuple(one.goal for one in bases if support in _iris(one.servers)),
            alone=tuple(one.goal for one in bases if _iris(one.servers) == {support}),
            cut=tuple(one.goal for one in bases if _iris(one.reached_by) == {support}),
            pieces=pieces.get(support, 0),
            groups=groups.get(support, 0),
            across=_is_across(facts, support),
        )
        for support in supports.supports
    ]
    return tuple(
        sorted(
            roles,
            key=lambda one: (
                -len(one.cut),
                -len(one.alone),
                -one.pieces,
                -one.groups,
                -len(one.goals),
                one.support.iri,
            ),
        )
    )


def _is_across(facts: Facts, support: str) -> bool:
    """Whether it is connected with a support, of whatever system, of a pillar not its own."""
    own = set(facts.ends(support, "inPillar"))
    return any(
        set(facts.ends(other, "inPillar")) - own for other in facts.ends(support, "connectsTo")
    )


def _cells(
    facts: Facts, network: AlignmentNetwork, supports: SupportNetwork
) -> tuple[PillarCell, ...]:
    direct = set(supports.pairs)
    shared = _sharing(network) - direct
    cells = []
    for one, other in combinations_with_replacement(facts.vocabulary.schemes["pillar"], 2):
        first, second = _members(supports, one), _members(supports, other)
        across = {
            (min(pair), max(pair)) for pair in _pairs_between(first, second) if pair[0] != pair[1]
        }
        cells.append(
            PillarCell(
                one=facts.term(one),
                other=facts.term(other),
                direct=len(across & direct),
                shared=len(across & shared),
                spanning=len(first & second) if one != other else 0,
            )
        )
    return tuple(cells)


def _pairs_between(first: Iterable[str], second: Iterable[str]) -> Iterable[tuple[str, str]]:
    others = tuple(second)
    return ((one, two) for one in first for two in others)


def _sharing(network: AlignmentNetwork) -> set[tuple[str, str]]:
    """The pairs of supports from which a step leads to the same part."""
    found: dict[str, set[str]] = {}
    for step in network.steps:
        if network.layers[step.start] == "support" and network.layers[step.end] in _SHARED:
            found.setdefault(step.end, set()).add(step.start)
    return {pair for group in found.values() for pair in combinations(sorted(group), 2)}


def _members(supports: SupportNetwork, pillar: str) -> frozenset[str]:
    return frozenset(one for one in supports.supports if pillar in supports.pillars.get(one, ()))


def _path(facts: Facts, start: str, steps: Iterable[Link]) -> Path:
    walked = tuple(steps)
    nodes = (start, *(step.end for step in walked))
    return Path(_terms(facts, nodes), tuple(step.property for step in walked))


def _terms(facts: Facts, iris: Iterable[str]) -> tuple[NamedTerm, ...]:
    return tuple(facts.term(iri) for iri in iris)


def _iris(terms: Iterable[NamedTerm]) -> set[str]:
    return {term.iri for term in terms}
