"""How the parts of a system work together, and why a support exists."""

from lhs_api.rest.schemas.parts import Open, Term

__all__ = ["Synergy", "Why"]


class LayeredTerm(Term):
    """A part of a system with the layer of the framework that it belongs to."""

    layer: str


class CountedTerm(Term):
    """A pillar with how many supports it has."""

    count: int


class ServingPath(Open):
    """A way from part to part; `links` are the properties between them."""

    nodes: list[Term]
    links: list[str]


class Articulation(Open):
    """What depends on a support: goals that it serves alone, goals and pieces that it holds."""

    support: Term
    pillars: list[Term]
    goals: list[Term]
    alone: list[Term]
    cut: list[Term]
    pieces: int
    groups: int
    across: bool


class GoalBasis(Open):
    """What a goal rests on."""

    goal: Term
    supports: list[Term]
    reached_by: list[Term]
    pillars: list[Term]
    paths: list[ServingPath]
    bottlenecks: list[Term]


class PillarPair(Open):
    """How two pillars meet: by direct links, supports of both, and ways between them."""

    one: str
    other: str
    direct: int
    shared: int
    spanning: int


class Pillars(Open):
    """The pillars with their supports, how they meet, and the pairs that nothing connects."""

    supports: list[CountedTerm]
    cells: list[PillarPair]
    apart: list[list[str]]


class LoopBreak(Open):
    """Where a cycle does not go on."""

    kind: str
    at: Term
    to: Term | None
    certainty: str


class Loop(Open):
    """A learning cycle with its breaks, and the data that come back from its change."""

    cycle: Term
    breaks: list[LoopBreak]
    returns: list[Term]


class Synergy(Open):
    """How the parts of a system work together."""

    system: Term
    status: str
    coverage: str
    certainty: str
    language: str
    data_version: str
    components: list[list[LayeredTerm]]
    articulation: list[Articulation]
    goals: list[GoalBasis]
    pillars: Pillars
    loops: list[Loop]


class Reason(Open):
    """The ways from a support to one layer, or the parts where they stop."""

    layer: str
    certainty: str | None
    paths: list[ServingPath]
    stops: list[LayeredTerm]


class Why(Open):
    """Why a support exists."""

    system: Term
    support: Term
    coverage: str
    language: str
    data_version: str
    reasons: list[Reason]
