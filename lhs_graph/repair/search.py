"""The search for the smallest repair: solve, try, learn from what is still found, solve again.

Every plan that the solver gives is tried. A finding that is left yields rows that this plan breaks
and no repair does. Since only such rows are ever added, the least plan of the program is never
longer than the smallest repair; once it leaves no finding, it is one. This is the implicit hitting
set method, extended to findings that additions open.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter
from typing import Final

from lhs_graph.repair.learning import Lessons
from lhs_graph.repair.program import Ceiling, Program, Row, Solution, Weigh
from lhs_graph.repair.proving import Doubts
from lhs_graph.repair.trials import Gap
from lhs_graph.repair.universe import Universe

__all__ = ["Outcome", "Search"]

_GREEDY_AT_ONCE: Final = 60
_PATIENCE: Final = 8
_RESERVE: Final = 0.5
"""The share of the time kept for completing a plan that is not proven smallest."""
_SHARE: Final = 0.25
"""The share of that for the plan to start from: one found in haste is hard to complete."""
_TASTE: Final = 12
"""Rounds to look for the more natural of plans that cost the same: no promise rests on it.

Rounds and not seconds, so that the plan does not depend on the machine."""

_NODES: Final = 2_000
"""Nodes of the solver's tree in each of these rounds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A tried plan, the findings it leaves, and what is proven of it.

    No plan of fewer than `least` additions leaves as little; `exact` where the plan has as many.
    `cheapest` says that no plan of its size costs less.
    """

    made: frozenset[int]
    left: frozenset[Gap]
    least: int
    exact: bool
    cheapest: bool


@dataclass
class Search:
    """One search; `seconds` limit the whole.

    `cost_of` gives an addition's cost by its number; `taste` decides between plans that cost the
    same.
    """

    universe: Universe
    cost_of: Weigh
    taste: Weigh
    seconds: float
    started: float = field(default_factory=perf_counter)

    def __post_init__(self) -> None:
        self.trials = self.universe.trials
        self.lessons = Lessons(self.universe)
        self.learned: list[Row] = []
        self.program = Program(self.universe.additions.all, self.universe.start)
        self.doubts = Doubts(self.universe)
        self.program.add(self.universe.rows())

    def run(self) -> Outcome:
        """The smallest repair, or the best found in time with a proven bound."""
        if not self.universe.start:
            return Outcome(frozenset(), frozenset(), 0, exact=True, cheapest=True)
        best: Solution | None = None
        while True:
            size = len(self.program.additions)
            least = self._smallest()
            if least is None:
                return self._greedy(best)
            ceilings = [Ceiling(_none, 1, len(least.left)), Ceiling(_one, 0, len(least.made))]
            best, cheapest = least, self._costs_alike()
            for weigh in (self.taste,) if cheapest else (self.cost_of, self.taste):
                found = self._solve(weigh, ceilings, _TASTE if weigh == self.taste else None)
                if found is None:
                    break
                best, cheapest = found, True
                ceilings.append(Ceiling(weigh, 0, sum(map(weigh, found.made))))
            if len(self.program.additions) == size and not self._doubted():
                left = self.trials.one(best.made)
                proven = self.doubts.settled
                bound = len(best.made) if proven else min(1, len(best.made))
                return Outcome(best.made, left, bound, exact=proven, cheapest=cheapest and proven)

    def _smallest(self) -> Solution | None:
        """The shortest plan, by rows all of which were tried."""
        found = self._solve(_one, [])
        while found is not None and self._doubted():
            found = self._solve(_one, [])
        return found

    def _doubted(self) -> bool:
        """Try the rows of the proposals; whether one did not stand, so that one solves again."""
        changed = self.doubts.settle(lambda: self._time_left > _RESERVE * self.seconds)
        if changed:
            self._renew()
        return changed

    def _renew(self) -> None:
        self.program.rows.clear()
        self.program.add(self.doubts.rows())
        self.program.add(self.learned)

    def allows(self, made: frozenset[int], left: frozenset[Gap]) -> bool:
        """Whether a plan that leaves those findings meets all rows; it may leave others yet."""
        return all(row.gap in left or row.met(made) for row in self.program.rows)

    @property
    def _time_left(self) -> float:
        return self.seconds - (perf_counter() - self.started)

    def _costs_alike(self) -> bool:
        """Whether all additions cost the same, so that the shortest plan costs least."""
        return len({self.cost_of(number) for number in range(len(self.program.additions))}) < 2  # noqa: PLR2004

    def _solve(
        self, weigh: Weigh, ceilings: list[Ceiling], rounds: int | None = None
    ) -> Solution | None:
        """The plan of least weight that leaves only what it gives up.

        None where time runs out, or the rounds are over, if it is given any number of them.
        """
        nodes = None if rounds is None else _NODES
        for _ in count() if rounds is None else range(rounds):
            spare = self._time_left - _RESERVE * self.seconds
            if spare <= 0:
                return None
            solution = self.program.solve(weigh, ceilings, spare, nodes)
            if solution is None or not solution.exact:
                return None
            open_ = self.trials.one(solution.made) - solution.left
            if not open_:
                return solution
            self._learn(solution.made, sorted(open_))
        return None

    def _learn(self, made: frozenset[int], gaps: list[Gap]) -> None:
        """Take rows from the plan into the program; what was learned of fewer additions goes."""
        size = len(self.program.additions)
        self.universe.meet(gaps)
        if len(self.program.additions) > size:
            self.learned.clear()
        fresh = [row for gap in gaps for row in self.lessons.rows(made, gap)]
        if all(row.met(made) for row in (*self.doubts.rows(), *fresh)):
            fresh.append(self.lessons.just_this(made, gaps[0]))
        self.learned.extend(fresh)
        self._renew()

    def _greedy(self, best: Solution | None) -> Outcome:
        """Close what is left, each time with what leaves least for its number of additions.

        It starts from a plan of the program, whose length is a bound.
        """
        start = self.program.solve(_one, [], max(1.0, _SHARE * self._time_left))
        if start is None:
            start = Solution(frozenset(), self.universe.start, exact=False)
        least = len(start.made) if start.exact else min(1, len(self.universe.start))
        made = best.made if best else self._brought_to_the_end((start.made, frozenset()))
        left = self.trials.one(made)
        exact = start.exact and (len(made), len(left)) == (least, len(start.left))
        return Outcome(made, left, least, exact=exact, cheapest=False)

    def _brought_to_the_end(self, starts: Iterable[frozenset[int]]) -> frozenset[int]:
        """The first of those plans that grows into one that leaves nothing, else the best."""
        plans = []
        for start in starts:
            plans.append(self._completed(start))
            if not self.trials.one(plans[-1]) or self._time_left <= 0:
                break
        return min(plans, key=lambda one: (len(self.trials.one(one)), len(one), sorted(one)))

    def _completed(self, made: frozenset[int]) -> frozenset[int]:
        """The plan grown by what leaves least, then rid of what it can do without.

        Many a part opens findings before the links that it needs are made, so steps that leave more
        are taken too, a few in a row; the best plan met on the way counts.
        """
        best, fewest, worse = made, len(self.trials.one(made)), 0
        while fewest and worse < _PATIENCE and self._time_left > 0:
            grown = self._grown(made)
            if grown is None:
                break
            made, left = grown
            worse += 1
            if left < fewest:
                best, fewest, worse = made, left, 0
        return self._pruned(best)

    def _grown(self, made: frozenset[int]) -> tuple[frozenset[int], int] | None:
        """The plan with the option that leaves least for its number of additions, and how many."""
        needs, open_ = self.universe.additions.with_needs, sorted(self.trials.one(made))
        self.universe.meet(open_)
        share = max(1, _GREEDY_AT_ONCE // len(open_))
        tried: dict[frozenset[int], None] = {}
        for gap in open_:
            options = {needs(made | option) for option in self.universe.options[gap]} - {made}
            ordered = sorted(options, key=lambda one: (len(one), sorted(one)))
            tried.update(dict.fromkeys(ordered[:share]))
        found = self.trials.many(list(tried))
        ranked = [
            ((len(left) - len(open_)) / len(one - made), len(one), order, one, len(left))
            for order, (one, left) in enumerate(zip(tried, found, strict=True))
        ]
        return min(ranked)[-2:] if ranked else None

    def _pruned(self, made: frozenset[int]) -> frozenset[int]:
        """The plan without additions whose loss leaves no more."""
        without, left = self.universe.additions.without, self.trials.one(made)
        for number in sorted(made, reverse=True):
            if self._time_left <= 0:
                break
            if number in made and self.trials.one(fewer := without(made, number)) <= left:
                made = fewer
        return made


def _one(_: int) -> float:
    return 1.0


def _none(_: int) -> float:
    return 0.0
