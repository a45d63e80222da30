"""What may be added to a description: parts that the framework names, and statements about parts.

An addition is one statement. Where its value is a part that does not exist yet, the part comes with
it: what it is, a label that says that it is proposed, and that it is planned. Everything else that
is said of a new part is an addition of its own, so that a plan's length says how much it asks for.
"""

import builtins
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import pyoxigraph as ox

from lhs_graph.description import Description
from lhs_graph.patch import Patch
from lhs_graph.terms import LHS, concept

__all__ = ["Addition", "Additions", "NewPart", "Value"]

Value: TypeAlias = ox.NamedNode | ox.Literal

_SUPPORT: Final = f"{LHS}Support"
_STATUS: Final = ox.NamedNode(f"{LHS}supportStatus")
_PLANNED: Final = ox.NamedNode(concept("status", "planned"))
_BOOLEAN: Final = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part that does not exist yet; `key` and `concept` say what it is, where that is said.

    `to_be_told` names the texts that only its author can give.
    """

    iri: str
    type: str
    key: str | None = None
    concept: str | None = None
    to_be_told: tuple[str, ...] = ()

    def statements(self) -> Iterator[ox.Triple]:
        """What is said of the part besides texts."""
        node = ox.NamedNode(self.iri)
        if self.key and self.concept:
            yield ox.Triple(node, ox.NamedNode(self.key), ox.NamedNode(self.concept))
        if self.type == _SUPPORT:
            yield ox.Triple(node, _STATUS, _PLANNED)


@dataclass(frozen=True, slots=True)
class Addition:
    """One statement to add, with the new part that is its value, if it is one.

    `needs` are the numbers of the additions without which this one makes no sense; `replaces` is
    what it puts an end to.
    """

    number: int
    subject: str
    property: str
    value: Value
    part: NewPart | None = None
    needs: frozenset[int] = frozenset()
    replaces: tuple[ox.Triple, ...] = ()

    @builtins.property
    def statement(self) -> ox.Triple:
        """The addition as a triple."""
        return ox.Triple(ox.NamedNode(self.subject), ox.NamedNode(self.property), self.value)

    def statements(self) -> Iterator[ox.Triple]:
        """The statement and what is said of the new part besides texts."""
        yield self.statement
        if self.part:
            yield from self.part.statements()

    def touches(self, node: str) -> bool:
        """Whether the statement is about that node or names it."""
        return node in (self.subject, self.value.value)


@dataclass
class Additions:
    """The additions thought of so far to one description, each once, numbered as they came.

    `symmetric` are the properties that hold both ways, so that one direction is enough; `closed`
    has each addition's number with those of all that it needs.
    """

    description: Description
    symmetric: frozenset[str] = frozenset()
    all: list[Addition] = field(default_factory=list)
    closed: list[frozenset[int]] = field(default_factory=list)
    _touching: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _known: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _parts: dict[str, int] = field(default_factory=dict)
    _wanted: dict[tuple[str | None, ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._stated = set(self.description.triples)
        self._names = {
            getattr(term, "value", "")
            for triple in self.description.triples
            for term in (triple.subject, triple.object)
        }

    def link(self, subject: str, name: str, value: Value) -> int | None:
        """The number of the addition that states that; None where it is stated already."""
        if name in self.symmetric and isinstance(value, ox.NamedNode) and value.value < subject:
            subject, value = value.value, ox.NamedNode(subject)
        key = (subject, name, str(value))
        if key in self._known:
            return self._known[key]
        triple = ox.Triple(ox.NamedNode(subject), ox.NamedNode(name), value)
        turned = self._turned(triple) if name in self.symmetric else triple
        if subject == value.value or {triple, turned} & self._stated:
            return None
        ends = (subject, value.value) if isinstance(value, ox.NamedNode) else (subject,)
        needs = frozenset(self._parts[end] for end in ends if end in self._parts)
        return self._add(Addition(len(self.all), subject, name, value, None, needs, ()), key)

    def part(
        self, owner: str, by: str, type_: str, key: str | None = None, meant: str | None = None
    ) -> int:
        """The number of the addition of a new part to its owner."""
        wanted = (owner, by, type_, key, meant)
        if wanted not in self._wanted:
            iri = self._named(owner, meant or type_)
            part = NewPart(iri, type_, key, meant)
            needs = frozenset({self._parts[owner]} if owner in self._parts else ())
            value = ox.NamedNode(iri)
            self._parts[iri] = len(self.all)
            self._wanted[wanted] = iri
            self._add(
                Addition(len(self.all), owner, by, value, part, needs), (owner, by, str(value))
            )
        return self._parts[self._wanted[wanted]]

    def leave_open(self, number: int, name: str) -> None:
        """Say that the author has to give that text of the new part."""
        one = self.all[number]
        if one.part and name not in one.part.to_be_told:
            old = one.part
            part = NewPart(old.iri, old.type, old.key, old.concept, (*old.to_be_told, name))
            self.all[number] = Addition(
                number, one.subject, one.property, one.value, part, one.needs, one.replaces
            )

    def new_part(self, iri: str) -> NewPart | None:
        """The proposed part of that IRI, if there is one."""
        return self.all[self._parts[iri]].part if iri in self._parts else None

    def with_needs(self, numbers: Iterable[int]) -> frozenset[int]:
        """Those additions and all that they need."""
        return frozenset().union(*map(self.closed.__getitem__, numbers))

    def touching(self, node: str) -> frozenset[int]:
        """The additions that are about that node or name it."""
        return frozenset(self._touching.get(node, ()))

    def without(self, numbers: Iterable[int], left_out: int) -> frozenset[int]:
        """Those additions but one, and but all that need it."""
        kept = frozenset(numbers) - {left_out}
        return frozenset(one for one in kept if left_out not in self.closed[one])

    def patch(
        self, numbers: Iterable[int], texts: Mapping[str, Sequence[ox.Triple]] | None = None
    ) -> Patch:
        """The change that those additions make; `texts` are said of new parts, by their IRI."""
        chosen = [self.all[number] for number in sorted(self.with_needs(numbers))]
        added = [triple for one in chosen for triple in one.statements()]
        for one in chosen:
            if one.part:
                added.extend((texts or {}).get(one.part.iri, ()))
        removed = [triple for one in chosen for triple in one.replaces]
        return Patch(added=tuple(dict.fromkeys(added)), removed=tuple(removed))

    def _add(self, addition: Addition, key: tuple[str, str, str]) -> int:
        opposite = self._opposite(addition)
        if opposite in self._stated:
            addition = Addition(
                addition.number,
                addition.subject,
                addition.property,
                addition.value,
                addition.part,
                addition.needs,
                (opposite,),
            )
        self.all.append(addition)
        own = frozenset({addition.number})
        self.closed.append(own.union(*map(self.closed.__getitem__, addition.needs)))
        for node in (addition.subject, addition.value.value):
            self._touching[node].add(addition.number)
        self._known[key] = addition.number
        return addition.number

    @staticmethod
    def _opposite(addition: Addition) -> ox.Triple:
        """The statement of the other truth value; the statement itself where there is none."""
        value = addition.value
        if not isinstance(value, ox.Literal) or value.datatype != _BOOLEAN:
            return addition.statement
        other = ox.Literal("false" if value.value == "true" else "true", datatype=_BOOLEAN)
        return ox.Triple(addition.statement.subject, addition.statement.predicate, other)

    @staticmethod
    def _turned(triple: ox.Triple) -> ox.Triple:
        return ox.Triple(triple.object, triple.predicate, triple.subject)  # type: ignore[arg-type]

    def _named(self, owner: str, meant: str) -> str:
        """An IRI for a new part that no node has."""
        system = self.description.system
        last = meant.replace("#", "/").rsplit("/", 1)[-1]
        words = "".join(f"-{one.lower()}" if one.isupper() else one for one in last).lstrip("-")
        if last.isupper() or any(one.isdigit() for one in last):
            words = last.lower()
        place = "" if owner == system else f"{owner.split('#', 1)[-1].removeprefix('proposed-')}-"
        name = first = f"{system}#proposed-{place}{words}"
        count = 2
        while name in self._names:
            name, count = f"{first}-{count}", count + 1
        self._names.add(name)
        return name
