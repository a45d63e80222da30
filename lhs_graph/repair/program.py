"""The integer program of a repair, solved exactly by HiGHS: the only door to it.

A variable for each addition says whether it is made. A row says that, once certain additions are
made, at least one of some sets of additions has to be made as a whole. A row of a finding that is
there from the start may be left unmet at a price above any plan's.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from lhs_graph.repair.additions import Addition
from lhs_graph.repair.trials import Gap

if TYPE_CHECKING:
    import highspy

__all__ = ["Ceiling", "Program", "Row", "Solution", "Weigh"]

_EXACT: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Row:
    """Where all of `once` are made, one of `options` has to be, whole; `gap` is why."""

    gap: Gap
    options: frozenset[frozenset[int]]
    once: frozenset[int] = frozenset()

    def met(self, made: frozenset[int]) -> bool:
        """Whether a plan meets it."""
        return not self.once <= made or any(option <= made for option in self.options)


Weigh: TypeAlias = Callable[[int], float]
"""The weight of an addition, by its number."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What the additions weigh together, and each finding left by itself, may not pass `most`."""

    weigh: Weigh
    left: float
    most: float


@dataclass(frozen=True, slots=True)
class Solution:
    """The additions made and the findings given up.

    `exact` where nothing weighs less.
    """

    made: frozenset[int]
    left: frozenset[Gap]
    exact: bool


@dataclass
class Program:
    """The rows so far; `optional` are the findings that may be left, at a price."""

    additions: Sequence[Addition]
    optional: frozenset[Gap]
    rows: dict[Row, None] = field(default_factory=dict)
    _singles: dict[Row, list[int]] = field(default_factory=dict)

    def add(self, rows: Iterable[Row]) -> bool:
        """Add rows; whether any of them is new."""
        before = len(self.rows)
        self.rows.update(dict.fromkeys(rows))
        return len(self.rows) > before

    def singles(self, row: Row) -> list[int]:
        """The additions any of which meets the row; none where it takes several for an option."""
        if row not in self._singles:
            several = any(len(option) != 1 for option in row.options)
            self._singles[row] = [] if several else [one for (one,) in row.options]
        return self._singles[row]

    def solve(
        self,
        weigh: Weigh,
        ceilings: Iterable[Ceiling],
        seconds: float,
        nodes: int | None = None,
    ) -> Solution | None:
        """The plan of least total weight; None where time ran out before there was any.

        A finding that is left weighs more than all additions together. `nodes` limit the solver's
        tree: unlike seconds, they end it at the same plan on every machine.
        """
        model = _Model(self, weigh)
        for row in self.rows:
            model.take(row, self.singles(row))
        for ceiling in ceilings:
            model.keep_below(ceiling)
        return model.run(seconds, nodes)


class _Model:
    """One program in the solver's form: additions first, then findings left, then whole sets."""

    def __init__(self, program: Program, weigh: Weigh) -> None:
        self.count = len(program.additions)
        self.left = {gap: self.count + place for place, gap in enumerate(sorted(program.optional))}
        self.costs = [weigh(number) for number in range(self.count)]
        self.costs += [1 + sum(self.costs)] * len(self.left)
        self.sets: dict[frozenset[int], int] = {}
        self.rows: list[tuple[float, float, list[int], list[float]]] = []
        for one in program.additions:
            for needed in one.needs:
                self.rows.append((0, float("inf"), [needed, one.number], [1, -1]))

    def say(
        self, least: float, terms: Iterable[tuple[int, float]], most: float = float("inf")
    ) -> None:
        """A linear row: at least, at most, and the terms as column and factor."""
        columns: dict[int, float] = {}
        for column, factor in terms:
            columns[column] = columns.get(column, 0) + factor
        self.rows.append((least, most, list(columns), list(columns.values())))

    def take(self, row: Row, singles: Sequence[int]) -> None:
        """The row, with a variable for each set of several additions where there are any."""
        found = [*(singles or map(self._whole, row.options))]
        found.extend([self.left[row.gap]] if row.gap in self.left else ())
        factors = [1.0] * len(found)
        if row.once.isdisjoint(found):
            found.extend(row.once)
            factors.extend([-1.0] * len(row.once))
            self.rows.append((1 - len(row.once), float("inf"), found, factors))
        else:
            apart = [(number, -1.0) for number in row.once]
            self.say(1 - len(row.once), [*zip(found, factors, strict=True), *apart])

    def _whole(self, option: frozenset[int]) -> int:
        if len(option) == 1:
            return next(iter(option))
        if option not in self.sets:
            column = len(self.costs)
            self.sets[option] = column
            self.costs.append(0)
            for number in option:
                self.say(0, [(number, 1), (column, -1)])
        return self.sets[option]

    def keep_below(self, ceiling: Ceiling) -> None:
        """The ceiling as a row."""
        terms = [(number, ceiling.weigh(number)) for number in range(self.count)]
        terms += [(column, ceiling.left) for column in self.left.values()]
        self.say(float("-inf"), terms, ceiling.most + _EXACT)

    def run(self, seconds: float, nodes: int | None) -> Solution | None:
        """Solve it."""
        import highspy  # noqa: PLC0415  brings NumPy, and only repairs need it

        solver = highspy.Highs.__bases__[0]()  # the plain solver: the wrapper greets on the screen
        for name, value in (
            ("output_flag", False),
            ("random_seed", 0),
            ("threads", 1),
            ("parallel", "off"),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", _EXACT),
            ("time_limit", max(seconds, 0.05)),
            *([] if nodes is None else [("mip_max_nodes", nodes)]),
        ):
            solver.setOptionValue(name, value)
        solver.passModel(self._given(highspy))
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = solver.getSolution().col_value
        made = frozenset(column for column in range(self.count) if values[column] > 1 / 2)
        left = frozenset(gap for gap, column in self.left.items() if values[column] > 1 / 2)
        exact = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return Solution(made, left, exact)

    def _given(self, highspy: Any) -> "highspy.HighsLp":  # noqa: ANN401  the lazily opened package
        import numpy  # noqa: ICN001, PLC0415  what the solver takes

        width, height = len(self.costs), len(self.rows)
        given = highspy.HighsLp()
        given.num_col_, given.num_row_ = width, height
        given.col_cost_ = numpy.array(self.costs, dtype=float)
        given.col_lower_, given.col_upper_ = numpy.zeros(width), numpy.ones(width)
        given.integrality_ = [highspy.HighsVarType.kInteger] * width
        given.row_lower_ = numpy.array([row[0] for row in self.rows], dtype=float)
        given.row_upper_ = numpy.array([row[1] for row in self.rows], dtype=float)
        given.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lengths = [len(row[2]) for row in self.rows]
        given.a_matrix_.start_ = numpy.concatenate(([0], numpy.cumsum(lengths))).astype(int)
        columns = chain.from_iterable(row[2] for row in self.rows)
        given.a_matrix_.index_ = numpy.fromiter(columns, dtype=int)
        factors = chain.from_iterable(row[3] for row in self.rows)
        given.a_matrix_.value_ = numpy.fromiter(factors, dtype=float)
        return given  # type: ignore[no-any-return]  # an untyped package
