"""Measures of the alignment graph.

What neither a shape nor a query can say, the only door to networkx.

A gap kind names its measure (`lhs:isMeasuredBy`); a measure takes the connections between supports
and gives the nodes that the gap is about.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

__all__ = ["MEASURES", "Connections", "articulation_supports"]

Connections: TypeAlias = Iterable[tuple[str, str]]


def articulation_supports(connections: Connections) -> list[str]:
    """The supports whose loss breaks a connected part of the network into pieces, sorted by IRI."""
    pairs = {(start, end) for start, end in connections if start != end}
    if len({node for pair in pairs for node in pair}) < 3:  # noqa: PLR2004  no middle without two ends
        return []
    import networkx  # noqa: PLC0415  heavy, and only descriptions with connections need it

    network: networkx.Graph[str] = networkx.Graph(sorted(pairs))
    return sorted(networkx.articulation_points(network))


MEASURES: Final[Mapping[str, Callable[[Connections], list[str]]]] = {
    "articulation-supports": articulation_supports,
}
