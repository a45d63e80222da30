"""An analysis of synergy in words: what its text and its page both say, section by section."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lhs_graph.findings import NamedTerm
from lhs_graph.messages import sentence
from lhs_graph.network import NODES
from lhs_graph.synergy import Break, Loop, Path, PillarCell, Reason, Synergy, Why
from lhs_graph.terms import LHS
from lhs_graph.vocabulary import Vocabulary

__all__ = ["Section", "SynergyWords"]

_CLASSES: Final = {
    **{layer: name for name, layer in NODES.items()},
    "commitment": "ValueCommitment",
    "dimension": "ValueDimension",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with a note on how to read it, a table if there are rows, and lines of text.

    In the table, all columns but those in `words` hold numbers.
    """

    key: str
    heading: str
    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]
    words: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class SynergyWords:
    """Says an analysis in one language."""

    vocabulary: Vocabulary
    language: str

    def say(self, key: str, **facts: object) -> str:
        """A sentence on synergy."""
        return sentence(f"synergy.{key}", self.language, **facts)

    def about(self, synergy: Synergy) -> str:
        """What is described, how fully, and the version of the data."""
        return self.say(
            "about",
            status=self.vocabulary.label_of("record-status", synergy.record_status, self.language),
            coverage=self._coverage(synergy.coverage),
            version=synergy.data_version,
        )

    def about_why(self, why: Why) -> str:
        """Of what system the support is, and how fully that is described."""
        name, coverage = self.name(why.system), self._coverage(why.coverage)
        return self.say("why_about", system=name, coverage=coverage, version=why.data_version)

    def caution(self, *certainties: str) -> str:
        """How to read what is said not to be there; nothing where all of it is confirmed."""
        return "" if {"confirmed"}.issuperset(certainties) else self.say("caution")

    def caution_why(self, why: Why) -> str:
        """The same for the ways that are not there."""
        return self.caution(*(one.certainty for one in why.reasons if not one.paths))

    def name(self, term: NamedTerm) -> str:
        """The node's label."""
        return term.label(self.language)

    def sections(self, synergy: Synergy) -> tuple[Section, ...]:
        """The analysis in the order of `TABLES`."""
        return (
            self._components(synergy),
            self._articulation(synergy),
            self._goals(synergy),
            self._pillars(synergy),
            self._loops(synergy),
        )

    def reason(self, reason: Reason) -> tuple[str, tuple[str, ...]]:
        """The heading of one kind of end, and the ways to it, or where the ways stop."""
        heading = self.say(f"why_{reason.layer}")
        if reason.paths:
            return heading, tuple(self.path(path) for path in reason.paths)
        stops = [
            self.say("stop", name=self.name(node), why=self.say(f"stop_{layer}"))
            for layer, node in reason.stops
        ]
        certainty = self.vocabulary.label_of("certainty", reason.certainty, self.language)
        return heading, (self.say("no_path", certainty=certainty), *stops)

    def path(self, path: Path) -> str:
        """The steps as one line: part — what it does → part."""
        steps = (
            f" — {self.say(f'link_{link}')} → {self.name(node)}"
            for link, node in zip(path.links, path.nodes[1:], strict=True)
        )
        return self.name(path.nodes[0]) + "".join(steps)

    def cell(self, synergy: Synergy, cell: PillarCell) -> str:
        """Stated connections + shared parts, supports of both in brackets; – without a pair."""
        counts = {pillar.iri: count for pillar, count in synergy.pillars}
        least = 2 if cell.one == cell.other else 1
        if min(counts[cell.one.iri], counts[cell.other.iri]) < least:
            return "–"
        both = f" ({cell.spanning})" if cell.spanning else ""
        return "0" if cell.is_empty else f"{cell.direct}+{cell.shared}{both}"

    def _section(
        self,
        key: str,
        header: Iterable[str] = (),
        rows: Iterable[Sequence[str]] = (),
        lines: Iterable[str] = (),
        *,
        words: tuple[int, ...] = (0,),
    ) -> Section:
        return Section(
            key=key,
            heading=self.say(key),
            note=self.say(f"{key}_note"),
            header=tuple(header),
            rows=tuple(tuple(row) for row in rows),
            lines=tuple(lines),
            words=words,
        )

    def _components(self, synergy: Synergy) -> Section:
        joined = [one for one in synergy.components if len(one.nodes) > 1]
        alone = [node for one in synergy.components if len(one.nodes) == 1 for node in one.nodes]
        layers = tuple(NODES.values())
        rows = [
            (str(number), str(len(one.nodes)), *(str(one.count().get(each, 0)) for each in layers))
            for number, one in enumerate(joined, 1)
        ]
        parts = sum(len(one.nodes) for one in synergy.components)
        lines = [self.say("components_count", parts=parts, count=len(synergy.components))]
        if alone:
            named = (
                self.say("of_layer", name=self.name(node), layer=self._layer(layer))
                for layer, node in alone
            )
            lines.append(self.say("components_alone", count=len(alone), names="; ".join(named)))
        header = (self.say("component"), self.say("parts"), *map(self._layer, layers))
        return self._section("components", header, rows, lines, words=())

    def _articulation(self, synergy: Synergy) -> Section:
        rows = [
            (
                self.name(one.support),
                *map(str, (len(one.cut), len(one.alone), one.pieces, one.groups)),
                self._names(one.alone),
            )
            for one in synergy.supports
            if one.matters
        ]
        columns = ("support", "cut", "alone", "pieces", "groups", "alone_names")
        lines = () if rows else (self.say("articulation_none"),)
        header = [self.say(f"column_{one}") for one in columns]
        return self._section("articulation", header, rows, lines, words=(0, 5))

    def _goals(self, synergy: Synergy) -> Section:
        rows = [
            (
                self.name(one.goal),
                str(len(one.paths)),
                str(len(one.servers)),
                str(len(one.reached_by)),
                str(len(one.pillars)),
                self._names(one.bottlenecks),
            )
            for one in sorted(synergy.goals, key=lambda one: len(one.paths))
        ]
        columns = ("goal", "paths", "servers", "reached_by", "pillars", "bottlenecks")
        lines = () if rows else (self.say("goals_none"),)
        header = [self.say(f"column_{one}") for one in columns]
        return self._section("goals", header, rows, lines, words=(0, 5))

    def _pillars(self, synergy: Synergy) -> Section:
        pillars = [pillar for pillar, _ in synergy.pillars]
        rows = [
            (
                f"{number} {self.name(pillar)}",
                str(count),
                *(self.cell(synergy, synergy.cell(pillar.iri, other.iri)) for other in pillars),
            )
            for number, (pillar, count) in enumerate(synergy.pillars, 1)
        ]
        numbers = map(str, range(1, len(pillars) + 1))
        header = (self.say("column_pillar"), self.say("column_supports"), *numbers)
        return self._section("pillars", header, rows, self._pillar_lines(synergy))

    def _pillar_lines(self, synergy: Synergy) -> Iterator[str]:
        apart = [
            self.say("pair", one=self.name(one), other=self.name(other))
            for one, other in synergy.apart
        ]
        if apart:
            yield self.say("apart", count=len(apart), names="; ".join(apart))
        else:
            yield self.say("apart_none")
        lonely = [one.support for one in synergy.supports if not one.across]
        if lonely:
            yield self.say("lonely", count=len(lonely), names=self._names(lonely))

    def _loops(self, synergy: Synergy) -> Section:
        lines = [line for loop in synergy.loops for line in self._loop(loop)]
        return self._section("loops", lines=lines or (self.say("loops_none"),))

    def _loop(self, loop: Loop) -> Iterator[str]:
        name = self.name(loop.cycle)
        if not loop.breaks:
            yield self.say("loop_closed", name=name, names=self._names(loop.returns))
            return
        yield self.say("loop_broken", name=name, count=len(loop.breaks))
        for one in loop.breaks:
            yield f"  – {self._break(one)}"

    def _break(self, one: Break) -> str:
        facts = {"at": self._short(one.at), "to": self._short(one.to) if one.to else ""}
        certainty = self.vocabulary.label_of("certainty", one.certainty, self.language)
        said = self.say(f"break_{one.kind.replace('-', '_')}", **facts)
        return self.say("break", said=said, certainty=certainty)

    def _short(self, phase: NamedTerm) -> str:
        return phase.notation or self.name(phase)

    def _layer(self, layer: str) -> str:
        return self.vocabulary.term(f"{LHS}{_CLASSES[layer]}").label(self.language)

    def _names(self, terms: Iterable[NamedTerm]) -> str:
        return "; ".join(map(self.name, terms))

    def _coverage(self, coverage: str) -> str:
        return self.vocabulary.label_of("coverage", coverage, self.language)
