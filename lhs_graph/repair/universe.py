"""All additions that may matter to a repair, and the rows that say what closes what.

The kinds propose for the findings there are; each proposed part is tried alone, to see what it
closes and what findings it would bring with it; for those the kinds propose in turn, until nothing
new is proposed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from lhs_graph.repair.additions import Addition, Additions
from lhs_graph.repair.program import Row
from lhs_graph.repair.proposals import Proposer
from lhs_graph.repair.trials import Gap, Trials

__all__ = ["Universe"]

_ROUNDS: Final = 8


@dataclass
class Universe:
    """The findings met so far, with the sets of additions that would close each or help to."""

    trials: Trials
    proposer: Proposer
    options: dict[Gap, dict[frozenset[int], None]] = field(default_factory=dict)
    openers: dict[Gap, set[frozenset[int]]] = field(default_factory=dict)
    same: dict[int, list[int]] = field(default_factory=dict)

    _rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start = self.trials.one(())
        self._tried: dict[int, tuple[frozenset[Gap], frozenset[Gap]]] = {}
        for gap in sorted(self.start):
            self.options[gap] = {}
        self._grow(sorted(self.start))

    @property
    def additions(self) -> Additions:
        """The additions, numbered."""
        return self.trials.additions

    def meet(self, gaps: Iterator[Gap] | list[Gap]) -> bool:
        """Take in findings that a plan opened; whether any was new."""
        fresh = [gap for gap in gaps if gap not in self.options]
        for gap in fresh:
            self.options[gap] = {}
        if fresh:
            self._grow(fresh)
        return bool(fresh)

    def rows(self) -> Sequence[Row]:
        """What closes each finding met, as rows."""
        if not self._rows:
            self._rows.extend(self._drawn())
        return self._rows

    def _drawn(self) -> Iterator[Row]:
        for gap, options in self.options.items():
            closing = frozenset(self._closing(gap, options))
            if gap in self.start:
                yield Row(gap, closing)
            for once in self.openers.get(gap, ()):
                yield Row(gap, frozenset(one for one in closing if not one <= once), once)

    def _closing(self, gap: Gap, options: dict[frozenset[int], None]) -> Iterator[frozenset[int]]:
        """The options, less the parts that were seen not to close it, with those seen to."""
        for option in options:
            number = next(iter(option))
            if len(option) > 1 or number not in self._tried:
                yield option
        for number, (closed, _) in self._tried.items():
            if gap in closed:
                yield frozenset({number})

    def _grow(self, gaps: list[Gap]) -> None:
        """Let the kinds propose for those findings and for all that proposed parts would open."""
        self._rows.clear()
        description, todo = self.trials.description, gaps
        for _ in range(_ROUNDS):
            self._take(self.proposer.propose(description, todo, self.additions))
            if bare := [gap for gap in todo if not self.options[gap]]:
                self._take(self.proposer.propose(description, bare, self.additions, linked=True))
            if not any(one.part and one.number not in self._tried for one in self.additions.all):
                return
            for gap in self._try_parts():
                self.options.setdefault(gap, {})
            todo = list(self.options)

    def _take(self, proposed: Mapping[Gap, Iterable[frozenset[int]]]) -> None:
        for gap, found in proposed.items():
            self.options[gap].update(dict.fromkeys(found))

    def _try_parts(self) -> list[Gap]:
        """Try the parts not tried yet, each alone; the findings that they would open."""
        todo = [one for one in self.additions.all if one.part and one.number not in self._tried]
        found = self.trials.many([[one.number] for one in todo])
        before = self.trials.many([self._without(one) for one in todo])
        opened: dict[Gap, None] = {}
        for one, with_it, without in zip(todo, found, before, strict=True):
            self._tried[one.number] = (without - with_it, with_it - without)
            for gap in sorted(with_it - without):
                if gap not in self.start:
                    self.openers.setdefault(gap, set()).add(frozenset({one.number}))
                    if gap not in self.options:
                        opened[gap] = None
        return list(opened)

    def _without(self, one: Addition) -> frozenset[int]:
        return self.additions.closed[one.number] - {one.number}
