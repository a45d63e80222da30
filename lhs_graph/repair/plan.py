"""A repair as its author reads it: steps in order, what each closes, the design with all of it."""

from dataclasses import dataclass

from lhs_graph.description import Description
from lhs_graph.errors import Place
from lhs_graph.findings import CheckReport, Finding, GapKind, NamedTerm, Precedent
from lhs_graph.patch import Patch
from lhs_graph.repair.additions import Addition
from lhs_graph.repair.trials import Chosen

__all__ = ["Averted", "RepairPlan", "Step"]


@dataclass(frozen=True, slots=True)
class Averted:
    """A finding that earlier steps would open and this one prevents."""

    kind: GapKind
    focus: NamedTerm


@dataclass(frozen=True, slots=True)
class Step:
    """One addition.

    `value` is None where the property is a truth value that is to hold; `type` is the class of a
    new part, `to_be_told` the properties that its author has to fill in. `key` is where it stands
    in a description, as `supports[id=registry].goals`, and `place` where its subject stands in the
    file that was read. `instead` are other values (other subjects, where `instead_of` says so) with
    which the plan leaves as little.
    """

    addition: Addition
    subject: NamedTerm
    property: NamedTerm
    value: NamedTerm | None
    type: NamedTerm | None
    to_be_told: tuple[NamedTerm, ...]
    key: str
    place: Place | None
    cost: float
    patch: Patch
    closes: tuple[Finding, ...] = ()
    averts: tuple[Averted, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    instead: tuple[NamedTerm, ...] = ()
    instead_of: str = "value"


@dataclass(frozen=True, slots=True)
class RepairPlan:
    """The steps, the design they make, and what is proven of them.

    `after` is the check of `repaired`; `left` are the findings asked for that it still has.
    `withdrawn` are gaps that the design itself reports and that the plan closes: their kind is
    taken out. No plan of fewer than `least` additions leaves as little; `exact` where this one has
    as many, and `cheapest` where none as long costs less, among the `considered` additions that the
    gap kinds propose.
    """

    chosen: Chosen
    before: CheckReport
    after: CheckReport
    asked: tuple[Finding, ...]
    left: tuple[Finding, ...]
    steps: tuple[Step, ...]
    withdrawn: tuple[NamedTerm, ...]
    patch: Patch
    repaired: Description
    least: int
    exact: bool
    cheapest: bool
    considered: int
    trials: int
    seconds: float

    @property
    def cost(self) -> float:
        """What all steps cost."""
        return sum(step.cost for step in self.steps)

    @property
    def closed(self) -> tuple[Finding, ...]:
        """The findings asked for that the plan closes."""
        left = {finding.identity for finding in self.left}
        return tuple(finding for finding in self.asked if finding.identity not in left)
