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
from lhs_graph.scopes import Scope, topic_of
from lhs_graph.serialization import serialized

__all__ = ["Views", "World", "Worlds"]

_ALL: Final = 255
_MARK: Final = b"<\n"
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

    system: str
    stated: Iterable[ox.Triple]
    additions: Additions
    axioms: Axioms
    matter: frozenset[str]
    _starts: dict[frozenset[int], tuple[bytes, Sequence[int]]] = field(default_factory=dict)
    _of: list[tuple[int, ...]] = field(default_factory=list)
    _lines: list[bytes] = field(default_factory=list)
    _topics: list[tuple[str, str] | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.grounding = Grounding(self.axioms)
        self._base = [self.grounding.number(one) for one in self._mattering(self.stated)]

    def world(self, numbers: frozenset[int]) -> World:
        """The description with those additions, which are to be complete with what they need."""
        every, number_of = self.additions.all, self.grounding.number
        for one in every[len(self._of) :]:
            self._of.append(tuple(map(number_of, self._mattering(one.statements()))))
        without = frozenset(
            number_of(triple) for number in numbers for triple in every[number].replaces
        )
        start, _ = self.start(without)
        held = bytearray(start)
        fresh = (one for number in numbers for one in self._of[number] if one not in without)
        more = self.grounding.closure(fresh, held)
        return World(int.from_bytes(held, "little"), more, without)

    def start(self, without: frozenset[int]) -> tuple[bytes, Sequence[int]]:
        """What holds before any addition is made, less those statements."""
        if without not in self._starts:
            held = bytearray()
            kept = [one for one in self._base if one not in without]
            found = self.grounding.closure(kept, held)
            self._starts[without] = bytes(held), found
        return self._starts[without]

    def lines(self) -> Sequence[bytes]:
        """All statements as N-Triples, by number, with the mark in place of the system's name."""
        for one in self.grounding.statements[len(self._lines) :]:
            self._lines.append(self._line(one) if one else b"")
        return self._lines

    def topics(self) -> Sequence[tuple[str, str] | None]:
        """What all statements are about, by number; None for what is no statement."""
        fresh = self.grounding.statements[len(self._topics) :]
        self._topics.extend(topic_of(one) if one else None for one in fresh)
        return self._topics

    def _line(self, statement: ox.Triple) -> bytes:
        line = serialized([statement], ox.RdfFormat.N_TRIPLES)
        for end in (b">", b"#"):
            line = line.replace(b"<" + self.system.encode() + end, _MARK + end)
        return line

    def _mattering(self, statements: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        return (one for one in statements if one.predicate.value in self.matter)


@dataclass
class Views:
    """What one detector sees of worlds."""

    worlds: Worlds
    scope: Scope
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
            self._starts[world.without] = self._read(found)
        text = self._starts[world.without] + self._read(world.more)
        return text.replace(_MARK, b"<" + name.encode())

    def _read(self, numbers: Iterable[int]) -> bytes:
        lines, mask = self.worlds.lines(), self._mask
        return b"".join([lines[one] for one in numbers if mask[one]])

    def _grow(self) -> None:
        """Take in what was numbered since."""
        fresh = self.worlds.topics()[len(self._mask) :]
        if fresh:
            read = {one: _ALL if one and self.scope.reads(*one) else 0 for one in set(fresh)}
            self._mask.extend(map(read.__getitem__, fresh))
            self._reads = int.from_bytes(self._mask, "little")
