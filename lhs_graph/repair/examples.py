"""Real cases that did what a step proposes, and which of equal words most of them say.

A step that names a concept is shown only cases that name the same one in that place.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lhs_graph.check import PrecedentFinder
from lhs_graph.detection import RawGap
from lhs_graph.findings import Precedent
from lhs_graph.repair.additions import Addition
from lhs_graph.repair.trials import Gap
from lhs_graph.terms import CONCEPT
from lhs_graph.vocabulary import Vocabulary

__all__ = ["Examples"]

_SHOWN: Final = 3
_FURTHER: Final = 0.001
"""What a case counts that is not among the nearest."""


@dataclass
class Examples:
    """Looks up how cases fill places; `find` gives all of them, the nearest first."""

    find: PrecedentFinder
    system: str
    vocabulary: Vocabulary
    _said: dict[str, Counter[str]] = field(default_factory=dict)

    def of(self, addition: Addition, gaps: Iterable[Gap]) -> tuple[Precedent, ...]:
        """How the nearest cases fill the places of those findings with what is added."""
        value = _concept(addition)
        found: dict[str, Precedent] = {}
        for gap in gaps:
            for one in self._filling(gap):
                if value is None or value in gap[2:] or _names(one, value):
                    found.setdefault(one.case.iri, one)
        return tuple(found.values())[:_SHOWN]

    def said(self, addition: Addition, gaps: Iterable[Gap]) -> float:
        """How many of the nearest cases say the same word in the place of a finding; else 0."""
        value = _concept(addition)
        if addition.part or value is None:
            return 0
        node = addition.subject
        if node not in self._said:
            self._said[node] = Counter()
            for gap in (one for one in gaps if one[1] == node):
                for rank, one in enumerate(self._filling(gap)):
                    weight = 1 if rank < _SHOWN else _FURTHER
                    for end in one.ends:
                        self._said[node][end.iri] += weight  # type: ignore[assignment]
        return self._said[node][value]

    def _filling(self, gap: Gap) -> Iterator[Precedent]:
        notation, focus, about, related = gap
        kind = self.vocabulary.kind(notation)
        raw = RawGap(kind.iri, self.system, focus, about or None, related or None)
        yield from self.find(raw)


def _concept(addition: Addition) -> str | None:
    """The concept that the addition names; None where it names a part or a truth value."""
    value = addition.part.concept if addition.part else addition.value.value
    return value if value and value.startswith(CONCEPT) else None


def _names(precedent: Precedent, concept: str) -> bool:
    return concept in precedent.concepts or concept in {end.iri for end in precedent.ends}
