"""A repair plan as plain data: the JSON form, and one row a step for CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import pyoxigraph as ox

from lhs_graph.findings import Finding, NamedTerm, Precedent
from lhs_graph.repair import RepairPlan, Step
from lhs_graph.report.repair.words import Words, number
from lhs_graph.serialization import serialized
from lhs_graph.vocabulary import Vocabulary

__all__ = ["repair_csv", "repair_data"]

_COLUMNS = (
    "step",
    "sentence",
    "subject",
    "property",
    "value",
    "key",
    "file",
    "line",
    "cost",
    "closes",
    "prevents",
    "instead",
    "precedents",
)


def repair_data(plan: RepairPlan, vocabulary: Vocabulary, language: str) -> dict[str, Any]:
    """The plan as nested data with stable keys; sentences in that language.

    The statements of steps and of the whole are N-Triples.
    """
    words = Words(plan, vocabulary, language)
    return {
        "system": _term(plan.before.system, language),
        "language": language,
        "data_version": plan.before.data_version,
        "severity": plan.chosen.least,
        "certainties": list(plan.chosen.certainties),
        "asked": [_finding(one, language) for one in plan.asked],
        "left": [_finding(one, language) for one in plan.left],
        "opened": [_finding(one, language) for one in words.opened()],
        "well_formed": plan.after.well_formed,
        "proof": {
            "steps": len(plan.steps),
            "least": plan.least,
            "smallest": plan.exact,
            "cheapest": plan.cheapest,
            "considered": plan.considered,
            "sentence": words.proof(),
        },
        "cost": plan.cost,
        "steps": [_step(number_, one, words) for number_, one in enumerate(plan.steps, 1)],
        "withdrawn": [_term(one, language) for one in plan.withdrawn],
        "patch": {"added": _lines(plan.patch.added), "removed": _lines(plan.patch.removed)},
    }


def repair_csv(plan: RepairPlan, vocabulary: Vocabulary, language: str) -> str:
    """One row a step, with a header row."""
    words = Words(plan, vocabulary, language)
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for count, step in enumerate(plan.steps, 1):
        writer.writerow(
            {
                "step": count,
                "sentence": words.step(step),
                "subject": step.subject.iri,
                "property": step.property.iri,
                "value": step.addition.value.value,
                "key": step.key,
                "file": step.place.file if step.place else "",
                "line": step.place.line if step.place else "",
                "cost": number(step.cost),
                "closes": " | ".join(words.closes(one) for one in step.closes),
                "prevents": " | ".join(words.averts(one) for one in step.averts),
                "instead": " | ".join(one.iri for one in step.instead),
                "precedents": " | ".join(words.precedent(one) for one in step.precedents),
            }
        )
    return buffer.getvalue()


def _step(count: int, step: Step, words: Words) -> dict[str, Any]:
    language = words.language
    return {
        "step": count,
        "sentence": words.step(step),
        "subject": _term(step.subject, language),
        "property": _term(step.property, language),
        "value": _term(step.value, language) if step.value else True,
        "new_part": _term(step.type, language) if step.type else None,
        "to_be_told": [_term(one, language) for one in step.to_be_told],
        "key": step.key,
        "place": asdict(step.place) if step.place else None,
        "cost": step.cost,
        "closes": [_finding(one, language) for one in step.closes],
        "prevents": [
            {"kind": one.kind.notation, "focus": _term(one.focus, language)} for one in step.averts
        ],
        "instead": {
            "of": step.instead_of,
            "terms": [_term(one, language) for one in step.instead],
        },
        "precedents": [_precedent(one, language) for one in step.precedents],
        "precedents_note": "" if step.precedents else words.precedents(()),
        "added": _lines(step.patch.added),
        "removed": _lines(step.patch.removed),
    }


def _finding(finding: Finding, language: str) -> dict[str, Any]:
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


def _precedent(precedent: Precedent, language: str) -> dict[str, Any]:
    return {
        "case": _term(precedent.case, language),
        "node": _term(precedent.node, language),
        "sources": list(precedent.sources),
        "nearness": precedent.nearness,
        "compared": [_term(one, language) for one in precedent.compared],
        "agreeing": [_term(one, language) for one in precedent.agreeing],
    }


def _term(term: NamedTerm, language: str) -> dict[str, str]:
    return {"iri": term.iri, "label": term.label(language)}


def _lines(triples: Iterable[ox.Triple]) -> Sequence[str]:
    return sorted(serialized(triples, ox.RdfFormat.N_TRIPLES).decode().splitlines())
