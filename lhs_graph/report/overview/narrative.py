"""The report as a short scientific text: methods, results and limits, in sentences with numbers.

Nothing is said that is not counted. Every number that counts cases or statements leads to them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Final

from lhs_graph.report.overview.linked import link
from lhs_graph.report.overview.numbers import share_of, whole
from lhs_graph.report.overview.tables import Maker, Row, Table

__all__ = ["Narrative", "Section"]

_FEW: Final = 3
"""How many places are named of those that are documented most, or least, often."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the text: its key and heading, its level from 2, paragraphs, tables by name."""

    key: str
    level: int
    heading: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Narrative:
    """Writes the text of one report from its tables."""

    maker: Maker
    tables: dict[str, Table]

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections in the order of a paper."""
        schemes = [
            name.removeprefix(_DOCUMENTED) for name in self.tables if name.startswith(_DOCUMENTED)
        ]
        return (
            self._section("methods", 2, self._methods()),
            self._section("results", 2),
            self._section("collection", 3, self._collection(), ("groups",)),
            *(self._scheme(scheme) for scheme in schemes),
            self._section("cycles", 3, self._cycles(), ("cycle_stages", "cycles")),
            self._section("goals", 3, self._goals(), ("goal_support", "goals")),
            self._section("gaps", 3, self._gaps(), ("reported_gaps",)),
            self._section("completeness", 3, self._completeness(), ("case_places", "completeness")),
            self._section("limits", 2, self._limits()),
        )

    @property
    def title(self) -> str:
        """What the report is called."""
        return self._say("title")

    @property
    def subtitle(self) -> str:
        """What it is about, in one line."""
        return self._say("subtitle", cases=self._cases)

    @property
    def byline(self) -> str:
        """Which release it was computed from."""
        return self._say("byline", **self._release)

    @property
    def _cases(self) -> str:
        return self._whole(len(self.maker.overview.cases))

    @property
    def _release(self) -> dict[str, str]:
        manifest = self.maker.overview.manifest
        return {
            "version": manifest.version,
            "data": manifest.data_version,
            "date": manifest.created.split("T", 1)[0],
        }

    def _say(self, key: str, **facts: object) -> str:
        return self.maker.say(key, **facts)

    def _whole(self, number: int) -> str:
        return whole(number, self.maker.language)

    def _section(
        self, key: str, level: int, paragraphs: Iterable[str] = (), tables: Sequence[str] = ()
    ) -> Section:
        return Section(key, level, self._say(f"heading.{key}"), tuple(paragraphs), tuple(tables))

    def _methods(self) -> Iterator[str]:
        overview = self.maker.overview
        statements = sum(len(case.statements) for case in overview.cases)
        yield self._say(
            "text.release",
            **self._release,
            cases=link(self._cases, "cases"),
            statements=link(self._whole(statements), "cases"),
            sources=link(self._whole(len(overview.references)), "sources"),
        )
        yield self._say("text.reading", depths=self._depths())
        yield self._say("text.unit", cases=self._cases)
        yield self._say("text.states")
        yield f"{self._coverage()} {self._say('text.certainty')}"
        counts = overview.manifest.counts
        entailed, quads = (self._whole(counts[name]) for name in ("entailed", "quads"))
        yield self._say("text.entailment", entailed=entailed, quads=quads)

    def _depths(self) -> str:
        references = self.maker.overview.references.values()
        found = Counter(self.maker.label(one.depth) for one in references if one.depth)
        return self._joined(
            self._say(
                "note.counted",
                label=label,
                figure=link(self._figure(count, len(references)), "sources"),
            )
            for label, count in found.most_common()
        )

    def _coverage(self) -> str:
        found = Counter(case.coverage.whole for case in self.maker.overview.cases)
        return self._say(
            "text.coverage",
            reported=link(self._whole(found["as-reported"]), "cases"),
            exhaustive=self._whole(found["exhaustive"]),
            cases=self._cases,
        )

    def _collection(self) -> Iterator[str]:
        table = self.tables["groups"]
        largest: dict[str, Row] = {}
        for row in table.rows:
            largest.setdefault(str(table.value(row, "grouping")), row)
        items = self._items(
            table, largest.values(), "cases", len(self.maker.overview.cases), label="group_label"
        )
        yield self._say("text.group_most", groups=items)
        yield self._say("text.groups", cases=self._cases)

    def _scheme(self, scheme: str) -> Section:
        table = self.tables[f"{_DOCUMENTED}{scheme}"]
        filled = [row for row in table.rows if table.value(row, "documented")]
        reported = [row for row in table.rows if table.value(row, "reported")]
        if not filled:
            said = [self._say("text.none_documented", total=len(table.rows))]
            return self._section(scheme, 3, [*said, *self._reported(table, reported)])
        return self._section(scheme, 3, self._places(table, filled, reported), (table.name,))

    def _places(self, table: Table, filled: list[Row], reported: list[Row]) -> Iterator[str]:
        cases = len(self.maker.overview.cases)
        complete = len(filled) == len(table.rows)
        counts = {"total": len(table.rows), "cases": cases}
        if complete:
            parts = [self._say("text.places_all", **counts)]
        else:
            parts = [self._say("text.places", documented=len(filled), **counts)]
        ranked = sorted(filled, key=lambda row: -_number(table, row, "documented"))
        if len(ranked) <= 2 * _FEW:
            items = self._items(table, ranked, "documented", cases)
            parts.append(self._say("text.each", items=items))
        else:
            most = self._items(table, ranked[:_FEW], "documented", cases)
            least = self._items(table, ranked[: -_FEW - 1 : -1], "documented", cases)
            parts.append(self._say("text.most", items=most))
            parts.append(self._say("text.least", items=least))
        if not complete:
            parts.append(self._say("text.never", items=self._never(table)))
        yield " ".join(parts)
        yield from self._reported(table, reported)

    def _reported(self, table: Table, reported: list[Row]) -> Iterator[str]:
        if reported:
            items = self._items(table, reported, "reported", len(self.maker.overview.cases))
            yield self._say("text.reported_places", items=items)

    def _never(self, table: Table) -> str:
        """The places that no case documents."""
        return self._joined(
            link(
                self._say("note.quoted", label=table.value(row, "label")),
                self._anchor(table, row, "undocumented"),
            )
            for row in table.rows
            if not table.value(row, "documented")
        )

    def _cycles(self) -> Iterator[str]:
        overview, table = self.maker.overview, self.tables["cycle_stages"]
        total = len(overview.cycles)
        cases = len({cycle.statement.case for cycle in overview.cycles})
        yield self._say(
            "text.cycles",
            cycles=link(self._whole(total), "t.cycles"),
            number=total,
            with_cycle=link(str(cases), "t.cycles"),
            cases=self._cases,
        )
        if not total:
            return
        rows = [row for row in table.rows if table.value(row, "cycles")]
        items = self._items(table, rows, "cycles", total, label="stage")
        resuming = sum(_number(table, row, "resuming") for row in table.rows)
        last = table.rows[-1]
        closed = _number(table, last, "cycles")
        returns = link(str(closed), self._anchor(table, last, "cycles"))
        yield " ".join(
            (
                self._say("text.cycle_stages", stages=items),
                self._say(
                    "text.resuming",
                    cycles=link(str(resuming), "t.cycle_stages"),
                    number=resuming,
                ),
                self._say("text.returns", cycles=returns, number=closed),
            )
        )

    def _goals(self) -> Iterator[str]:
        table, total = self.tables["goal_support"], len(self.maker.overview.goals)
        served, *unserved = table.rows
        part = link(str(table.value(served, "goals")), self._anchor(table, served, "goals"))
        share = share_of(_number(table, served, "goals"), total, self.maker.language)
        figure = self._say("note.number_share", part=part, share=share)
        yield self._say("text.goals", goals=link(self._whole(total), "t.goals"), served=figure)
        items = self._joined(
            self._say(
                "note.counted",
                label=self.maker.concept("certainty", row.key),
                figure=self._linked(table, row, "goals", total),
            )
            for row in unserved
        )
        yield self._say("text.unserved", items=items)

    def _gaps(self) -> Iterator[str]:
        reported, table = self.maker.overview.reported, self.tables["reported_gaps"]
        tied = sum(bool(gap.kinds) for gap in reported)
        placed = sum(bool(gap.statement.fills) and not gap.kinds for gap in reported)
        yield self._say(
            "text.gaps",
            gaps=link(self._whole(len(reported)), "t.reported_gaps"),
            with_gap=link(str(len({gap.statement.case for gap in reported})), "t.reported_gaps"),
            cases=self._cases,
            tied=link(str(tied), "t.reported_gaps"),
            placed=link(str(placed), "t.reported_gaps"),
            loose=len(reported) - tied - placed,
        )
        ranked = sorted(table.rows, key=lambda row: -_number(table, row, "gaps"))[:_FEW]
        items = self._items(table, ranked, "gaps", len(reported), label="subject")
        yield self._say("text.gaps_most", items=items)

    def _completeness(self) -> Iterator[str]:
        cases = self.maker.overview.cases
        statements = [len(case.statements) for case in cases]
        sources = [len(case.references) for case in cases]
        yield self._say(
            "text.completeness",
            least=min(statements),
            most=max(statements),
            median=round(median(statements)),
            least_sources=min(sources),
            most_sources=max(sources),
            median_sources=round(median(sources)),
        )
        yield self._say("text.heat")
        yield self._say("text.meters", items=self._joined(self._meters()))
        sections = self.maker.vocabulary.words("section")
        exhaustive = sum(
            any(one.coverage.is_exhaustive([name]) for name in sections) for one in cases
        )
        yield self._say("text.exhaustive", cases=exhaustive)

    def _meters(self) -> Iterator[str]:
        for meters in zip(*(case.meters for case in self.maker.overview.cases), strict=True):
            met, totals = [one.met for one in meters], [one.total for one in meters]
            least, most = min(totals), max(totals)
            span = self._whole(least) if least == most else f"{least}–{most}"
            name = self._say(f"meter.{meters[0].name}")
            yield self._say("text.meter", name=name, least=min(met), most=max(met), totals=span)

    def _limits(self) -> Iterator[str]:
        yield self._say("limit.documented")
        yield self._say("limit.sample", cases=self._cases)
        yield self._say("limit.reading")
        for name in ("length", "coding", "ties", "reported"):
            yield self._say(f"limit.{name}")

    def _items(
        self,
        table: Table,
        rows: Iterable[Row],
        column: str,
        total: int,
        *,
        label: str = "label",
    ) -> str:
        """The rows as a list: each with its number, its share, and the way to its evidence."""
        return self._joined(
            self._say(
                "note.item",
                label=table.value(row, label),
                figure=self._linked(table, row, column, total),
            )
            for row in rows
        )

    def _joined(self, items: Iterable[str]) -> str:
        return self._say("note.joined").join(items)

    def _linked(self, table: Table, row: Row, column: str, total: int) -> str:
        figure = self._figure(_number(table, row, column), total)
        return link(figure, self._anchor(table, row, column))

    def _anchor(self, table: Table, row: Row, column: str) -> str:
        return table.anchor(row, table.columns[table.index(column)])

    def _figure(self, part: int, total: int) -> str:
        facts = {"part": self._whole(part), "total": self._whole(total)}
        return self._say("note.of_share", **facts, share=share_of(part, total, self.maker.language))


_DOCUMENTED: Final = "documented_"


def _number(table: Table, row: Row, column: str) -> int:
    value = table.value(row, column)
    return value if isinstance(value, int) else 0
