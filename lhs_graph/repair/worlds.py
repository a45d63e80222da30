"""The description with additions made, as each detector sees it.

All that is stated and all that follows has a number, so that a world, and the part of it that a
detector reads, is a large integer with a byte for each: two worlds that a detector cannot tell
apart are the same number to it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from lhs_graph.entailment import Axioms
from lhs_graph.grounding import Grounding
from lhs_graph.repair.additions import Additions
from lhs_graph.scopes import Scope
from lhs_graph.serialization import serialized

__all__ = ["Views", "World", "Worlds"]

_OWN: Final = b"<\n"
"""The mark in place of the system's name: nothing in N-Triples reads like it."""


@dataclass(frozen=True, slots=True)
class World:
    """All that holds, by number: in one integer, and apart what a few statements more brought.

    `without` are the numbers of what the additions put an end to.
    """

    held: int
    more: Sequence[int]
    without: frozenset[int]


@dataclass
class Worlds:
    """Makes worlds of the statements given and of additions; of properties that matter only."""

    stated: Iterable[ox.Triple]
    additions: Additions
    axioms: Axioms
    matter: frozenset[str]
    _made: dict[frozenset[int], World] = field(default_factory=dict)
    _starts: dict[frozenset[int], tuple[bytes, Sequence[int]]] = field(default_factory=dict)
    _of: list[tuple[int, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.grounding = Grounding(self.axioms)
        self._base = [self.grounding.number(one) for one in self._mattering(self.stated)]

    def world(self, numbers: frozenset[int]) -> World:
        """The description with those additions, which are to be complete with what they need."""
        if numbers not in self._made:
            every = self.additions.all
            for one in every[len(self._of) :]:
                self._of.append(
                    tuple(map(self.grounding.number, self._mattering(one.statements())))
                )
            gone = (triple for one in numbers for triple in every[one].replaces)
            without = frozenset(map(self.grounding.number, gone))
            start, _ = self.start(without)
            held = bytearray(start)
            fresh = (one for number in numbers for one in self._of[number] if one not in without)
            more = self.grounding.closure(fresh, held)
            self._made[numbers] = World(int.from_bytes(held, "little"), more, without)
        return self._made[numbers]

    def start(self, without: frozenset[int]) -> tuple[bytes, Sequence[int]]:
        """What holds before any addition is made, less those statements."""
        if without not in self._starts:
            held = bytearray()
            kept = [one for one in self._base if one not in without]
            found = self.grounding.closure(kept, held)
            self._starts[without] = bytes(held), found
        return self._starts[without]

    def _mattering(self, statements: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        return (one for one in statements if one.predicate.value in self.matter)


@dataclass
class Views:
    """What one detector sees of worlds."""

    worlds: Worlds
    scope: Scope
    system: str
    _lines: list[bytes] = field(default_factory=list)
    _mask: bytearray = field(default_factory=bytearray)
    _reads: int = 0
    _starts: dict[frozenset[int], bytes] = field(default_factory=dict)

    def keys(self, worlds: Iterable[World]) -> list[int]:
        """A number for each world; the same for worlds that the detector cannot tell apart."""
        self._grow()
        return [world.held & self._reads for world in worlds]

    def text(self, world: World, name: str) -> bytes:
        """What the detector reads of a world of which it was asked the number, as N-Triples.

        The system and its parts are under that name.
        """
        if world.without not in self._starts:
            _, found = self.worlds.start(world.without)
            self._starts[world.without] = b"".join(map(self._lines.__getitem__, found))
        more = b"".join(map(self._lines.__getitem__, world.more))
        return (self._starts[world.without] + more).replace(_OWN, b"<" + name.encode())

    def _grow(self) -> None:
        """Take in what was numbered since."""
        statements = self.worlds.grounding.statements
        if len(self._lines) == len(statements):
            return
        for one in statements[len(self._lines) :]:
            read = one is not None and self.scope.takes(one)
            self._mask.append(255 if read else 0)
            self._lines.append(self._line(one) if read and one else b"")
        self._reads = int.from_bytes(self._mask, "little")

    def _line(self, statement: ox.Triple) -> bytes:
        """The statement as N-Triples, with the mark instead of the system's name."""
        line = serialized([statement], ox.RdfFormat.N_TRIPLES)
        for end in (b">", b"#"):
            line = line.replace(b"<" + self.system.encode() + end, _OWN + end)
        return line
