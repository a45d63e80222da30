"""Gaps of described systems, and the kinds there are."""

from lhs_api.rest.schemas.parts import Open, Page, Term

__all__ = ["Gap", "GapKind", "GapKinds", "Gaps"]


class Gap(Open):
    """One gap of one described system."""

    case: str
    kind: str
    title: str
    severity: str
    certainty: str
    focus: str
    about: Term | None
    related: Term | None
    sources: list[str]


class Gaps(Page):
    """Gaps of described systems."""

    data_version: str
    language: str
    items: list[Gap]


class GapKind(Open):
    """One kind of gap."""

    notation: str
    iri: str
    title: str
    definition: str
    reason: str
    remedy: str
    passage: str
    nature: str
    severity: str
    concerns: list[str]
    closed_by: list[str]
    certainty_depends_on: list[str]


class GapKinds(Open):
    """All kinds of gap."""

    language: str
    items: list[GapKind]
