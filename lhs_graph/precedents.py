"""Precedents: how real cases fill the place that a finding says is empty, the nearest case first.

Nearness to a design is the share of four features in which a case agrees with it: a level, the
scale, a jurisdiction, and the kind of system. Ties keep the order of the cases' names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lhs_graph.facts import Facts
from lhs_graph.findings import GapKind, NamedTerm, Precedent
from lhs_graph.release import Block
from lhs_graph.terms import short_name, slug_of, system_of

__all__ = ["Precedents"]

_FEATURES: Final = ("atLevel", "atScale", "inJurisdiction", "systemKind")


@dataclass(frozen=True)
class Precedents:
    """Looks precedents up in what a release holds; at most `limit` for a finding, one a case."""

    table: Mapping[str, Any]
    blocks: Mapping[str, Block]
    limit: int = 3

    def find(self, kind: GapKind, about: str | None, facts: Facts, system: str) -> list[Precedent]:
        """The precedents for a kind of gap, and the concept it is about where it has one."""
        places = self.table["places"].get(kind.iri, {})
        nodes = dict(places.get(about or "", {})) or (dict(places.get("", {})) if about else {})
        if not about and not nodes:
            nodes = {node: found for one in places.values() for node, found in one.items()}
        own = {name: {short_name(end) for end in facts.ends(system, name)} for name in _FEATURES}
        best: dict[str, Precedent] = {}
        for node, sources in nodes.items():
            slug = slug_of(node)
            block = self.blocks.get(slug)
            if block is None or block.iri == system:
                continue
            precedent = Precedent(
                case=NamedTerm(block.iri, block.labels),
                node=NamedTerm(node, self.table["nodes"].get(node, {})),
                sources=tuple(sources),
                nearness=_nearness(own, block.features),
            )
            best.setdefault(system_of(node), precedent)
        ranked = sorted(best.values(), key=lambda one: (-one.nearness, one.case.iri, one.node.iri))
        return ranked[: self.limit]


def _nearness(own: Mapping[str, set[str]], other: Mapping[str, Any]) -> float:
    """The share of the features in which both agree.

    A feature that either leaves out does not agree.
    """
    agreeing = sum(1 for name in _FEATURES if own[name] & set(other.get(name, ())))
    return agreeing / len(_FEATURES)
