"""A change as plain data: the JSON form, and one row a change for CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from lhs_graph.findings import CheckReport, Finding, NamedTerm
from lhs_graph.report.changes.story import Story, said
from lhs_graph.report.rows import report_data
from lhs_graph.serialization import serialized
from lhs_graph.versions import FindingChanges, PartChange, Value, ValueChange

__all__ = ["change_csv", "change_data"]

_COLUMNS = (
    "change",
    "of",
    "system",
    "class",
    "node",
    "node_label",
    "property",
    "property_label",
    "old",
    "new",
    "kind",
    "severity",
    "certainty",
    "sentence",
)


def change_data(story: Story, language: str) -> dict[str, Any]:
    """The change as nested data with stable keys; sentences in that language.

    `patch` has the statements that are added and removed, as N-Triples.
    """
    difference = story.difference
    old, new = (report_data(one, language) for one in (difference.old, difference.new))
    head = ("system", "status", "coverage", "conforms", "well_formed")
    return {
        "answer": story.name,
        "language": language,
        "data_version": difference.new.data_version,
        "old": {key: old[key] for key in head},
        "new": {key: new[key] for key in head},
        "counts": story.counts(),
        "meters": [
            {"name": before["name"], "old": before, "new": after}
            for before, after in zip(old["meters"], new["meters"], strict=True)
        ],
        "problems": new["problems"],
        "parts": [_part(one, language) for one in difference.parts],
        "findings": _findings(
            difference.findings,
            _told(difference.old, old["findings"]),
            _told(difference.new, new["findings"]),
        ),
        "others": [
            {"system": _term(one.system, language), "findings": _briefly(one.findings, language)}
            for one in story.others
        ],
        "looked_at": list(story.looked_at),
        "patch": {
            "added": _lines(difference.patch.added),
            "removed": _lines(difference.patch.removed),
        },
    }


def change_csv(story: Story, language: str) -> str:
    """One row for each value of a part that changed and for each finding, with a header row."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, _COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    difference = story.difference
    for part in difference.parts:
        writer.writerows(_part_rows(part, difference.new.system.iri, language))
    writer.writerows(_finding_rows(difference.findings, language))
    for other in story.others:
        writer.writerows(_finding_rows(other.findings, language))
    return buffer.getvalue()


def _told(report: CheckReport, told: Sequence[Any]) -> Mapping[tuple[str, ...], Any]:
    """The findings as data, by identity."""
    pairs = zip(report.findings, told, strict=True)
    return {finding.identity: data for finding, data in pairs}


def _findings(
    changes: FindingChanges,
    before: Mapping[tuple[str, ...], Any],
    after: Mapping[tuple[str, ...], Any],
) -> dict[str, list[Any]]:
    return {
        "closed": [before[one.identity] for one in changes.closed],
        "opened": [after[one.identity] for one in changes.opened],
        "changed": [
            {"old": before[old.identity], "new": after[new.identity]}
            for old, new in changes.changed
        ],
        "unchanged": [after[one.identity] for one in changes.unchanged],
    }


def _briefly(changes: FindingChanges, language: str) -> dict[str, list[Any]]:
    return {
        "closed": [_brief(one, language) for one in changes.closed],
        "opened": [_brief(one, language) for one in changes.opened],
        "changed": [
            {"old": _brief(old, language), "new": _brief(new, language)}
            for old, new in changes.changed
        ],
    }


def _brief(finding: Finding, language: str) -> dict[str, Any]:
    return {
        "kind": finding.kind.notation,
        "iri": finding.kind.iri,
        "severity": finding.severity,
        "certainty": finding.certainty,
        "focus": _term(finding.focus, language),
        "about": _term(finding.about, language) if finding.about else None,
        "related": _term(finding.related, language) if finding.related else None,
        "sentence": finding.sentence(language),
    }


def _part(change: PartChange, language: str) -> dict[str, Any]:
    moved = change.moved
    return {
        "state": change.state,
        "class": _term(change.kind, language),
        "was": _term(change.was, language) if change.was else None,
        "now": _term(change.now, language) if change.now else None,
        "moved": {"old": _term(moved[0], language), "new": _term(moved[1], language)}
        if moved
        else None,
        "values": [
            {
                "property": _term(one.property, language),
                "old": [_value(value, language) for value in one.old],
                "new": [_value(value, language) for value in one.new],
            }
            for one in change.values
        ],
    }


def _value(value: Value, language: str) -> dict[str, str]:
    term = value.term
    if isinstance(term, ox.Literal):
        if term.language:
            return {"text": term.value, "language": term.language}
        return {"value": term.value, "datatype": term.datatype.value}
    return {"iri": getattr(term, "value", str(term)), "label": value.name.label(language)}


def _term(term: NamedTerm, language: str) -> dict[str, str]:
    return {"iri": term.iri, "label": term.label(language)}


def _lines(triples: Iterable[ox.Triple]) -> list[str]:
    return sorted(serialized(triples, ox.RdfFormat.N_TRIPLES).decode().splitlines())


def _part_rows(change: PartChange, system: str, language: str) -> Iterator[dict[str, str]]:
    row = {
        "change": change.state,
        "of": "part",
        "system": system,
        "class": change.kind.label(language),
        "node": change.part.iri,
        "node_label": change.part.label(language),
    }
    if change.state == "renamed" and change.was and change.now:
        yield {**row, "property": "@id", "old": change.was.iri, "new": change.now.iri}
    if change.moved:
        yield {
            **row,
            "change": "moved",
            "old": change.moved[0].iri,
            "new": change.moved[1].iri,
        }
    for one in change.values:
        yield {**row, **_sides(one, language)}
    if not change.values and not change.moved and change.state != "renamed":
        yield row


def _sides(change: ValueChange, language: str) -> dict[str, str]:
    return {
        "property": change.property.iri,
        "property_label": change.property.label(language),
        "old": " | ".join(said(value, language) for value in change.old),
        "new": " | ".join(said(value, language) for value in change.new),
    }


def _finding_rows(changes: FindingChanges, language: str) -> Iterator[dict[str, str]]:
    for name, found in (
        ("closed", changes.closed),
        ("opened", changes.opened),
        ("unchanged", changes.unchanged),
    ):
        for one in found:
            yield {"change": name, **_finding_row(one, language)}
    for old, new in changes.changed:
        row = _finding_row(new, language)
        before = f"{old.severity}, {old.certainty}"
        after = f"{new.severity}, {new.certainty}"
        yield {"change": "changed", **row, "old": before, "new": after}


def _finding_row(finding: Finding, language: str) -> dict[str, str]:
    return {
        "of": "finding",
        "system": finding.system.iri,
        "node": finding.focus.iri,
        "node_label": finding.focus.label(language),
        "kind": finding.kind.notation,
        "severity": finding.severity,
        "certainty": finding.certainty,
        "sentence": finding.sentence(language),
    }
