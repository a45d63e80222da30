"""What a difference between two versions says: of parts, of values, and of findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from lhs_graph.findings import CheckReport, Finding, NamedTerm
from lhs_graph.patch import Patch

__all__ = [
    "Difference",
    "FindingChanges",
    "PartChange",
    "Term",
    "Value",
    "ValueChange",
    "finding_changes",
]

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property: the term, and how people read it."""

    term: Term
    name: NamedTerm

    @property
    def language(self) -> str:
        """The language of a text, else nothing."""
        return (self.term.language or "") if isinstance(self.term, ox.Literal) else ""


@dataclass(frozen=True, slots=True)
class ValueChange:
    """What one property of a part had and no longer has, and what it has now."""

    property: NamedTerm
    old: tuple[Value, ...]
    new: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class PartChange:
    """What became of one part, of the system itself or of its record.

    `state` is added, removed, renamed or changed; `was` and `now` are None where there was or is no
    such part. A part that is added or removed has all its values; one that stands under another
    part than before has the two in `moved`.
    """

    state: str
    kind: NamedTerm
    was: NamedTerm | None
    now: NamedTerm | None
    values: tuple[ValueChange, ...] = ()
    moved: tuple[NamedTerm, NamedTerm] | None = None

    @property
    def part(self) -> NamedTerm:
        """The part as it is now, or as it was where it is gone."""
        found = self.now or self.was
        assert found is not None  # noqa: S101  one of the two is always given
        return found


@dataclass(frozen=True, slots=True)
class FindingChanges:
    """Findings by what became of them; `changed` has those of another severity or certainty."""

    closed: tuple[Finding, ...] = ()
    opened: tuple[Finding, ...] = ()
    changed: tuple[tuple[Finding, Finding], ...] = ()
    unchanged: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.closed or self.opened or self.changed)


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two versions, with the check of each; `patch` leads from old to new."""

    old: CheckReport
    new: CheckReport
    patch: Patch
    parts: tuple[PartChange, ...]
    findings: FindingChanges

    def __bool__(self) -> bool:
        return bool(self.parts or self.findings)


def finding_changes(
    old: Iterable[Finding], new: Iterable[Finding], renamed: Mapping[str, str] | None = None
) -> FindingChanges:
    """The findings that are the same by identity, and those that are not.

    Of those that are not, two by which the description says the same reported gap are one: where a
    detector found it before and finds it no longer, or elsewhere, what was reported still is.

    Args:
        old: the findings before.
        new: the findings after.
        renamed: the new IRI of each node that has another.
    """
    names = renamed or {}
    before = {tuple(names.get(one, one) for one in finding.identity): finding for finding in old}
    after = {finding.identity: finding for finding in new}
    gone = {key: one for key, one in before.items() if key not in after}
    fresh = {key: one for key, one in after.items() if key not in before}
    origins = {key: before[key] for key in after if key in before}
    for key, one in fresh.items():
        origin = next((old for old in gone if _same_report(gone[old], one, names)), None)
        if origin is not None:
            origins[key] = gone.pop(origin)
    both = [(origins[key], one) for key, one in after.items() if key in origins]
    return FindingChanges(
        closed=tuple(gone.values()),
        opened=tuple(one for key, one in fresh.items() if key not in origins),
        changed=tuple(pair for pair in both if _weight(pair[0]) != _weight(pair[1])),
        unchanged=tuple(pair[1] for pair in both if _weight(pair[0]) == _weight(pair[1])),
    )


def _same_report(old: Finding, new: Finding, names: Mapping[str, str]) -> bool:
    report = names.get(old.report, old.report)
    return bool(report) and (report, old.kind.iri) == (new.report, new.kind.iri)


def _weight(finding: Finding) -> tuple[str, str]:
    return finding.severity, finding.certainty
