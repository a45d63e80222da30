"""Rows that proposals yield are tried before a plan is called smallest: what breaks one stays open.

A row says that one of its sets of additions is needed. It is tried by making every addition outside
of them: the finding has to be there still. Where it is gone, something closes it that was not
proposed for it; the row is widened by that, or given up. Of a set that is needed whole, the first
and then the last addition is left out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lhs_graph.repair.program import Row
from lhs_graph.repair.trials import Trials
from lhs_graph.repair.universe import Universe

__all__ = ["Doubts"]

_WIDENINGS: Final = 4


@dataclass
class Doubts:
    """What trials made of the rows of the proposals, for the additions thought of so far."""

    universe: Universe
    _made_of: dict[Row, Row | None] = field(default_factory=dict)
    _others: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _size: int = 0
    settled: bool = True

    @property
    def _trials(self) -> Trials:
        return self.universe.trials

    def rows(self) -> Iterator[Row]:
        """The rows of the proposals, as trials left those that were tried."""
        for row in self.universe.rows():
            tried = self._made_of.get(row, row)
            if tried:
                yield tried

    def settle(self, go_on: Callable[[], bool] = lambda: True) -> bool:
        """Try the rows that were not tried yet, as long as it is asked for; whether any fell.

        `settled` says afterwards whether all were tried.
        """
        additions = self.universe.additions
        if self._size != len(additions.all):
            self._size = len(additions.all)
            self._made_of.clear()
        todo: dict[str, list[Row]] = defaultdict(list)
        for row in dict.fromkeys(self.universe.rows()):
            if row not in self._made_of:
                todo[row.gap[0]].append(row)
        fell = False
        for notation, rows in todo.items():
            self.settled = go_on()
            if not self.settled:
                break
            sets = [one for row in rows for one in self._breaking(row)]
            self._trials.many(sets, notation)
            for row in rows:
                self._made_of[row] = row if self._stands(row) else self._widened(row)
                fell |= self._made_of[row] != row
        return fell

    def _stands(self, row: Row) -> bool:
        """Whether the finding is there in each of the largest sets that break the row."""
        found = self._trials.many(self._breaking(row), row.gap[0])
        return all(row.gap in one for one in found)

    def _breaking(self, row: Row) -> list[frozenset[int]]:
        once = self.universe.additions.with_needs(row.once)
        own = [option - once for option in row.options]
        ends = (frozenset(map(min, own)), frozenset(map(max, own)))
        return [self._without(one) for one in dict.fromkeys(ends)]

    def _without(self, out: frozenset[int]) -> frozenset[int]:
        """All additions but those, and but what needs them."""
        closed = self.universe.additions.closed
        return frozenset(number for number, own in enumerate(closed) if out.isdisjoint(own))

    def _widened(self, row: Row) -> Row | None:
        """The row with what else closes its finding; None where that does not come to an end."""
        once = self.universe.additions.with_needs(row.once)
        out = frozenset[int]().union(*row.options) - once
        for _ in range(_WIDENINGS):
            others = self._others[row.gap[0]]
            out |= {one.number for one in self.universe.additions.all if one.property in others}
            out -= once
            most = self._without(out)
            if row.gap in self._trials.one(most, row.gap[0]):
                return Row(row.gap, frozenset(frozenset({one}) for one in out), row.once)
            closer = self._closer(most, once, row)
            if closer is None:
                return None
            others.add(self.universe.additions.all[closer].property)
        return None

    def _closer(self, most: frozenset[int], once: frozenset[int], row: Row) -> int | None:
        """An addition that closes the finding when made after those before it."""
        ordered, below, above = sorted(most - once), 0, len(most - once)
        if row.gap not in self._trials.one(once, row.gap[0]):
            return None
        while above - below > 1:
            middle = (below + above) // 2
            open_ = self._trials.one(once | frozenset(ordered[:middle]), row.gap[0])
            below, above = (middle, above) if row.gap in open_ else (below, middle)
        return ordered[below] if ordered else None
