"""What a change of a description changes, and the smallest repair of one."""

from typing import Literal

from pydantic import Field

from lhs_api.rest.schemas.parts import Open, Place, Term
from lhs_api.rest.schemas.reports import Finding, FormProblem, Meter

__all__ = ["Change", "Repair"]

Certainty = Literal["reported", "confirmed", "undocumented"]


class Patch(Open):
    """Statements as N-Triples."""

    added: list[str]
    removed: list[str]


class Side(Open):
    """A description before or after."""

    system: Term
    status: str
    coverage: str
    conforms: bool
    well_formed: bool


class ChangeCounts(Open):
    """How many findings a change closes, causes, changes and leaves."""

    closed: int
    opened: int
    changed: int
    unchanged: int


class MeterChange(Open):
    """A meter before and after."""

    name: str
    old: Meter
    new: Meter


class StatedValue(Open):
    """An IRI with its label, a text in a language, or a value with its datatype."""

    iri: str | None = None
    label: str | None = None
    text: str | None = None
    language: str | None = None
    value: str | None = None
    datatype: str | None = None


class PropertyChange(Open):
    """The values of a property that were there before alone, and that are there after alone."""

    property: Term
    old: list[StatedValue]
    new: list[StatedValue]


class Move(Open):
    """Where a part was, and where it is."""

    old: Term
    new: Term


class PartChange(Open):
    """A part of the description that was added, removed, renamed or changed."""

    state: str
    kind: Term = Field(alias="class")
    was: Term | None
    now: Term | None
    moved: Move | None
    values: list[PropertyChange]


class FindingChange(Open):
    """A finding before and after."""

    old: Finding
    new: Finding


class FindingChanges(Open):
    """What a check finds no longer, newly, differently, and still."""

    closed: list[Finding]
    opened: list[Finding]
    changed: list[FindingChange]
    unchanged: list[Finding]


class BriefFinding(Open):
    """A finding without its reasons."""

    kind: str
    iri: str
    severity: str
    certainty: Certainty
    focus: Term
    about: Term | None
    related: Term | None
    sentence: str


class BriefChange(Open):
    """A finding of another system, before and after."""

    old: BriefFinding
    new: BriefFinding


class BriefChanges(Open):
    """What a check of another system finds no longer, newly and differently."""

    closed: list[BriefFinding]
    opened: list[BriefFinding]
    changed: list[BriefChange]


class OtherSystem(Open):
    """A described system that the change reaches."""

    system: Term
    findings: BriefChanges


class Change(Open):
    """What differs in a description and in its findings.

    `looked_at` are the IRIs of the other systems that were checked again.
    """

    answer: Literal["whatif", "diff"]
    language: str
    data_version: str
    old: Side
    new: Side
    counts: ChangeCounts
    meters: list[MeterChange]
    problems: list[FormProblem]
    parts: list[PartChange]
    findings: FindingChanges
    others: list[OtherSystem]
    looked_at: list[str]
    patch: Patch


class Proof(Open):
    """What is known of a plan: no plan has fewer steps than `least`.

    `smallest` and `cheapest` say whether that is proven among the `considered` additions.
    """

    steps: int
    least: int
    smallest: bool
    cheapest: bool
    considered: int
    sentence: str


class Averted(Open):
    """A gap that the step keeps from arising."""

    kind: str
    focus: Term


class Alternatives(Open):
    """What could be said instead of a part of the step."""

    of: str | None
    terms: list[Term]


class Example(Open):
    """How a real system fills the place."""

    case: Term
    node: Term
    sources: list[str]
    nearness: float
    compared: list[Term]
    agreeing: list[Term]


class Step(Open):
    """One addition; `value` is true where a statement of yes is added, `key` its key in YAML."""

    step: int
    sentence: str
    subject: Term
    property: Term
    value: Term | Literal[True]
    new_part: Term | None
    to_be_told: list[Term]
    key: str
    place: Place | None
    cost: float
    closes: list[BriefFinding]
    prevents: list[Averted]
    instead: Alternatives
    precedents: list[Example]
    precedents_note: str
    added: list[str]
    removed: list[str]


class Repair(Open):
    """The smallest repair, step by step, and what it leaves."""

    system: Term
    language: str
    data_version: str
    severity: str
    certainties: list[str]
    asked: list[BriefFinding]
    left: list[BriefFinding]
    opened: list[BriefFinding]
    well_formed: bool
    proof: Proof
    cost: float
    steps: list[Step]
    withdrawn: list[Term]
    patch: Patch
