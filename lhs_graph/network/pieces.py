"""Connected components and articulation points of an undirected network given as pairs."""

from collections.abc import Iterable, Sequence

__all__ = ["articulation", "pieces"]


def pieces(nodes: Iterable[str], pairs: Sequence[tuple[str, str]]) -> list[frozenset[str]]:
    """The connected components, the largest first, then by the least IRI."""
    alone = frozenset(nodes)
    found: list[frozenset[str]] = []
    if pairs:
        import networkx  # noqa: PLC0415

        graph: networkx.Graph[str] = networkx.Graph(pairs)
        alone -= set(graph)
        found = [frozenset(piece) for piece in networkx.connected_components(graph)]
    found += [frozenset((node,)) for node in alone]
    return sorted(found, key=lambda piece: (-len(piece), min(piece)))


def articulation(nodes: Iterable[str], pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The articulation points by IRI, with how many more components there are without each."""
    if len(pairs) < 2:  # noqa: PLR2004  no middle without two neighbours
        return {}
    import networkx  # noqa: PLC0415

    graph: networkx.Graph[str] = networkx.Graph(pairs)
    blocks = [frozenset(map(str, block)) for block in networkx.biconnected_components(graph)]
    points = sorted(set(networkx.articulation_points(graph)) & set(nodes))
    return {node: sum(node in block for block in blocks) - 1 for node in points}
