"""The report as plain data: the JSON form, and one row a finding for CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from lhs_graph.errors import Place
from lhs_graph.findings import (
    CheckReport,
    Finding,
    Meter,
    NamedTerm,
    Precedent,
    WellFormednessProblem,
    in_language,
)
from lhs_graph.json_text import json_text
from lhs_graph.report.precedent_words import (
    precedent_words,
    precedents_note,
    ranking_rule,
    source_words,
)

__all__ = ["report_csv", "report_data", "report_json"]

_COLUMNS = (
    "system",
    "kind",
    "title",
    "severity",
    "certainty",
    "nature",
    "focus",
    "focus_label",
    "about",
    "about_label",
    "sentence",
    "reason",
    "remedy",
    "passage",
    "precedents",
    "sources",
    "file",
    "line",
    "id",
)


def report_data(report: CheckReport, language: str) -> dict[str, Any]:
    """The report as nested data with stable keys; sentences in that language."""
    return {
        "system": _term(report.system, language),
        "status": report.record_status,
        "coverage": report.coverage,
        "level": report.level,
        "language": language,
        "data_version": report.data_version,
        "conforms": report.conforms,
        "well_formed": report.well_formed,
        "meters": [_meter(meter) for meter in report.meters],
        "problems": [_problem(problem, language) for problem in report.problems],
        "findings": [_finding(finding, language) for finding in report.findings],
        "precedents_rule": ranking_rule(language),
        "reported_gaps": [_term(gap, language) for gap in report.reported],
    }


def report_json(report: CheckReport, language: str) -> str:
    """The report as JSON text."""
    return json_text(report_data(report, language))


def report_csv(reports: Sequence[CheckReport], language: str) -> str:
    """One row a finding, with a header row.

    An IRI where a program needs one and a label beside it.
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for report in reports:
        for finding in report.findings:
            writer.writerow(_row(finding, language))
    return buffer.getvalue()


def _row(finding: Finding, language: str) -> Mapping[str, object]:
    cases = [precedent_words(one, language) for one in finding.precedents]
    return {
        "system": finding.system.iri,
        "kind": finding.kind.notation,
        "title": finding.kind.label.get(language, ""),
        "severity": finding.severity,
        "certainty": finding.certainty,
        "nature": finding.kind.nature,
        "focus": finding.focus.iri,
        "focus_label": finding.focus.label(language),
        "about": finding.about.iri if finding.about else "",
        "about_label": finding.about.label(language) if finding.about else "",
        "sentence": finding.sentence(language),
        "reason": finding.kind.rationale.get(language, ""),
        "remedy": finding.kind.remedy.get(language, ""),
        "passage": in_language(finding.kind.passage, language),
        "precedents": " | ".join(cases) or precedents_note(finding, language),
        "sources": " | ".join(source_words(one) or "–" for one in finding.precedents),
        "file": finding.place.file if finding.place else "",
        "line": finding.place.line if finding.place else "",
        "id": finding.id,
    }


def _term(term: NamedTerm, language: str) -> dict[str, str]:
    return {"iri": term.iri, "label": term.label(language)}


def _meter(meter: Meter) -> dict[str, object]:
    return {
        "name": meter.name,
        "met": meter.met,
        "unknown": meter.unknown,
        "total": meter.total,
        "share": meter.share,
    }


def _place(place: Place | None) -> dict[str, object] | None:
    if place is None:
        return None
    return {"file": place.file, "line": place.line, "column": place.column, "path": place.path}


def _problem(problem: WellFormednessProblem, language: str) -> dict[str, object]:
    return {
        "shape": problem.shape,
        "focus": _term(problem.focus, language),
        "path": problem.path,
        "value": problem.value,
        "name": problem.name.get(language, ""),
        "message": problem.message.get(language, ""),
        "severity": problem.severity,
        "place": _place(problem.place),
    }


def _finding(finding: Finding, language: str) -> dict[str, object]:
    return {
        "id": finding.id,
        "kind": finding.kind.notation,
        "iri": finding.kind.iri,
        "title": finding.kind.label.get(language, ""),
        "nature": finding.kind.nature,
        "severity": finding.severity,
        "certainty": finding.certainty,
        "focus": _term(finding.focus, language),
        "about": _term(finding.about, language) if finding.about else None,
        "related": _term(finding.related, language) if finding.related else None,
        "sentence": finding.sentence(language),
        "reason": finding.kind.rationale.get(language, ""),
        "remedy": finding.kind.remedy.get(language, ""),
        "passage": in_language(finding.kind.passage, language),
        "concerns": list(finding.kind.concerns),
        "closed_by": list(finding.kind.closed_by),
        "shape": finding.shape,
        "sources": list(finding.sources),
        "place": _place(finding.place),
        "precedents": [_precedent(one, language) for one in finding.precedents],
        "precedents_note": precedents_note(finding, language),
    }


def _precedent(precedent: Precedent, language: str) -> dict[str, object]:
    return {
        "case": _term(precedent.case, language),
        "node": _term(precedent.node, language),
        "ends": [_term(end, language) for end in precedent.ends],
        "sources": list(precedent.sources),
        "same_place": precedent.distance == 0,
        "shared": [_term(concept, language) for concept in precedent.shared],
        "nearness": round(precedent.nearness, 3),
        "compared": [_term(feature, language) for feature in precedent.compared],
        "agreeing": [_term(feature, language) for feature in precedent.agreeing],
    }
