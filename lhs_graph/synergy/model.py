"""What an analysis of synergy says: immutable, every node with its labels in every language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lhs_graph.findings import NamedTerm

__all__ = [
    "TABLES",
    "Break",
    "Component",
    "GoalBasis",
    "Loop",
    "Path",
    "PillarCell",
    "Reason",
    "SupportRole",
    "Synergy",
    "Why",
]

TABLES: Final = ("components", "articulation", "goals", "pillars", "loops")
"""The parts of an analysis, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Path:
    """Steps towards value: one node more than links, which are properties by short name."""

    nodes: tuple[NamedTerm, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """Parts that links join, each with its layer, in the document's order."""

    nodes: tuple[tuple[str, NamedTerm], ...]

    def count(self) -> Mapping[str, int]:
        """How many parts there are of each layer."""
        layers = [layer for layer, _ in self.nodes]
        return {layer: layers.count(layer) for layer in dict.fromkeys(layers)}


@dataclass(frozen=True, slots=True)
class SupportRole:
    """What hangs on one support.

    `goals` it serves, `alone` those of them that no other support serves, `cut` the goals that no
    path from any other support reaches. `pieces` is how many more components the alignment network
    has without it, `groups` how many more groups the network of connected supports has.
    `across` says whether it is connected with a support of a pillar that is not its own.
    """

    support: NamedTerm
    pillars: tuple[NamedTerm, ...]
    goals: tuple[NamedTerm, ...]
    alone: tuple[NamedTerm, ...]
    cut: tuple[NamedTerm, ...]
    pieces: int
    groups: int
    across: bool

    @property
    def matters(self) -> bool:
        """Whether something falls apart or is cut off without it."""
        return bool(self.alone or self.cut or self.pieces or self.groups)


@dataclass(frozen=True, slots=True)
class GoalBasis:
    """What one goal rests on.

    `servers` serve it, `pillars` are theirs, `reached_by` are all supports from which a path leads
    to it. `paths` are as many without a common part as there can be; `bottlenecks` the parts that
    all paths pass through.
    """

    goal: NamedTerm
    servers: tuple[NamedTerm, ...]
    reached_by: tuple[NamedTerm, ...]
    pillars: tuple[NamedTerm, ...]
    paths: tuple[Path, ...]
    bottlenecks: tuple[NamedTerm, ...]


@dataclass(frozen=True, slots=True)
class PillarCell:
    """Two pillars: pairs of supports by how they are connected, and supports of both pillars.

    `direct` pairs are connected by a statement, `shared` pairs only by a goal, phase, cycle or
    indicator that both lead to. `spanning` supports belong to both pillars.
    """

    one: NamedTerm
    other: NamedTerm
    direct: int
    shared: int
    spanning: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all connects the two."""
        return not (self.direct or self.shared or self.spanning)


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a loop is broken.

    `kind` is phase (there is none), process (none of the phase's own), hand-over or return. `at` is
    the phase's concept, `to` the one it should lead to. `certainty` is confirmed or undocumented.
    """

    kind: str
    at: NamedTerm
    to: NamedTerm | None
    certainty: str


@dataclass(frozen=True, slots=True)
class Loop:
    """One learning cycle: where it is broken, and the indicators through which it returns."""

    cycle: NamedTerm
    breaks: tuple[Break, ...]
    returns: tuple[NamedTerm, ...]


@dataclass(frozen=True, slots=True)
class Synergy:
    """The whole analysis of one system.

    `supports` has every support, those on which most hangs first. `pillars` gives each pillar with
    the number of its supports, `cells` every pair of pillars and every pillar with itself, `apart`
    the pairs of pillars that serve one goal without a path between them. `record` is the IRI of the
    description. `certainty` is that of everything said not to be there: confirmed where the
    description is exhaustive on all parts of the network, else undocumented.
    """

    system: NamedTerm
    record: str
    record_status: str
    coverage: str
    certainty: str
    data_version: str
    components: tuple[Component, ...]
    supports: tuple[SupportRole, ...]
    goals: tuple[GoalBasis, ...]
    pillars: tuple[tuple[NamedTerm, int], ...]
    cells: tuple[PillarCell, ...]
    apart: tuple[tuple[NamedTerm, NamedTerm], ...]
    loops: tuple[Loop, ...]

    @property
    def unconnected(self) -> tuple[PillarCell, ...]:
        """The pairs of different pillars that both have supports and that nothing connects."""
        filled = {pillar.iri for pillar, count in self.pillars if count}
        return tuple(
            cell
            for cell in self.cells
            if cell.is_empty and cell.one != cell.other and {cell.one.iri, cell.other.iri} <= filled
        )

    def cell(self, one: str, other: str) -> PillarCell:
        """The cell of two pillars by IRI, in either order."""
        wanted = {one, other}
        return next(cell for cell in self.cells if {cell.one.iri, cell.other.iri} == wanted)


@dataclass(frozen=True, slots=True)
class Reason:
    """The ways from a support to the nearest ends of one layer: a goal, commitment or dimension.

    Without a way, `stops` are the parts from which nothing leads farther, with their layer, and
    `certainty` is how sure it is that there is none: confirmed or undocumented.
    """

    layer: str
    certainty: str
    paths: tuple[Path, ...]
    stops: tuple[tuple[str, NamedTerm], ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why one support exists: a reason for each layer in which a path to value can end."""

    system: NamedTerm
    support: NamedTerm
    coverage: str
    data_version: str
    reasons: tuple[Reason, ...]
