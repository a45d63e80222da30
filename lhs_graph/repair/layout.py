"""Where an addition stands in a description: its key, and its turn among the steps of a plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lhs_graph.description.context import Context, Key
from lhs_graph.facts import Facts
from lhs_graph.repair.additions import Addition, Additions

__all__ = ["Layout"]

_LAST: Final = 1_000


@dataclass(frozen=True)
class Layout:
    """The parts of a description with their keys; `facts` hold what is stated and entailed."""

    system: str
    facts: Facts
    context: Context

    def key_of(self, addition: Addition) -> str:
        """The key of the description in which the addition stands, as `supports[id=x].goals`."""
        path, keys = self._section(addition.subject)
        own = self._key(keys, addition.property)
        return ".".join((*path, own.name if own else addition.property))

    def in_order(self, additions: Additions, made: Iterable[int]) -> list[int]:
        """The additions so that each follows what it needs.

        New parts come in the order of a description's keys, each with what is said of it as soon as
        all the parts that this names are there; then what is said of parts that were there before.
        """
        todo = sorted(made, key=lambda one: self._rank(additions.all[one]))
        parts = [one for one in todo if additions.all[one].part]
        rest = [one for one in todo if not additions.all[one].part]
        done: dict[int, None] = {}
        for part in parts:
            for one in sorted(additions.with_needs([part]) - set(done)):
                done[one] = None
            for one in rest:
                needs = additions.all[one].needs
                if needs and one not in done and needs <= set(done):
                    done[one] = None
        done.update(dict.fromkeys(rest))
        return list(done)

    def _rank(self, addition: Addition) -> tuple[int, int, int]:
        path, keys = self._section(addition.subject)
        names = list(keys)
        own = self._key(keys, addition.property)
        top = path[0].split("[")[0] if path else (own.name if own else "")
        roots = list(self.context.root)
        turn = roots.index(top) if top in roots else _LAST
        return turn, names.index(own.name) if own and path else -1, addition.number

    def _section(self, node: str) -> tuple[tuple[str, ...], Mapping[str, Key]]:
        """The path of keys that leads to a node, and the keys that its section takes."""
        if node == self.system or node not in self._parents:
            return (), self.context.root
        parent, name = self._parents[node]
        path, keys = self._section(parent)
        key = self._key(keys, name)
        if key is None:
            return path, keys
        step = f"{key.name}[id={node.split('#', 1)[-1]}]"
        return (*path, step), self.context.section(key)

    def _key(self, keys: Mapping[str, Key], name: str) -> Key | None:
        return next((key for key in keys.values() if key.property == name), None)

    @cached_property
    def _parents(self) -> Mapping[str, tuple[str, str]]:
        """The whole that each part belongs to, and the property by which it does."""
        return {
            end: (subject, name)
            for subject, own in self.facts.links.items()
            for name, ends in own.items()
            if name in self.facts.vocabulary.part_properties
            for end in ends
        }
