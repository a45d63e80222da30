"""An analysis of synergy, and why a support exists, as data: JSON, CSV a table, and Turtle."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import pyoxigraph as ox

from lhs_graph.findings import NamedTerm
from lhs_graph.json_text import json_text
from lhs_graph.messages import languages, sentence
from lhs_graph.serialization import serialized
from lhs_graph.synergy import Loop, Path, Reason, Synergy, Why
from lhs_graph.terms import LHS, RDF, SKOS

__all__ = ["synergy_csv", "synergy_json", "synergy_turtle", "why_csv", "why_json", "why_turtle"]

_DQV: Final = "http://www.w3.org/ns/dqv#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_PREFIXES: Final = {"dqv": _DQV, "lhs": LHS, "skos": SKOS, "xsd": _XSD}
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "components": ("component", "layer", "node", "label"),
    "articulation": (
        "support",
        "label",
        "pillars",
        "goals",
        "alone",
        "cut",
        "pieces",
        "groups",
        "across",
    ),
    "goals": ("goal", "label", "paths", "supports", "reached_by", "pillars", "bottlenecks"),
    "pillars": ("one", "other", "supports", "direct", "shared", "spanning", "apart"),
    "loops": ("cycle", "label", "break", "at", "to", "certainty", "returns"),
}
_WAY: Final = ("layer", "way", "step", "link", "node", "label")


def synergy_json(synergy: Synergy, language: str) -> str:
    """The whole analysis as JSON text; the keys do not depend on the language."""

    def term(one: NamedTerm) -> dict[str, str]:
        return _term(one, language)

    data = {
        **_head(synergy, language),
        "components": [
            [{**term(node), "layer": layer} for layer, node in one.nodes]
            for one in synergy.components
        ],
        "articulation": [
            {
                "support": term(one.support),
                "pillars": [term(each) for each in one.pillars],
                "goals": [term(each) for each in one.goals],
                "alone": [term(each) for each in one.alone],
                "cut": [term(each) for each in one.cut],
                "pieces": one.pieces,
                "groups": one.groups,
                "across": one.across,
            }
            for one in synergy.supports
        ],
        "goals": [
            {
                "goal": term(one.goal),
                "supports": [term(each) for each in one.servers],
                "reached_by": [term(each) for each in one.reached_by],
                "pillars": [term(each) for each in one.pillars],
                "paths": [_path(each, language) for each in one.paths],
                "bottlenecks": [term(each) for each in one.bottlenecks],
            }
            for one in synergy.goals
        ],
        "pillars": {
            "supports": [{**term(one), "count": count} for one, count in synergy.pillars],
            "cells": [
                {
                    "one": one.one.iri,
                    "other": one.other.iri,
                    "direct": one.direct,
                    "shared": one.shared,
                    "spanning": one.spanning,
                }
                for one in synergy.cells
            ],
            "apart": [[one.iri, other.iri] for one, other in synergy.apart],
        },
        "loops": [_loop(one, language) for one in synergy.loops],
    }
    return _text(data)


def why_json(why: Why, language: str) -> str:
    """The reasons as JSON text; the keys do not depend on the language."""
    data = {
        "system": _term(why.system, language),
        "support": _term(why.support, language),
        "coverage": why.coverage,
        "language": language,
        "data_version": why.data_version,
        "reasons": [
            {
                "layer": one.layer,
                "certainty": one.certainty,
                "paths": [_path(each, language) for each in one.paths],
                "stops": [{**_term(node, language), "layer": layer} for layer, node in one.stops],
            }
            for one in why.reasons
        ],
    }
    return _text(data)


def synergy_csv(synergy: Synergy, table: str, language: str) -> str:
    """One of `TABLES`, with a header row: IRIs where a program needs them, several by spaces."""
    rows: Mapping[str, Callable[[Synergy, str], Iterator[tuple[object, ...]]]] = {
        "components": _component_rows,
        "articulation": _support_rows,
        "goals": _goal_rows,
        "pillars": _pillar_rows,
        "loops": _loop_rows,
    }
    return _csv(_COLUMNS[table], rows[table](synergy, language))


def why_csv(why: Why, language: str) -> str:
    """A row a node of each way, `step` counting from 0; ways that end nowhere have no number."""
    return _csv(_WAY, _way_rows(why.reasons, language))


def synergy_turtle(synergy: Synergy) -> str:
    """The figures as quality measurements of the description and its parts."""
    figures: list[tuple[str, str, int]] = [
        ("components", synergy.record, len(synergy.components)),
        ("apart", synergy.record, len(synergy.apart)),
        ("unconnected", synergy.record, len(synergy.unconnected)),
    ]
    for role in synergy.supports:
        figures += [
            ("cut", role.support.iri, len(role.cut)),
            ("alone", role.support.iri, len(role.alone)),
            ("pieces", role.support.iri, role.pieces),
            ("groups", role.support.iri, role.groups),
        ]
    figures += [("paths", one.goal.iri, len(one.paths)) for one in synergy.goals]
    figures += [("breaks", one.cycle.iri, len(one.breaks)) for one in synergy.loops]
    return _turtle(_measurements(figures))


def why_turtle(why: Why) -> str:
    """The length of the way from the support to each kind of end, where there is a way."""
    figures = [
        (f"way_{one.layer}", why.support.iri, len(one.paths[0].links))
        for one in why.reasons
        if one.paths
    ]
    return _turtle(_measurements(figures))


def _head(synergy: Synergy, language: str) -> dict[str, Any]:
    return {
        "system": _term(synergy.system, language),
        "status": synergy.record_status,
        "coverage": synergy.coverage,
        "certainty": synergy.certainty,
        "language": language,
        "data_version": synergy.data_version,
    }


def _loop(loop: Loop, language: str) -> dict[str, Any]:
    return {
        "cycle": _term(loop.cycle, language),
        "breaks": [
            {
                "kind": one.kind,
                "at": _term(one.at, language),
                "to": _term(one.to, language) if one.to else None,
                "certainty": one.certainty,
            }
            for one in loop.breaks
        ],
        "returns": [_term(one, language) for one in loop.returns],
    }


def _term(term: NamedTerm, language: str) -> dict[str, str]:
    return {"iri": term.iri, "label": term.label(language)}


def _path(path: Path, language: str) -> dict[str, Any]:
    return {
        "nodes": [_term(node, language) for node in path.nodes],
        "links": [f"{LHS}{name}" for name in path.links],
    }


def _text(data: Mapping[str, Any]) -> str:
    return json_text(data)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue()


def _component_rows(synergy: Synergy, language: str) -> Iterator[tuple[object, ...]]:
    for number, component in enumerate(synergy.components, 1):
        for layer, node in component.nodes:
            yield number, layer, node.iri, node.label(language)


def _support_rows(synergy: Synergy, language: str) -> Iterator[tuple[object, ...]]:
    for one in synergy.supports:
        listed = (_iris(terms) for terms in (one.pillars, one.goals, one.alone, one.cut))
        name = (one.support.iri, one.support.label(language))
        yield *name, *listed, one.pieces, one.groups, str(one.across).lower()


def _goal_rows(synergy: Synergy, language: str) -> Iterator[tuple[object, ...]]:
    for one in synergy.goals:
        listed = (one.servers, one.reached_by, one.pillars, one.bottlenecks)
        yield one.goal.iri, one.goal.label(language), len(one.paths), *map(_iris, listed)


def _pillar_rows(synergy: Synergy, language: str) -> Iterator[tuple[object, ...]]:  # noqa: ARG001  as the others
    counts = {pillar.iri: count for pillar, count in synergy.pillars}
    apart = {(one.iri, other.iri) for one, other in synergy.apart}
    for cell in synergy.cells:
        pair = (cell.one.iri, cell.other.iri)
        own = counts[cell.one.iri] if cell.one == cell.other else ""
        parted = str(pair in apart or pair[::-1] in apart).lower()
        yield *pair, own, cell.direct, cell.shared, cell.spanning, parted


def _loop_rows(synergy: Synergy, language: str) -> Iterator[tuple[object, ...]]:
    for loop in synergy.loops:
        name, returns = (loop.cycle.iri, loop.cycle.label(language)), _iris(loop.returns)
        for one in loop.breaks:
            yield *name, one.kind, one.at.iri, one.to.iri if one.to else "", one.certainty, returns
        if not loop.breaks:
            yield *name, "", "", "", "", returns


def _way_rows(reasons: Iterable[Reason], language: str) -> Iterator[tuple[object, ...]]:
    for reason in reasons:
        for number, path in enumerate(reason.paths, 1):
            links = ("", *(f"{LHS}{name}" for name in path.links))
            for step, (link, node) in enumerate(zip(links, path.nodes, strict=True)):
                yield reason.layer, number, step, link, node.iri, node.label(language)
        for _, node in reason.stops:
            yield reason.layer, "", "", "", node.iri, node.label(language)


def _iris(terms: Iterable[NamedTerm]) -> str:
    return " ".join(term.iri for term in terms)


def _measurements(figures: Iterable[tuple[str, str, int]]) -> Iterator[ox.Triple]:
    """Each figure as a measurement on a node, by a metric with its name in every language."""
    metrics: dict[str, ox.BlankNode] = {}
    for number, (metric, node, value) in enumerate(figures):
        if metric not in metrics:
            metrics[metric] = ox.BlankNode(f"metric-{metric.replace('_', '-')}")
            yield from _metric(metrics[metric], metric)
        one = ox.BlankNode(f"measurement{number}")
        yield _say(one, f"{RDF}type", ox.NamedNode(f"{_DQV}QualityMeasurement"))
        yield _say(one, f"{_DQV}isMeasurementOf", metrics[metric])
        yield _say(one, f"{_DQV}computedOn", ox.NamedNode(node))
        integer = ox.NamedNode(f"{_XSD}integer")
        yield _say(one, f"{_DQV}value", ox.Literal(str(value), datatype=integer))


def _metric(node: ox.BlankNode, name: str) -> Iterator[ox.Triple]:
    yield _say(node, f"{RDF}type", ox.NamedNode(f"{_DQV}Metric"))
    for language in languages():
        label = ox.Literal(sentence(f"synergy.metric_{name}", language), language=language)
        yield _say(node, f"{SKOS}prefLabel", label)


def _say(
    subject: ox.BlankNode, name: str, value: ox.NamedNode | ox.BlankNode | ox.Literal
) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(name), value)


def _turtle(triples: Iterable[ox.Triple]) -> str:
    return serialized(triples, ox.RdfFormat.TURTLE, _PREFIXES).decode()
