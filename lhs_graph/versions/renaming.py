"""Parts that have another id in the new version, found where there is no doubt."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

import pyoxigraph as ox

from lhs_graph.terms import CONCEPT, RDFS, system_of
from lhs_graph.versions.version import Version

__all__ = ["renamed_nodes"]

_LABEL: Final = f"{RDFS}label"


def renamed_nodes(before: Version, after: Version) -> Mapping[str, str]:
    """The new IRI of each node of the old version that has another one.

    Nodes of the system follow it to its new id; then a part that is gone and one that is new are
    one where nothing else is gone or new of that class with that name, or with that content.
    """
    was, now = before.description.system, after.description.system
    names: dict[str, str] = {}
    if was != now:
        names = {
            node: f"{now}{node.removeprefix(was)}"
            for node in before.content
            if system_of(node) == was
        }
        names[was] = now
    gone = [one for one in before.content if names.get(one, one) not in after.content]
    come = set(after.content).difference(names.get(one, one) for one in before.content)
    fresh = [one for one in after.content if one in come]
    for same in (_label_of, _content_of):
        left, right = _unique(before, gone, same), _unique(after, fresh, same)
        found = {left[key]: right[key] for key in left if key in right}
        names.update(found)
        gone = [one for one in gone if one not in found]
        fresh = [one for one in fresh if one not in set(found.values())]
    return {node: other for node, other in names.items() if node != other}


Likeness: TypeAlias = Callable[[Version, str], object]
"""What two nodes have in common that are one; None where there is nothing to compare."""


def _unique(version: Version, nodes: Iterable[str], same: Likeness) -> Mapping[object, str]:
    """The nodes by their likeness, those left out that have none or share it."""
    found: dict[object, list[str]] = defaultdict(list)
    for node in nodes:
        key = same(version, node)
        if key is not None:
            found[key].append(node)
    return {key: nodes[0] for key, nodes in found.items() if len(nodes) == 1}


def _label_of(version: Version, node: str) -> object:
    labels = version.content[node].get(_LABEL, ())
    return (version.kind(node).iri, frozenset(map(str, labels))) if labels else None


def _content_of(version: Version, node: str) -> object:
    """What is said of the node by texts, numbers and words of code lists."""
    said = frozenset(
        (name, str(value))
        for name, values in version.content[node].items()
        for value in values
        if isinstance(value, ox.Literal) or getattr(value, "value", "").startswith(CONCEPT)
    )
    return (version.kind(node).iri, said) if said else None
