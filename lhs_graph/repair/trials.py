"""Which findings are left when additions are made: each trial is a check, many of them at once.

Each detector looks at those worlds only that differ, in what it reads, from all that it has seen.
It is given every such world as a copy of the description, under a name of its own, and looks at all
copies together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import pyoxigraph as ox

from lhs_graph.check import certainty_of
from lhs_graph.description import Description
from lhs_graph.detection import Detector, Detectors, RawGap
from lhs_graph.facts import Coverage
from lhs_graph.findings import GapKind
from lhs_graph.repair.additions import Additions
from lhs_graph.repair.worlds import Views, World, Worlds
from lhs_graph.terms import LHS, RDF

__all__ = ["Chosen", "Gap", "Trials"]

Gap: TypeAlias = tuple[str, str, str, str]
"""What makes two findings the same: notation, focus, about, related, as `Finding.identity`."""

_TYPE: Final = ox.NamedNode(f"{RDF}type")
_SYSTEM: Final = ox.NamedNode(f"{LHS}LearningHealthSystem")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which findings a repair is for: a least severity, and certainties (all if none is named)."""

    least: str = "minor"
    certainties: tuple[str, ...] = ()

    def takes(self, severity: str, certainty: str, ranks: Callable[[str], int]) -> bool:
        """Whether a finding of that severity and certainty is one of them."""
        certain = not self.certainties or certainty in self.certainties
        return certain and ranks(severity) >= ranks(self.least)


@dataclass
class _Look:
    """One detector with what it found in each world, by what it sees of it."""

    detector: Detector
    views: Views
    found: dict[int, frozenset[Gap]] = field(default_factory=dict)


@dataclass
class Trials:
    """Tries additions to one description; what was tried is remembered."""

    detectors: Detectors
    description: Description
    additions: Additions
    chosen: Chosen
    coverage: Coverage
    reported: frozenset[Gap] = frozenset()
    count: int = 0
    _seen: dict[tuple[str | None, frozenset[int]], frozenset[Gap]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        vocabulary = self.detectors.vocabulary
        self._kinds = {kind.notation: iri for iri, kind in vocabulary.kinds.items()}
        axioms = {one.value for one in vocabulary.axioms.properties}
        topic = ox.Triple(ox.NamedNode(self.description.system), _TYPE, _SYSTEM)
        self._worlds = Worlds(
            self.description.system,
            dict.fromkeys((*self.description.triples, topic)),
            self.additions,
            vocabulary.axioms,
            self.detectors.predicates | axioms,
        )
        self._looks = [
            _Look(one, Views(self._worlds, one.scope))
            for one in self.detectors.separate
            if one.graded or any(map(self._is_grave, one.kinds))
        ]

    def _is_grave(self, kind: str) -> bool:
        """Whether gaps of the kind are asked for, as far as its own severity tells."""
        vocabulary = self.detectors.vocabulary
        ranks = vocabulary.ranks
        return ranks[vocabulary.kinds[kind].severity] >= ranks[self.chosen.least]

    def one(self, numbers: Iterable[int], notation: str | None = None) -> frozenset[Gap]:
        """The findings that are left with those additions and what they need."""
        return self.many([numbers], notation)[0]

    def many(
        self, sets: Sequence[Iterable[int]], notation: str | None = None
    ) -> list[frozenset[Gap]]:
        """The findings that are left with each of those sets of additions, in their order.

        Only those of one kind, where it is given; that is faster.
        """
        wanted = [self.additions.with_needs(one) for one in sets]
        todo = list(dict.fromkeys(one for one in wanted if (notation, one) not in self._seen))
        self.count += len(todo)
        worlds = [self._worlds.world(one) for one in todo]
        found: list[set[Gap]] = [set() for _ in todo]
        for look in self._looks:
            if notation is None or self._kinds[notation] in look.detector.kinds:
                keys = look.views.keys(worlds)
                self._look(look, dict(zip(keys, worlds, strict=True)))
                for gaps, key in zip(found, keys, strict=True):
                    gaps.update(look.found[key])
        for one, gaps in zip(todo, found, strict=True):
            of_kind = (gap for gap in gaps if notation in {None, gap[0]})
            self._seen[notation, one] = frozenset(of_kind)
        return [self._seen[notation, one] for one in wanted]

    def _look(self, look: _Look, worlds: Mapping[int, World]) -> None:
        """Have the detector look at those of the worlds that differ from all that it saw."""
        fresh = {key: world for key, world in worlds.items() if key not in look.found}
        if not fresh:
            return
        own = self.description.system
        names = [f"{own}~{number}" for number in range(len(fresh))]
        parts = [
            look.views.text(world, name) for world, name in zip(fresh.values(), names, strict=True)
        ]
        found: dict[str, set[Gap]] = {name: set() for name in names}
        for gap in look.detector.look(parts):
            if gap.system in found and (named := self._named(gap, own)):
                found[gap.system].add(named)
        for key, name in zip(fresh, names, strict=True):
            look.found[key] = frozenset(found[name])

    def _named(self, gap: RawGap, own: str) -> Gap | None:
        """The finding's identity in the description itself; None where it is not asked for."""
        kind = self.detectors.vocabulary.kinds[gap.kind]
        focus, about, related = (
            (one or "").replace(gap.system, own, 1) for one in (gap.focus, gap.about, gap.related)
        )
        named = (kind.notation, focus, about, related)
        return named if self._is_wanted(kind, gap.severity or kind.severity, named) else None

    def _is_wanted(self, kind: GapKind, severity: str, named: Gap) -> bool:
        certainty = certainty_of(kind, self.coverage, reported=named in self.reported)
        ranks = self.detectors.vocabulary.ranks
        return self.chosen.takes(severity, certainty, ranks.__getitem__)
