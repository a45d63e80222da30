"""Connected components and articulation points of an undirected network given as pairs.

Every check looks for both, and to import networkx takes longer than all of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

__all__ = ["articulation", "pieces"]


def pieces(nodes: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
    """The connected components, the largest first, then by the least IRI."""
    piece_of = {node: {node} for node in nodes}
    for start, end in pairs:
        one, other = (piece_of.setdefault(node, {node}) for node in (start, end))
        if one is not other:
            small, large = sorted((one, other), key=len)
            large |= small
            piece_of.update(dict.fromkeys(small, large))
    found = {id(piece): frozenset(piece) for piece in piece_of.values()}
    return sorted(found.values(), key=lambda piece: (-len(piece), min(piece)))


def articulation(nodes: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """The articulation points by IRI, with how many more components there are without each."""
    beside: dict[str, list[str]] = defaultdict(list)
    for start, end in pairs:
        beside[start].append(end)
        beside[end].append(start)
    more: dict[str, int] = defaultdict(int)
    met: dict[str, int] = {}
    for root in beside:
        if root not in met:
            _walk(root, beside, met, more)
            more[root] -= 1
    return {node: more[node] for node in sorted(set(nodes)) if more.get(node, 0) > 0}


def _walk(
    root: str, beside: Mapping[str, Sequence[str]], met: dict[str, int], more: dict[str, int]
) -> None:
    """Number the nodes depth first; count for each the subtrees with no way past it.

    (R. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972), 146-160.)
    """
    met[root] = len(met)
    lowest = {root: met[root]}
    way = [(root, iter(beside[root]))]
    while way:
        node, others = way[-1]
        for other in others:
            if other not in met:
                met[other] = lowest[other] = len(met)
                way.append((other, iter(beside[other])))
                break
            lowest[node] = min(lowest[node], met[other])
        else:
            way.pop()
            if way:
                above = way[-1][0]
                lowest[above] = min(lowest[above], lowest[node])
                more[above] += lowest[node] >= met[above]
