"""What the axioms entail about many overlapping sets of statements, each rule applied only once.

Where `entail` works out what follows from one set, a grounding keeps every instance of a rule over
all statements that it has met: what follows from any part of them is then found by going through
these instances alone. Since no rule takes anything back, what follows from a part follows from the
whole, so that no instance is missed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain
from typing import Final, TypeAlias

from pyoxigraph import Literal, NamedNode, Triple

from lhs_graph.entailment import (
    ANYTHING,
    AllOf,
    AnyOf,
    Axioms,
    Condition,
    HasValue,
    Named,
    Node,
    Some,
)
from lhs_graph.terms import RDF

__all__ = ["Grounding"]

_TYPE: Final = NamedNode(f"{RDF}type")
_NONE: Final = -1

_Statement: TypeAlias = tuple[Node, NamedNode, Node]
_Met: TypeAlias = tuple[Node, int]
"""That a node meets the condition of that number."""
_Heads: TypeAlias = Iterator[tuple[_Statement | _Met, int]]
"""What follows, each with the number of what else it takes."""
_Links: TypeAlias = dict[Node, list[tuple[Node, int]]]


@dataclass
class _Conditions:
    """The conditions of the defined classes, numbered, by what meeting them may come from."""

    defined: dict[int, list[NamedNode]] = field(default_factory=lambda: defaultdict(list))
    named: dict[Node, list[int]] = field(default_factory=lambda: defaultdict(list))
    valued: dict[tuple[NamedNode, Node], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )
    any_value: dict[NamedNode, list[int]] = field(default_factory=lambda: defaultdict(list))
    some: dict[NamedNode, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    filling: dict[int, list[tuple[NamedNode, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    either: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    both: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0

    def take(self, condition: Condition) -> int:
        """The number of the condition; its parts are taken with it."""
        match condition:
            case AllOf(parts):
                return reduce(self._take_both, map(self.take, parts))
            case AnyOf(parts):
                numbers = [self.take(part) for part in parts]
                whole = self._next()
                for one in numbers:
                    self.either[one].append(whole)
                return whole
            case Some(name, filler) if filler != ANYTHING:
                inner, whole = self.take(filler), self._next()
                self.some[name].append((inner, whole))
                self.filling[inner].append((name, whole))
                return whole
        return self._take_simple(condition)

    def _take_both(self, one: int, other: int) -> int:
        whole = self._next()
        self.both[one].append((other, whole))
        self.both[other].append((one, whole))
        return whole

    def _take_simple(self, condition: Condition) -> int:
        number = self._next()
        match condition:
            case Named():
                self.named[condition.name].append(number)
            case HasValue(name, value):
                self.valued[name, value].append(number)
            case Some(name, _):
                self.any_value[name].append(number)
        return number

    def _next(self) -> int:
        self.count += 1
        return self.count


@dataclass
class Grounding:
    """Statements, numbered as they come, and the instances of rules over them.

    Some numbers stand for steps on the way to a defined class; they have no statement.
    """

    axioms: Axioms
    statements: list[Triple | None] = field(default_factory=list)
    _numbers: dict[_Statement | _Met, int] = field(default_factory=dict)
    _uses: list[list[tuple[int, int]]] = field(default_factory=list)
    _ends: dict[NamedNode, _Links] = field(default_factory=lambda: defaultdict(dict))
    _starts: dict[NamedNode, _Links] = field(default_factory=lambda: defaultdict(dict))
    _todo: list[tuple[int, _Statement | _Met]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._conditions = _Conditions()
        for name, condition in self.axioms.definitions:
            self._conditions.defined[self._conditions.take(condition)].append(name)
        self._first: dict[NamedNode, list[tuple[NamedNode, NamedNode]]] = defaultdict(list)
        self._second: dict[NamedNode, list[tuple[NamedNode, NamedNode]]] = defaultdict(list)
        for first, second, name in self.axioms.chains:
            self._first[first].append((second, name))
            self._second[second].append((first, name))

    def number(self, statement: Triple) -> int:
        """The number of the statement; what may follow from it with those before is worked out."""
        found = self._number((statement.subject, statement.predicate, statement.object))
        for number, atom in self._todo:
            self._ground(number, atom)
        self._todo.clear()
        return found

    def closure(self, numbers: Iterable[int], held: bytearray) -> list[int]:
        """Those and all that follows, less what is held already; `held` is grown by it.

        `held` has a byte for each number, which is one where it holds, and has to be complete in
        itself. Bytes may be missing at its end.
        """
        held.extend(bytes(len(self.statements) - len(held)))
        found: list[int] = []
        for number in numbers:
            if not held[number]:
                held[number] = 1
                found.append(number)
        for number in found:  # it grows on the way
            for other, head in self._uses[number]:
                if not held[head] and (other < 0 or held[other]):
                    held[head] = 1
                    found.append(head)
        return found

    def _number(self, atom: _Statement | _Met) -> int:
        known = self._numbers.get(atom)
        if known is not None:
            return known
        number = self._numbers[atom] = len(self.statements)
        match atom:
            case (start, name, end):
                self.statements.append(Triple(start, name, end))  # type: ignore[arg-type]
            case _:
                self.statements.append(None)
        self._uses.append([])
        self._todo.append((number, atom))
        return number

    def _ground(self, number: int, atom: _Statement | _Met) -> None:
        """Keep the instances of rules over what has that number and what came before it."""
        match atom:
            case (start, name, end):
                self._ends[name].setdefault(start, []).append((end, number))
                self._starts[name].setdefault(end, []).append((start, number))
                heads = chain(
                    self._alone(start, name, end),
                    self._linked(start, name, end),
                    self._tested(start, name, end),
                )
            case (node, met):
                heads = chain(self._met(node, met))
        for head, other in heads:
            of = self._number(head)
            self._uses[number].append((other, of))
            if other >= 0:
                self._uses[other].append((number, of))

    def _alone(self, start: Node, name: NamedNode, end: Node) -> _Heads:
        """What follows from a statement by the hierarchies, domains, ranges and inverses."""
        axioms = self.axioms
        for upper in axioms.superproperties.get(name, ()):
            yield (start, upper, end), _NONE
        for one in axioms.domains.get(name, ()):
            yield (start, _TYPE, one), _NONE
        for one in axioms.superclasses.get(end, ()) if name == _TYPE else ():
            yield (start, _TYPE, one), _NONE
        if not isinstance(end, Literal):
            turned = (name,) if name in axioms.symmetric else ()
            for other in (*axioms.inverses.get(name, ()), *turned):
                yield (end, other, start), _NONE
            for one in axioms.ranges.get(name, ()):
                yield (end, _TYPE, one), _NONE

    def _linked(self, start: Node, name: NamedNode, end: Node) -> _Heads:
        """What follows from a statement and one that goes on from its end or leads to its start."""
        axioms, same = self.axioms, [(name, name)] if name in self.axioms.transitive else []
        for second, whole in (*same, *self._first.get(name, ())):
            for far, other in self._ends[second].get(end, ()):
                yield (start, whole, far), other
        for second, whole in self._first.get(name, ()):
            for far in axioms.background.get(second, {}).get(end, ()):
                yield (start, whole, far), _NONE
        for first, whole in (*same, *self._second.get(name, ())):
            for origin, other in self._starts[first].get(start, ()):
                yield (origin, whole, end), other

    def _tested(self, start: Node, name: NamedNode, end: Node) -> _Heads:
        """The conditions that a node meets by a statement, or by it and one that its end meets."""
        conditions = self._conditions
        simple = (
            *conditions.valued.get((name, end), ()),
            *conditions.any_value.get(name, ()),
            *(conditions.named.get(end, ()) if name == _TYPE else ()),
        )
        for met in simple:
            yield (start, met), _NONE
        for inner, met in conditions.some.get(name, ()):
            filler = self._numbers.get((end, inner))
            if filler is not None:
                yield (start, met), filler

    def _met(self, node: Node, met: int) -> _Heads:
        """What follows from a condition that a node meets."""
        conditions = self._conditions
        for name in conditions.defined.get(met, ()):
            yield (node, _TYPE, name), _NONE
        for whole in conditions.either.get(met, ()):
            yield (node, whole), _NONE
        for other, whole in conditions.both.get(met, ()):
            also = self._numbers.get((node, other))
            if also is not None:
                yield (node, whole), also
        for link, whole in conditions.filling.get(met, ()):
            for start, number in self._starts[link].get(node, ()):
                yield (start, whole), number
