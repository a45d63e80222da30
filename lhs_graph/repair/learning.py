"""What a plan that leaves a finding teaches: rows that the plan breaks and no repair does.

The plan is enlarged by all additions that do not close the finding; if it is still there, one of
those left over has to be made. For findings that additions open, the row begins with what opens
them. A row is taken only after trials: the finding has to be open in the largest set, and also
without the additions that touch the part concerned, so that it is open for one and the same reason
in every set between. That holds for what is found because something is there and something else is
not, and for what is found where links hold a part of a network.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lhs_graph.network.pieces import pieces
from lhs_graph.repair.additions import Addition
from lhs_graph.repair.program import Row
from lhs_graph.repair.trials import Gap, Trials
from lhs_graph.repair.universe import Universe

__all__ = ["Lessons"]


@dataclass(frozen=True)
class Lessons:
    """Draws rows from plans that were tried."""

    universe: Universe

    @property
    def _trials(self) -> Trials:
        return self.universe.trials

    @property
    def _all(self) -> Sequence[Addition]:
        return self.universe.additions.all

    def rows(self, made: frozenset[int], gap: Gap) -> list[Row]:
        """The rows for one finding that the plan leaves or opens; none where nothing is sure."""
        sets = list(self._cuts(made, gap)) or [self._all_but_closers(made, gap)]
        for openers in self._openers(made, gap):
            rows = [row for once in openers for row in self._proven(sets, once, gap)]
            if rows:
                return rows
        return []

    def just_this(self, made: frozenset[int], gap: Gap) -> Row:
        """The row that says only that this very plan is none."""
        return Row(gap, self._rest(made), made)

    def _rest(self, most: frozenset[int]) -> frozenset[frozenset[int]]:
        return frozenset(frozenset({one}) for one in range(len(self._all)) if one not in most)

    def _proven(
        self, sets: Sequence[frozenset[int]], once: frozenset[int], gap: Gap
    ) -> Iterator[Row]:
        """A row for each of the largest sets in which the finding is open, for what opens it."""
        asides = [self._aside(most, once, gap) for most in sets]
        found = [gap in one for one in self._trials.many([*sets, *asides], gap[0])]
        for most, open_, aside in zip(sets, found, found[len(sets) :], strict=False):
            if open_ and aside and once <= most:
                yield Row(gap, self._rest(most), once)

    def _aside(self, most: frozenset[int], once: frozenset[int], gap: Gap) -> frozenset[int]:
        """The set without what touches the part concerned, but for what opens the finding."""
        if gap[1] == self._trials.description.system:
            return most
        additions = self.universe.additions
        touching, closed = additions.touching(gap[1]) - once, additions.closed
        return frozenset(one for one in most if touching.isdisjoint(closed[one]))

    def _cuts(self, made: frozenset[int], gap: Gap) -> Iterator[frozenset[int]]:
        """Where links that hold both ways may close it: all but those that leave one piece alone.

        The pieces are those that such links join in the plan once the part concerned is taken out;
        the links that leave the largest are those that the others take up.
        """
        options = self.universe.options[gap]
        names = {self._all[one].property for option in options for one in option}
        if len(names) != 1 or not names <= self.universe.additions.symmetric:
            return
        (name,) = names
        links = [one for one in self._all if one.property == name]
        stated = [one for one in self._trials.description.triples if one.predicate.value == name]
        pairs = [(one.subject.value, one.object.value) for one in stated]  # type: ignore[union-attr]
        pairs += [(one.subject, one.value.value) for one in links if one.number in made]
        absent = {one.part.iri for one in self._all if one.part and one.number not in made}
        nodes = {end for one in links for end in (one.subject, one.value.value)} - absent
        every = frozenset(range(len(self._all)))
        apart = [pair for pair in pairs if gap[1] not in pair]
        for piece in pieces(nodes - {gap[1]}, apart)[1:]:
            crossing = (
                one.number
                for one in links
                if (one.subject in piece) != (one.value.value in piece) and not one.touches(gap[1])
            )
            yield every - frozenset(crossing)

    def _all_but_closers(self, made: frozenset[int], gap: Gap) -> frozenset[int]:
        """All but the additions each of which alone would close the finding in this plan."""
        options = self.universe.options[gap]
        ordered = sorted({one for option in options for one in option} - made)
        found = self._trials.many([made | {one} for one in ordered], gap[0])
        closers = {one for one, open_ in zip(ordered, found, strict=True) if gap not in open_}
        return made | (frozenset(range(len(self._all))) - closers)

    def _openers(self, made: frozenset[int], gap: Gap) -> Iterator[list[frozenset[int]]]:
        """What opens the finding: nothing where it is there from the start, else least sets."""
        if gap in self.universe.start:
            yield [frozenset()]
        least = self._least_opening(made, gap)
        needed = {one for other in least for one in self._needs(other)}
        ends = [one for one in least if one not in needed]
        yield [least, *(self._like(ends[0], gap) if len(ends) == 1 else ())]
        yield [made]

    def _needs(self, number: int) -> frozenset[int]:
        return self.universe.additions.closed[number] - {number}

    def _least_opening(self, made: frozenset[int], gap: Gap) -> frozenset[int]:
        """A part of the plan that opens the finding and none of whose own parts does."""
        needs, without = self.universe.additions.with_needs, self.universe.additions.without
        near = needs(one for one in made if self._all[one].touches(gap[1]))
        kept = near if gap in self._trials.one(near, gap[0]) else made
        ordered = sorted(kept, reverse=True)
        found = self._trials.many([without(kept, one) for one in ordered], gap[0])
        bound = needs(one for one, left in zip(ordered, found, strict=True) if gap not in left)
        if gap in self._trials.one(bound, gap[0]):
            return bound
        for number in ordered:
            fewer = without(kept, number)
            if number in kept and gap in self._trials.one(fewer, gap[0]):
                kept = fewer
        return kept

    def _like(self, opener: int, gap: Gap) -> Iterator[frozenset[int]]:
        """Other single additions that say the same of, or to, the same part and open it too."""
        one = self._all[opener]
        alike = [
            other.number
            for other in self._all
            if other.property == one.property
            and other.number != opener
            and (other.subject == one.subject or other.value == one.value)
        ]
        found = self._trials.many([[number] for number in alike], gap[0])
        for number, open_ in zip(alike, found, strict=True):
            if gap in open_:
                yield self.universe.additions.closed[number]
