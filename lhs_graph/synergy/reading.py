"""A description's statements as networks.

Only the system's own parts are nodes: what leads to another system's part is no link here.
"""

from collections.abc import Iterable, Iterator, Mapping

from lhs_graph.errors import NotASupportError, NotFoundError
from lhs_graph.facts import Facts
from lhs_graph.network import LINKS, NODES, AlignmentNetwork, Link, SupportNetwork
from lhs_graph.terms import LHS, system_of
from lhs_graph.vocabulary import nearest

__all__ = ["find_support", "network_of", "own_instances", "support_network_of"]


def own_instances(facts: Facts, system: str, name: str) -> tuple[str, ...]:
    """The system's parts of one of our classes, in the document's order."""
    return tuple(node for node in facts.instances(name) if system_of(node) == system)


def network_of(facts: Facts, system: str) -> AlignmentNetwork:
    """The system's alignment network.

    Of the processes, those that a phase carries out: one of the whole is aligned with everything.
    """
    layers = dict(_layers(facts, system))
    links = [
        link
        for name, way in LINKS.items()
        for node in layers
        for link in _links(facts, system, node, name, way)
        if link.start in layers and link.end in layers
    ]
    last = facts.vocabulary.schemes["phase"][-1]
    joints = {
        link
        for link in links
        if LINKS[link.property] == "last" and last not in facts.ends(link.start, "phaseKind")
    }
    steps = tuple(dict.fromkeys(link for link in links if link not in joints))
    return AlignmentNetwork(layers, steps, tuple(one for one in links if one in joints))


def support_network_of(facts: Facts, system: str) -> SupportNetwork:
    """The system's own supports, their connections, pillars and goals."""
    supports = facts.ends(system, "hasSupport")
    servers: Mapping[str, list[str]] = {goal: [] for goal in facts.ends(system, "hasGoal")}
    for support in supports:
        for goal in facts.ends(support, "servesGoal"):
            servers.get(goal, []).append(support)
    return SupportNetwork(
        system=system,
        supports=supports,
        connections=[(one, two) for one in supports for two in facts.ends(one, "connectsTo")],
        pillars={support: facts.ends(support, "inPillar") for support in supports},
        servers=servers,
    )


def find_support(facts: Facts, system: str, name: str) -> str:
    """The IRI of the system's support that is named by its id, its IRI or its name.

    Raises:
        NotFoundError: there is none, or several have that name; the error names the nearest ids.
        NotASupportError: another part has that name.
    """
    supports = facts.ends(system, "hasSupport")
    ids = {support.removeprefix(f"{system}#"): support for support in supports}
    if name in ids:
        return ids[name]
    wanted = name.casefold()
    found = [
        support
        for support in supports
        if support == name or wanted in map(str.casefold, facts.term(support).labels.values())
    ]
    if len(found) != 1:
        kind = None if found else _other_kind(facts, system, name)
        if kind:
            raise NotASupportError(name=name, kind=facts.vocabulary.term(kind).labels)
        raise NotFoundError(name=name, nearest=nearest(name, ids))
    return found[0]


def _other_kind(facts: Facts, system: str, name: str) -> str | None:
    """The class of the system's part that is named by its id or its IRI, if there is one."""
    types = facts.types(name if name.startswith(f"{system}#") else f"{system}#{name}")
    known = [one for one in (*NODES, *sorted(types)) if one in types]
    return f"{LHS}{known[0]}" if known else None


def _layers(facts: Facts, system: str) -> Iterator[tuple[str, str]]:
    """Each node with its layer, the ends of value last."""
    phases = own_instances(facts, system, "CyclePhase")
    carried = {process for phase in phases for process in facts.ends(phase, "carriesOut")}
    for name, layer in NODES.items():
        for node in own_instances(facts, system, name):
            if layer != "process" or node in carried:
                yield node, layer
    for node in own_instances(facts, system, "ValueCommitment"):
        yield node, "commitment"
    for dimension in facts.vocabulary.schemes["dimension"]:
        yield dimension, "dimension"


def _links(facts: Facts, system: str, node: str, name: str, way: str) -> Iterator[Link]:
    for end in _targets(facts, system, node, name):
        if way in ("forward", "both"):
            yield Link(node, end, name)
        if way in ("backward", "both", "last"):
            yield Link(end, node, name)


def _targets(facts: Facts, system: str, node: str, name: str) -> Iterable[str]:
    ends = facts.ends(node, name)
    if name != "supportsPhaseKind":
        return ends
    named = facts.ends(node, "supportsPhase")
    said = {kind for phase in named for kind in facts.ends(phase, "phaseKind")}
    wanted = set(ends) - said
    return [
        phase
        for phase in own_instances(facts, system, "CyclePhase")
        if wanted.intersection(facts.ends(phase, "phaseKind"))
    ]
