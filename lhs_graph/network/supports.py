"""The network of one system's supports, and the measures of it that gap kinds name."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, TypeAlias

from lhs_graph.network.pieces import articulation, pieces

__all__ = ["MEASURES", "Measured", "SupportNetwork"]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a measure found, by IRI: the node in question, and what it is about where it says so."""

    focus: str
    about: str | None = None
    related: str | None = None


@dataclass(frozen=True, slots=True)
class SupportNetwork:
    """One system's own supports with what is stated between them; everything by IRI.

    `connections` may be given in either direction or both. Those with a support of another system
    do not count, nor does a support of another system that serves a goal.
    """

    system: str
    supports: Collection[str]
    connections: Iterable[tuple[str, str]]
    pillars: Mapping[str, Collection[str]] = field(default_factory=dict)
    servers: Mapping[str, Collection[str]] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The connections between two different own supports, each once, sorted."""
        own = frozenset(self.supports)
        found = {
            (min(pair), max(pair))
            for pair in self.connections
            if pair[0] != pair[1] and own.issuperset(pair)
        }
        return sorted(found)

    def groups(self) -> list[frozenset[str]]:
        """The connected supports together, each other one by itself."""
        return pieces(self.supports, self.pairs)

    def holders(self) -> Mapping[str, int]:
        """The articulation points by IRI.

        With the number of groups that more there would be without it.
        """
        return articulation(self.supports, self.pairs)

    def apart(self) -> list[tuple[str, str]]:
        """The pairs of pillars that serve one goal while no group has a support of both."""
        serving: set[tuple[str, str]] = set()
        for servers in self.servers.values():
            serving.update(combinations(self._pillars_of(servers), 2))
        joined: set[tuple[str, str]] = set()
        for group in self.groups() if serving else ():
            joined.update(combinations(self._pillars_of(group), 2))
        return sorted(serving - joined)

    def _pillars_of(self, supports: Iterable[str]) -> list[str]:
        own = frozenset(self.supports)
        return sorted(
            {one for each in supports if each in own for one in self.pillars.get(each, ())}
        )


Measure: TypeAlias = Callable[[SupportNetwork], Iterable[Measured]]


def _articulation_supports(network: SupportNetwork) -> list[Measured]:
    """The supports whose loss breaks a connected part of the network into pieces."""
    return [Measured(support) for support in network.holders()]


def _pillars_apart(network: SupportNetwork) -> list[Measured]:
    """The system, once for each pair of pillars that serve a goal with no path between them."""
    return [Measured(network.system, one, other) for one, other in network.apart()]


MEASURES: Final[Mapping[str, Measure]] = {
    "articulation-supports": _articulation_supports,
    "pillars-apart": _pillars_apart,
}
"""The measures that gap kinds name (`lhs:isMeasuredBy`); what each found is sorted by IRI."""
