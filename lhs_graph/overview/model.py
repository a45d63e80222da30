"""What is counted over a collection, with the statements behind every count."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lhs_graph.facts import Coverage
from lhs_graph.findings import GapKind, Meter, NamedTerm, Text
from lhs_graph.places import Place
from lhs_graph.release import Manifest

__all__ = [
    "Case",
    "Cycle",
    "Goal",
    "Overview",
    "PlaceTally",
    "Reference",
    "ReportedGap",
    "Statement",
]


@dataclass(frozen=True, slots=True)
class Statement:
    """One part of a description, with what it fills and the references that it rests on.

    `part` is the short name of its class, `said` the words it is described by beside its name,
    `misaligned` the notations of the kinds of gap whose focus it is, `locator` where in the source
    it is said, empty where that is not recorded.
    """

    case: str
    node: NamedTerm
    part: str
    said: Text
    fills: tuple[NamedTerm, ...]
    sources: tuple[str, ...]
    locator: Text
    misaligned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """One source that was read; texts are empty where the description does not give them."""

    iri: str
    title: str
    authors: str
    year: str
    doi: str
    url: str
    kind: NamedTerm | None
    depth: NamedTerm | None


@dataclass(frozen=True, slots=True)
class Case:
    """One described system.

    `groups` has its concepts under each of `GROUPINGS`; `meters` are presence, connection and
    evidence; `references` are the IRIs of the sources that were read of it.
    """

    slug: str
    term: NamedTerm
    groups: Mapping[str, tuple[NamedTerm, ...]]
    coverage: Coverage
    modified: str
    note: Text
    statements: tuple[Statement, ...]
    references: tuple[str, ...]
    meters: tuple[Meter, ...]


@dataclass(frozen=True, slots=True)
class PlaceTally:
    """One place of the framework over all cases; each case is in exactly one of the four.

    `documented` and `reported` hold statements, `absent` and `undocumented` slugs. A case that
    documents the place is not among the reported, even where a source reports a gap there too.
    """

    place: Place
    documented: tuple[Statement, ...]
    reported: tuple[Statement, ...]
    absent: tuple[str, ...]
    undocumented: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cycle:
    """One learning cycle.

    `phases` has the statements on each phase, in the framework's order; `returns` says whether an
    indicator fed by data of practice is documented to measure what the cycle changes; `certainty`
    how sure it is that none does.
    """

    statement: Statement
    phases: tuple[tuple[NamedTerm, tuple[Statement, ...]], ...]
    certainty: str | None

    @property
    def returns(self) -> bool:
        """True where every phase is documented and data on what changed come back."""
        return self.certainty is None and all(found for _, found in self.phases)

    @property
    def reached(self) -> int:
        """How many phases are documented without a break from the first on."""
        for number, (_, found) in enumerate(self.phases):
            if not found:
                return number
        return len(self.phases)

    @property
    def resumes(self) -> bool:
        """True where a phase is documented although one before it is not."""
        return any(found for _, found in self.phases[self.reached :])


@dataclass(frozen=True, slots=True)
class Goal:
    """One strategic goal with the supports that are tied to it; `certainty` where none is."""

    statement: Statement
    supports: tuple[Statement, ...]
    certainty: str | None


@dataclass(frozen=True, slots=True)
class ReportedGap:
    """One gap that a source reports.

    With the kinds it is tied to, the concepts it concerns, and the source's own word for its
    subject where there is one.
    """

    statement: Statement
    kinds: tuple[GapKind, ...]
    about: Text


@dataclass(frozen=True)
class Overview:
    """All that is counted over a release; cases by slug, places in the framework's order."""

    manifest: Manifest
    cases: tuple[Case, ...]
    places: tuple[PlaceTally, ...]
    cycles: tuple[Cycle, ...]
    goals: tuple[Goal, ...]
    reported: tuple[ReportedGap, ...]
    references: Mapping[str, Reference]

    @cached_property
    def by_slug(self) -> Mapping[str, Case]:
        """The cases by slug."""
        return {case.slug: case for case in self.cases}
