"""Systems side by side, and the systems that resemble one most."""

from typing import Literal

from pydantic import Field

from lhs_api.rest.schemas.parts import Open, Term

__all__ = ["Comparison", "Nearest"]

State = Literal["present", "reported-gap", "absent", "undocumented"]


class StateCounts(Open):
    """How many places are in each state, or systems in one place."""

    present: int
    reported_gap: int = Field(alias="reported-gap")
    absent: int
    undocumented: int


class SystemProfile(Term):
    """A system with its setting by property, and what its record covers, whole and by section."""

    status: str
    coverage: str
    sections: dict[str, str]
    setting: dict[str, list[Term]]
    conditions: list[str]
    counts: StateCounts


class PeerGroup(Open):
    """The group that systems are put beside: how it was chosen, and who is in it."""

    levels: list[str]
    scales: list[str]
    countries: list[str]
    kinds: list[str]
    size: int
    systems: list[Term]


class AreaShare(Open):
    """How many places of an area a system fills, or a group on average, of those there are."""

    present: float
    undocumented: float
    total: int


class ComparedArea(Term):
    """A part of the framework with one share for each system, in their order."""

    shares: list[AreaShare]
    group: AreaShare | None


class Filling(Open):
    """What one system has in one place of the framework."""

    state: State
    nodes: list[Term]
    gaps: list[Term]
    sources: list[str]


class GroupCounts(StateCounts):
    """How many systems of the group have what in one place; `filled_by` are their IRIs."""

    share: float
    filled_by: list[str]


class ComparedPlace(Open):
    """One place of the framework with one cell for each system, in their order."""

    scheme: str
    group: Term | None
    concept: Term
    difference: Literal["certain", "open", "none"]
    cells: list[Filling]
    aggregate: GroupCounts | None


class Comparison(Open):
    """Systems side by side, place by place of the framework."""

    language: str
    data_version: str
    systems: list[SystemProfile]
    group: PeerGroup | None
    areas: list[ComparedArea]
    rows: list[ComparedPlace]


class Bits(Open):
    """The information of what both share, of what differs, and of what one side leaves open."""

    shared: float
    differing: float
    open: float


class PairedPlace(Open):
    """One place as evidence for or against a likeness, with its weight in bits."""

    kind: str
    weight: float
    scheme: str
    concept: Term
    own: Filling
    other: Filling


class Likeness(Open):
    """A described system and how alike it is: as known, at least, at most, and of what share."""

    system: SystemProfile
    similarity: float | None
    assured: float
    possible: float
    comparable: float
    bits: Bits
    common_setting: list[Term]
    common_conditions: list[str]
    places: list[PairedPlace]


class Nearest(Open):
    """The systems that resemble one most, the nearest first."""

    language: str
    data_version: str
    measure: str
    system: SystemProfile
    considered: int
    described: int
    nearest: list[Likeness]
