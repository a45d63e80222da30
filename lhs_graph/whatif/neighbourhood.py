"""The described systems around one that is changed, before and after the change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import pyoxigraph as ox

from lhs_graph.blocks import across_systems
from lhs_graph.check import Checker
from lhs_graph.description import Description
from lhs_graph.detection import RawGap
from lhs_graph.entailment import Axioms, entail
from lhs_graph.facts import Facts
from lhs_graph.findings import CheckReport
from lhs_graph.meters import measure_all
from lhs_graph.release import Release
from lhs_graph.scopes import topic_of
from lhs_graph.serialization import serialized
from lhs_graph.terms import CASE, GRAPH, system_of

__all__ = ["Neighbourhood"]

_LATER: Final = CASE.removesuffix("/") + "-after-the-change/"
"""Where the described systems stand as they would be, when both states are looked at in one run."""
_CASE_BYTES: Final = CASE.encode()
_LATER_BYTES: Final = _LATER.encode()


@dataclass(frozen=True, slots=True)
class _Stated:
    """A described system: what it states, and all that follows from it and from links to it."""

    stated: tuple[ox.Triple, ...]
    entailed: tuple[ox.Triple, ...]

    @property
    def triples(self) -> tuple[ox.Triple, ...]:
        return (*self.stated, *self.entailed)


_World = Mapping[str, _Stated]


@dataclass
class Neighbourhood:
    """The systems around one that is changed, as they stand before and after.

    `reached` are those whose findings the change can alter.
    """

    release: Release
    checker: Checker
    old: Description
    new: Description
    before: _World = field(init=False)
    after: _World = field(init=False)
    reached: list[str] = field(init=False)

    def __post_init__(self) -> None:
        own = self._read(self.old.system)
        self.reached = self._reach(own)
        world = {self.old.system: own, **{one: self._read(one) for one in self.reached}}
        for one in [end for system in self.reached for end in self._in_sight(world[system])]:
            if one not in world:
                world[one] = self._read(one)
        self.before = world
        self.after = self._changed(world)

    def check(self, checker: Checker, description: Description, world: _World) -> CheckReport:
        """The check of a system in sight of those that it is part of or to whose parts it refers.

        The meters measure the system alone.
        """
        own = world[description.system]
        outer = (triple for one in self._in_sight(own) for triple in world[one].triples)
        triples = tuple(dict.fromkeys((*description.triples, *own.entailed, *outer)))
        report = checker.check(replace(description, triples=triples))
        facts = Facts(own.triples, checker.detectors.vocabulary)
        return replace(report, meters=measure_all(facts, description.system, report.findings))

    def described(self, system: str) -> Description:
        """A system around, as it states itself."""
        slug = system.removeprefix(CASE)
        return Description(slug, system, self.before[system].stated, {}, "nquads")

    def altered(self) -> list[str]:
        """The systems around in which the detectors do not find the same before and after.

        Only detectors are run that read something of what differs; shapes only on the systems of
        which something differs, since they look at each description by itself. Both states are
        looked at in one run, the later one under other names, since every query has its price once
        a run.
        """
        if not self.reached:
            return []
        differing = {name: self._differing(name) for name in self.before}
        kinds = self._kinds_reading(set().union(*differing.values()))
        shaped = frozenset(self.checker.detectors.shapes.detects.values())
        others = [one for one in self.reached if differing[one]]
        gaps = [*self._scan(self.before, kinds - shaped), *self._scan(others, kinds & shaped)]
        found: dict[bool, set[tuple[str | None, ...]]] = {False: set(), True: set()}
        for gap in gaps:
            terms = (gap.system, gap.kind, gap.focus, gap.about, gap.related, gap.severity)
            later = gap.system.startswith(_LATER)
            found[later].add(tuple(one and one.replace(_LATER, CASE) for one in terms))
        systems = {one[0] for one in found[False] ^ found[True]}
        return [one for one in self.reached if one in systems]

    def _differing(self, system: str) -> set[ox.Triple]:
        """The statements of a system that hold only before or only after the change."""
        before, after = self.before[system], self.after[system]
        return set() if before == after else set(before.triples) ^ set(after.triples)

    def _kinds_reading(self, statements: Iterable[ox.Triple]) -> frozenset[str]:
        """The kinds of gap of which a detector reads one of those statements."""
        topics = {topic_of(one) for one in statements}
        return frozenset(
            kind
            for detector in self.checker.detectors.separate
            if any(detector.scope.reads(*topic) for topic in topics)
            for kind in detector.kinds
        )

    def _scan(self, systems: Iterable[str], kinds: frozenset[str]) -> Sequence[RawGap]:
        """The gaps of those kinds in those systems, before and after."""
        parts = [
            lines
            for one in systems
            for lines in (
                _lines(self.before[one]),
                _lines(self.after[one]).replace(_CASE_BYTES, _LATER_BYTES),
            )
        ]
        return self.checker.detectors.scan(parts, kinds)[0] if parts and kinds else ()

    def _read(self, system: str) -> _Stated:
        block = self.release.blocks[system.removeprefix(CASE)]
        graph = ox.NamedNode(f"{GRAPH}case/{block.slug}")
        stated: list[ox.Triple] = []
        entailed: list[ox.Triple] = []
        for quad in ox.parse(self.release.read([block]), format=ox.RdfFormat.N_QUADS):
            (stated if quad.graph_name == graph else entailed).append(quad.triple)
        return _Stated(tuple(stated), tuple(entailed))

    def _reach(self, own: _Stated) -> list[str]:
        """The described systems that refer to this one or to its parts, or that it refers to.

        And those that these are part of, since a part of a part is a part.
        """
        store, system = self.release.store, self.old.system
        triples = (*own.triples, *self.new.triples)
        nodes = {one.subject for one in triples if system_of(_iri(one.subject)) == system}
        found = dict.fromkeys(
            system_of(_iri(quad.subject))
            for node in sorted(nodes, key=str)
            for quad in store.quads_for_pattern(None, None, node, ox.DefaultGraph())
        )
        found.update(dict.fromkeys(system_of(_iri(one.object)) for one in triples))
        for one in list(found):
            for name in self._axioms.transitive:
                ends = (
                    store.quads_for_pattern(ox.NamedNode(one), name, None, ox.DefaultGraph())
                    if one
                    else ()
                )
                found.update(dict.fromkeys(_iri(quad.object) for quad in ends))
        return sorted(one for one in found if one != system and self._is_described(one))

    def _in_sight(self, one: _Stated) -> list[str]:
        """The described systems that a system is part of, or to whose parts it refers."""
        own = {system_of(node) for node in {_iri(triple.subject) for triple in one.stated}}
        ends: dict[str, None] = {}
        for triple in one.triples:
            end = _iri(triple.object)
            if end.startswith(CASE) and ("#" in end or triple.predicate in self._axioms.transitive):
                ends[system_of(end)] = None
        return [end for end in ends if end not in own and self._is_described(end)]

    def _is_described(self, iri: str) -> bool:
        return iri.startswith(CASE) and iri.removeprefix(CASE) in self.release.blocks

    @property
    def _axioms(self) -> Axioms:
        return self.checker.detectors.vocabulary.axioms

    def _changed(self, world: _World) -> _World:
        """The systems after the change, with what links between them then entail."""
        system = self.old.system
        stated = {name: one.stated for name, one in world.items()}
        old = self._across(stated)
        new = self._across({**stated, system: self.new.triples})
        changed = {
            name: replace(one, entailed=self._again(name, one, old, new))
            for name, one in world.items()
            if name != system
        }
        own = [
            one
            for one in entail(self.new.triples, self._axioms)
            if system_of(_iri(one.subject)) == system or not _iri(one.subject).startswith(CASE)
        ]
        entailed = tuple(dict.fromkeys((*own, *new.get(system, ()))))
        return {system: _Stated(self.new.triples, entailed), **changed}

    def _across(self, stated: Mapping[str, Iterable[ox.Triple]]) -> Mapping[str, list[ox.Triple]]:
        """What the links between those systems entail, by the system that it is about."""
        linking = self._axioms.symmetric | self._axioms.transitive
        links = (
            one
            for triples in stated.values()
            for one in triples
            if one.predicate in linking
            and system_of(_iri(one.subject)) != system_of(_iri(one.object))
        )
        return across_systems(links, self.checker.detectors.vocabulary)

    def _again(
        self,
        name: str,
        one: _Stated,
        old: Mapping[str, list[ox.Triple]],
        new: Mapping[str, list[ox.Triple]],
    ) -> tuple[ox.Triple, ...]:
        """What follows for another system: what no longer does is taken away, the new added."""
        lost = set(old.get(name, ())).difference(new.get(name, ()))
        if lost:
            lost.difference_update(entail(one.stated, self._axioms))
        rest = (triple for triple in one.entailed if triple not in lost)
        return tuple(dict.fromkeys((*rest, *new.get(name, ()))))


def _lines(one: _Stated) -> bytes:
    return serialized(one.triples, ox.RdfFormat.N_TRIPLES)


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
