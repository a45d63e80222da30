"""Where each part of a description stands: under which part, by which key."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from lhs_graph.description import Description
from lhs_graph.description.context import Context, Key
from lhs_graph.terms import CONCEPT, REFERENCE

__all__ = ["Layout", "Term"]

Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of one description.

    `homes` has the part or system that each part stands under, with the key; `names` the part of
    each short name.
    """

    description: Description
    context: Context
    homes: Mapping[str, tuple[str, Key]]
    names: Mapping[str, str]

    @classmethod
    def of(cls, description: Description, context: Context) -> "Layout":
        """The layout of that description by the keys of the context."""
        links: dict[tuple[str, str], list[str]] = defaultdict(list)
        back: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, predicate, value in description.triples:
            if isinstance(value, ox.NamedNode) and isinstance(subject, ox.NamedNode):
                links[subject.value, predicate.value].append(value.value)
                back[value.value, predicate.value].append(subject.value)
        homes: dict[str, tuple[str, Key]] = {}
        todo = deque([(description.system, context.root)])
        while todo:
            node, keys = todo.popleft()
            for key in keys.values():
                ends = (back if key.reverse else links) if key.kind == "part" else {}
                for end in ends.get((node, key.property), ()):
                    if end not in homes and end != description.system and _is_part(end):
                        homes[end] = (node, key)
                        todo.append((end, context.section(key)))
        names = {_short(node, description.system): node for node in homes}
        return cls(description, context, homes, names)

    def keys(self, node: str) -> Mapping[str, Key]:
        """The keys that the part, or the system, takes."""
        home = self.homes.get(node)
        return self.context.section(home[1]) if home else self.context.root

    def way(self, node: str) -> list[tuple[str, Key]]:
        """The part and those that it stands under, up to the system, each with its key."""
        steps = []
        while node in self.homes:
            above, key = self.homes[node]
            steps.append((node, key))
            node = above
        return steps

    def short(self, node: str) -> str:
        """The name of the part in its description."""
        return _short(node, self.description.system)

    def with_parts(self, nodes: Iterable[str]) -> set[str]:
        """Those parts and all that stands under them."""
        found, size = set(nodes), 0
        while len(found) > size:
            size = len(found)
            found.update(node for node, (above, _) in self.homes.items() if above in found)
        return found

    def triples(self, node: str, key: Key) -> list[ox.Triple]:
        """What the description states of the node by that key."""
        return [
            one
            for one in self.description.triples
            if one.predicate == key.predicate
            and getattr(one.object if key.reverse else one.subject, "value", "") == node
            and (key.reverse or _is_of(one.object, key))
        ]


def _is_part(iri: str) -> bool:
    return not iri.startswith(CONCEPT)


def _is_of(value: Term, key: Key) -> bool:
    """Whether a value is one of that key, where two keys share a property."""
    if isinstance(value, ox.NamedNode):
        if key.kind == "word":
            return value.value.startswith(key.scheme)
        return key.kind in ("part", "reference") and _is_part(value.value)
    return key.kind in ("text", "typed", "plain")


def _short(node: str, system: str) -> str:
    return node.removeprefix(f"{system}#").removeprefix(REFERENCE)
