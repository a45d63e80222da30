"""The report on one description, as a check gives it."""

from typing import Literal

from lhs_api.rest.schemas.parts import Open, Place, Term

__all__ = ["Finding", "FormProblem", "Level", "Levels", "Meter", "Precedent", "Report"]


class Meter(Open):
    """How much of the framework is met, of what is known."""

    name: str
    met: int
    unknown: int
    total: int
    share: float | None


class Precedent(Open):
    """How a real system fills the place that is empty.

    `ends` are the goals that its part leads to, `shared` what both parts have in common, `agreeing`
    in which of the `compared` features of the setting the systems agree.
    """

    case: Term
    node: Term
    ends: list[Term]
    sources: list[str]
    same_place: bool
    shared: list[Term]
    nearness: float
    compared: list[Term]
    agreeing: list[Term]


class Finding(Open):
    """One gap with its place, reason, remedy and precedents.

    `id` is the same for the same finding in every form, language and version of the description.
    """

    id: str
    kind: str
    iri: str
    title: str
    nature: str
    severity: str
    certainty: Literal["reported", "confirmed", "undocumented"]
    focus: Term
    about: Term | None
    related: Term | None
    sentence: str
    reason: str
    remedy: str
    passage: str
    concerns: list[str]
    closed_by: list[str]
    shape: str | None
    sources: list[str]
    place: Place | None
    precedents: list[Precedent]
    precedents_note: str


class FormProblem(Open):
    """Where a description breaks the format."""

    shape: str
    focus: Term
    path: str | None
    value: str | None
    name: str
    message: str
    severity: str
    place: Place | None


class Level(Open):
    """How deep a check goes; `usual` where nothing else is asked for."""

    level: Literal["wellformed", "framework", "aligned"]
    label: str
    description: str
    usual: bool


class Levels(Open):
    """All levels, the shallowest first."""

    language: str
    items: list[Level]


class Report(Open):
    """All that one check found.

    `conforms` is whether nothing was found at all, `well_formed` whether the format is kept.
    """

    system: Term
    status: str
    coverage: str
    level: Literal["wellformed", "framework", "aligned"]
    language: str
    data_version: str
    conforms: bool
    well_formed: bool
    meters: list[Meter]
    problems: list[FormProblem]
    findings: list[Finding]
    reported_gaps: list[Term]
    precedents_rule: str
