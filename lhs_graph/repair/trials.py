"""Which findings are left when additions are made: each trial is a check, many of them at once.

A trial gives every set of additions a copy of the description, under a name of its own, and has the
detectors scan all copies together.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import pyoxigraph as ox

from lhs_graph.check import certainty_of
from lhs_graph.description import Description
from lhs_graph.detection import Detectors, RawGap
from lhs_graph.entailment import entail
from lhs_graph.facts import Coverage
from lhs_graph.findings import GapKind
from lhs_graph.repair.additions import Additions
from lhs_graph.serialization import serialized
from lhs_graph.terms import LHS, RDF

__all__ = ["Chosen", "Gap", "Trials"]

Gap: TypeAlias = tuple[str, str, str, str]
"""What makes two findings the same: notation, focus, about, related, as `Finding.identity`."""

_AT_ONCE: Final = 40
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
        self._wanted = self.detectors.predicates
        self._matter = self._wanted | {one.value for one in vocabulary.axioms.properties}
        topic = ox.Triple(ox.NamedNode(self.description.system), _TYPE, _SYSTEM)
        stated = dict.fromkeys((*self.description.triples, topic))
        self._base = [one for one in stated if one.predicate.value in self._matter]

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
        for start in range(0, len(todo), _AT_ONCE):
            self._try(todo[start : start + _AT_ONCE], notation)
        return [self._seen[notation, one] for one in wanted]

    def _try(self, sets: Sequence[frozenset[int]], notation: str | None) -> None:
        own = self.description.system
        names = [f"{own}~{number}" for number in range(len(sets))]
        parts = [self._copy(one, name) for one, name in zip(sets, names, strict=True)]
        found: dict[str, set[Gap]] = {name: set() for name in names}
        gaps, _ = self.detectors.scan(parts, [self._kinds[notation]] if notation else None)
        for gap in gaps:
            if gap.system in found and (named := self._named(gap, own)):
                found[gap.system].add(named)
        self.count += len(sets)
        for one, name in zip(sets, names, strict=True):
            self._seen[notation, one] = frozenset(found[name])

    def _copy(self, numbers: frozenset[int], name: str) -> bytes:
        patch = self.additions.patch(numbers)
        gone = set(patch.removed)
        fresh = [one for one in patch.added if one.predicate.value in self._matter]
        stated = [one for one in (*self._base, *fresh) if one not in gone]
        entailed = entail(stated, self.detectors.vocabulary.axioms)
        read = (one for one in (*stated, *entailed) if one.predicate.value in self._wanted)
        text = serialized(read, ox.RdfFormat.N_TRIPLES)
        own = self.description.system.encode()
        for end in (b">", b"#"):
            text = text.replace(b"<" + own + end, b"<" + name.encode() + end)
        return text

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
