"""The alignment network: what hangs together, what hangs on one part, what leads to value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from lhs_graph.network.links import NODES, Link
from lhs_graph.network.pieces import articulation, pieces

if TYPE_CHECKING:
    import networkx

__all__ = ["AlignmentNetwork"]

_SOURCE: Final = ""


@dataclass(frozen=True)
class AlignmentNetwork:
    """The parts of one system with the links between them; everything by IRI.

    `layers` gives each node's layer, in the document's order: one of `NODES`, or of `ENDS` for the
    core values held and the dimensions. `steps` lead towards value, `joints` only hold parts
    together.
    """

    layers: Mapping[str, str]
    steps: tuple[Link, ...]
    joints: tuple[Link, ...] = ()

    def of(self, layer: str) -> tuple[str, ...]:
        """The nodes of that layer, in the document's order."""
        return tuple(node for node, own in self.layers.items() if own == layer)

    def components(self) -> list[frozenset[str]]:
        """The parts that links join whatever their direction, the largest component first.

        The ends of value join nothing: two goals that aim at one dimension need not work together.
        """
        return pieces(self._working, self._pairs)

    def articulation(self) -> Mapping[str, int]:
        """The supports whose loss breaks a component into pieces, with how many more there are."""
        found = articulation(self._working, self._pairs)
        return {node: more for node, more in found.items() if self.layers[node] == "support"}

    def reaching(self, goal: str) -> frozenset[str]:
        """The supports from which steps lead to the goal without passing through another one."""
        return self._sources(goal)

    def independent(self, goal: str) -> list[tuple[str, ...]]:
        """As many paths from supports to the goal as there can be without a common node.

        By Menger's theorem, as many as the fewest parts whose loss leaves no support for the goal.
        """
        import networkx  # noqa: PLC0415

        sources = sorted(self.reaching(goal))
        if not sources:
            return []
        flow = self._flow.subgraph({*networkx.ancestors(self._flow, goal), goal}).copy()
        flow.add_edges_from((_SOURCE, support) for support in sources)
        paths = networkx.node_disjoint_paths(flow, _SOURCE, goal)
        return sorted((tuple(path[1:]) for path in paths), key=lambda path: (len(path), path))

    def bottlenecks(self, goal: str) -> list[str]:
        """The parts each of which every path from a support to the goal passes through, in order.

        There are none where two paths share nothing.
        """
        paths = self.independent(goal)
        if len(paths) != 1:
            return []
        return [node for node in paths[0][:-1] if not self._sources(goal, without=node)]

    def nearest(self, start: str, layer: str) -> list[tuple[Link, ...]]:
        """A shortest path of steps to each of the nearest nodes of the layer, sorted by its end.

        Empty where there is no path.
        """
        import networkx  # noqa: PLC0415

        paths = networkx.single_source_shortest_path(self._onward, start)
        ends = [node for node in paths if self.layers[node] == layer and node != start]
        least = min((len(paths[node]) for node in ends), default=0)
        near = sorted(node for node in ends if len(paths[node]) == least)
        return [self.as_steps(paths[node]) for node in near]

    def dead_ends(self, start: str) -> list[str]:
        """The nodes reached from which no step leads farther away, the nearest first.

        The ends of value are none; a start without steps is its own.
        """
        import networkx  # noqa: PLC0415

        far = networkx.single_source_shortest_path_length(self._onward, start)
        last = (
            node
            for node, distance in far.items()
            if self.layers[node] in NODES.values()
            and all(far[after] <= distance for after in self._onward.successors(node))
        )
        return sorted(last, key=lambda node: (far[node], node))

    def _sources(self, goal: str, without: str | None = None) -> frozenset[str]:
        """The supports from which the goal is reached, as if one part were not there."""
        import networkx  # noqa: PLC0415

        left = self._flow.subgraph(node for node in self.layers if node != without)
        before: set[str] = networkx.ancestors(left, goal)
        return frozenset(node for node in before if self.layers[node] == "support")

    def as_steps(self, path: Sequence[str]) -> tuple[Link, ...]:
        """The path's steps; of two between the same nodes, the one whose property is listed first.

        Raises:
            KeyError: two nodes that follow one another have no step between them.
        """
        return tuple(self._steps[pair] for pair in pairwise(path))

    @cached_property
    def _steps(self) -> Mapping[tuple[str, str], Link]:
        return {(step.start, step.end): step for step in reversed(self.steps)}

    @cached_property
    def _working(self) -> list[str]:
        wanted = frozenset(NODES.values())
        return [node for node, layer in self.layers.items() if layer in wanted]

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        working = frozenset(self._working)
        links = (*self.steps, *self.joints)
        pairs = {(min(one.start, one.end), max(one.start, one.end)) for one in links}
        return sorted(pair for pair in pairs if working.issuperset(pair) and pair[0] != pair[1])

    @cached_property
    def _onward(self) -> "networkx.DiGraph[str]":
        """The steps; never changed."""
        import networkx  # noqa: PLC0415

        graph: networkx.DiGraph[str] = networkx.DiGraph()
        graph.add_nodes_from(sorted(self.layers))
        graph.add_edges_from(sorted(self._steps))
        return graph

    @cached_property
    def _flow(self) -> "networkx.DiGraph[str]":
        """The steps without those between supports: each support is a source; never changed."""
        layers = self.layers
        flow = self._onward.copy()
        flow.remove_edges_from(
            [(one, two) for one, two in flow.edges if layers[one] == layers[two] == "support"]
        )
        return flow
