"""Systems side by side, and beside the aggregate of a group of described systems.

Which of the framework's places each fills, which a source reports as a gap, which is not there, and
which is left unsaid: an aggregate counts the four apart, too.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lhs_graph.errors import EmptyGroupError, IllTypedParameterError, UnknownTermError
from lhs_graph.findings import NamedTerm
from lhs_graph.messages import Words
from lhs_graph.places import STATES, Filling, Place, Profile
from lhs_graph.release import Block
from lhs_graph.terms import BASE
from lhs_graph.vocabulary import Vocabulary, nearest

__all__ = [
    "MOST",
    "Area",
    "Comparison",
    "ComparisonRow",
    "Criteria",
    "PeerGroup",
    "Share",
    "Tally",
    "compare",
    "gather",
    "select_peers",
]

MOST: Final = 40
"""How many systems can stand side by side."""

_CRITERIA: Final = (
    ("levels", "level", "atLevel"),
    ("scales", "scale", "atScale"),
    ("countries", "jurisdiction", "inJurisdiction"),
    ("kinds", "system-kind", "systemKind"),
)


@dataclass(frozen=True, slots=True)
class Criteria:
    """Which described systems make up a peer group, by short words of the code lists.

    Of several words under one heading any fits; all headings must fit. A country fits its
    provinces: CA fits CA-QC. Without any word, all described systems fit.
    """

    levels: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def words(self) -> tuple[str, ...]:
        """All words, in the order of the headings."""
        return (*self.levels, *self.scales, *self.countries, *self.kinds)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many systems of a group are in each state at one place, and which fill it."""

    counts: Mapping[str, int]
    filled_by: tuple[NamedTerm, ...] = ()


@dataclass(frozen=True)
class PeerGroup:
    """A group of described systems in the aggregate, with a tally for every place's IRI.

    Compared systems that meet the criteria are counted in it.
    """

    criteria: Criteria
    systems: tuple[NamedTerm, ...]
    tallies: Mapping[str, Tally]

    @property
    def size(self) -> int:
        """How many systems there are in it; at least one."""
        return len(self.systems)


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One place: a cell for each system, and the group's tally where there is a group.

    `difference` is `certain` where one fills what another is known to lack, `open` where one fills
    what another leaves unsaid, else `none`.
    """

    place: Place
    cells: tuple[Filling, ...]
    tally: Tally | None
    difference: str


@dataclass(frozen=True, slots=True)
class Share:
    """Of `total` places of an area, how many are filled and how many are left unsaid."""

    present: float
    undocumented: float
    total: int


@dataclass(frozen=True, slots=True)
class Area:
    """One part of the framework, a share for each system; the group's is the mean of its own."""

    name: NamedTerm
    shares: tuple[Share, ...]
    group: Share | None


@dataclass(frozen=True)
class Comparison:
    """The systems in the order given, a row for each place, and shares by area of the framework."""

    profiles: tuple[Profile, ...]
    rows: tuple[ComparisonRow, ...]
    areas: tuple[Area, ...]
    group: PeerGroup | None = None

    @property
    def systems(self) -> tuple[NamedTerm, ...]:
        """The systems in the order given."""
        return tuple(profile.system for profile in self.profiles)

    def differing(self) -> "Comparison":
        """The same without the rows in which nothing differs; the areas stay whole."""
        rows = tuple(row for row in self.rows if row.difference != "none")
        return replace(self, rows=rows)


def compare(
    profiles: Sequence[Profile],
    places: Sequence[Place],
    vocabulary: Vocabulary,
    group: PeerGroup | None = None,
) -> Comparison:
    """Those systems side by side over those places, beside a group if one is given.

    Raises:
        IllTypedParameterError: there are more than `MOST` systems, or too few: two are needed, or
            one beside a group.
    """
    if not (1 if group else 2) <= len(profiles) <= MOST:
        detail = Words("compare.how_many", (("most", MOST),))
        raise IllTypedParameterError(name="SYSTEMS", value=len(profiles), detail=detail)
    rows = tuple(_row(place, profiles, group) for place in places)
    return Comparison(tuple(profiles), rows, _areas(rows, profiles, vocabulary, group), group)


def gather(profiles: Iterable[Profile], criteria: Criteria) -> PeerGroup:
    """The aggregate of those systems, which met those criteria.

    Raises:
        EmptyGroupError: there are none.
    """
    systems: list[NamedTerm] = []
    counts: dict[str, Counter[str]] = {}
    filled: dict[str, list[NamedTerm]] = {}
    for profile in profiles:
        systems.append(profile.system)
        for iri, state in profile.states.items():
            counts.setdefault(iri, Counter())[state] += 1
            if state == "present":
                filled.setdefault(iri, []).append(profile.system)
    if not systems:
        raise EmptyGroupError(criteria=criteria.words())
    tallies = {
        iri: Tally({state: count[state] for state in STATES}, tuple(filled.get(iri, ())))
        for iri, count in counts.items()
    }
    return PeerGroup(criteria, tuple(systems), tallies)


def select_peers(
    blocks: Iterable[Block], criteria: Criteria, vocabulary: Vocabulary
) -> tuple[Block, ...]:
    """The described systems that meet the criteria, in the order given.

    Raises:
        UnknownTermError: a word is in no code list; the error names the nearest.
        EmptyGroupError: no system meets them all.
    """
    chosen = list(blocks)
    for heading, scheme, feature in _CRITERIA:
        words: tuple[str, ...] = getattr(criteria, heading)
        known = {*vocabulary.words(scheme), *(one for b in chosen for one in b.features[feature])}
        for word in words:
            if word not in known:
                raise UnknownTermError(name=word, scheme=scheme, nearest=nearest(word, known))
        if words:
            chosen = [block for block in chosen if _fits(block.features[feature], words)]
    if not chosen:
        raise EmptyGroupError(criteria=criteria.words())
    return tuple(chosen)


def _fits(own: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a word is among a system's own, or is the country of one of its provinces."""
    return any(one == word or one.startswith(f"{word}-") for one in own for word in words)


def _row(place: Place, profiles: Sequence[Profile], group: PeerGroup | None) -> ComparisonRow:
    cells = tuple(profile.fillings[place.concept.iri] for profile in profiles)
    tally = group.tallies[place.concept.iri] if group else None
    states = {cell.state for cell in cells}
    if len(profiles) == 1 and tally:
        states |= _of_group(states, tally)
    return ComparisonRow(place, cells, tally, _difference(states))


def _of_group(own: set[str], tally: Tally) -> set[str]:
    """The states in the group that a single system is measured by.

    A place that it fills is shared if any of the group fills it; one that it does not fill differs
    if any of them does.
    """
    if tally.counts["present"]:
        return {"present"}
    return {state for state, count in tally.counts.items() if count} if "present" in own else set()


def _difference(states: set[str]) -> str:
    if "present" not in states or len(states) == 1:
        return "none"
    return "certain" if states & {"absent", "reported-gap"} else "open"


def _areas(
    rows: Sequence[ComparisonRow],
    profiles: Sequence[Profile],
    vocabulary: Vocabulary,
    group: PeerGroup | None,
) -> tuple[Area, ...]:
    """The shares by area; a process that stands for all narrower ones is no place of its own."""
    found: dict[str, list[ComparisonRow]] = {}
    for row in rows:
        if row.place.group and row.place.group.iri == row.place.concept.iri:
            continue
        name = row.place.group or vocabulary.term(f"{BASE}scheme/{row.place.scheme}")
        found.setdefault(name.iri, []).append(row)
    return tuple(
        Area(
            vocabulary.term(iri),
            tuple(
                _share([row.cells[number].state for row in own]) for number in range(len(profiles))
            ),
            _mean(own, group.size) if group else None,
        )
        for iri, own in found.items()
    )


def _share(states: Sequence[str]) -> Share:
    return Share(states.count("present"), states.count("undocumented"), len(states))


def _mean(rows: Sequence[ComparisonRow], size: int) -> Share:
    tallies = [row.tally.counts for row in rows if row.tally]
    present = sum(counts["present"] for counts in tallies) / size
    undocumented = sum(counts["undocumented"] for counts in tallies) / size
    return Share(present, undocumented, len(rows))
