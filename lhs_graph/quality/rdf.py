"""An assessment as RDF, in the W3C Data Quality Vocabulary (DQV).

A metric that could not be checked has no measurement, only an annotation that says why.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from lhs_graph.findings import in_language
from lhs_graph.messages import languages, sentence
from lhs_graph.quality.assessment import Assessment
from lhs_graph.quality.model import Measurement, State
from lhs_graph.quality.words import QualityWords
from lhs_graph.serialization import serialized
from lhs_graph.terms import BASE, DCTERMS, RDF, RDFS, SKOS

__all__ = ["QUALITY", "metric_iri", "quality_triples", "quality_turtle"]

QUALITY: Final = f"{BASE}quality"
"""The IRI of what is said about quality; metrics, measurements and annotations are its parts."""

_DQV: Final = "http://www.w3.org/ns/dqv#"
_OA: Final = "http://www.w3.org/ns/oa#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"


def metric_iri(number: str) -> str:
    """The IRI of a metric."""
    return f"{QUALITY}#{number}"


def quality_turtle(assessment: Assessment, prefixes: Mapping[str, str]) -> str:
    """The assessment as Turtle, sentences in all languages."""
    return serialized(quality_triples(assessment), ox.RdfFormat.TURTLE, prefixes).decode()


def quality_triples(assessment: Assessment) -> Iterator[ox.Triple]:
    """The assessment as statements, sentences in all languages, in the order of the metrics."""
    yield _is_a(QUALITY, f"{_DQV}QualityMetadata")
    yield from _texts(QUALITY, f"{DCTERMS}title", _in_all("title"))
    yield from _texts(QUALITY, f"{DCTERMS}description", _in_all("description"))
    yield _link(QUALITY, f"{DCTERMS}license", _LICENCE)
    counts = {state.value: count for state, count in assessment.counts.items()}
    yield from _texts(QUALITY, f"{RDFS}comment", _in_all("summary", **counts))
    if assessment.version:
        yield _link(QUALITY, f"{DCTERMS}subject", assessment.version)
        yield _link(assessment.version, f"{_DQV}hasQualityMetadata", QUALITY)
    for name in sorted({one.metric.dimension for one in assessment.measurements}):
        dimension = _dimension(name)
        yield _is_a(dimension, f"{_DQV}Dimension")
        yield from _texts(dimension, f"{SKOS}prefLabel", _in_all(f"dimension.{name}"))
    for one in assessment.measurements:
        yield from _metric(one)
        if one.state is not State.UNCHECKED:
            yield from _measurement(one, assessment.version)
        yield from _annotations(one)


def _metric(measurement: Measurement) -> Iterator[ox.Triple]:
    metric = measurement.metric
    iri = metric_iri(metric.number)
    yield _is_a(iri, f"{_DQV}Metric")
    names = {one: f"{metric.number} – {text}" for one, text in metric.name.items()}
    yield from _texts(iri, f"{SKOS}prefLabel", names)
    yield from _texts(iri, f"{SKOS}definition", metric.question)
    yield _link(iri, f"{_DQV}inDimension", _dimension(metric.dimension))
    yield _link(iri, f"{_DQV}expectedDataType", f"{_XSD}decimal")


def _measurement(measurement: Measurement, version: str) -> Iterator[ox.Triple]:
    metric = metric_iri(measurement.metric.number)
    iri = f"{metric}-measurement"
    decimal = ox.NamedNode(f"{_XSD}decimal")
    value = ox.Literal(f"{measurement.share:.4f}", datatype=decimal)
    facts = {"right": measurement.right, "looked_at": measurement.looked_at}
    yield _is_a(iri, f"{_DQV}QualityMeasurement")
    yield _link(iri, f"{_DQV}isMeasurementOf", metric)
    yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(f"{_DQV}value"), value)
    yield from _texts(iri, f"{SKOS}prefLabel", _labels(measurement))
    yield from _texts(iri, f"{RDFS}comment", _in_all("share", **facts))
    if version:
        yield _link(iri, f"{_DQV}computedOn", version)


def _annotations(measurement: Measurement) -> Iterator[ox.Triple]:
    """What is to be said besides the number, each as a text in all languages."""
    metric = metric_iri(measurement.metric.number)
    said = {one: tuple(QualityWords(one).notes(measurement)) for one in languages()}
    target = metric if measurement.state is State.UNCHECKED else f"{metric}-measurement"
    for number, texts in enumerate(zip(*said.values(), strict=True), 1):
        iri = f"{metric}-note-{number}"
        yield _is_a(iri, f"{_DQV}QualityAnnotation")
        yield _link(iri, f"{_OA}motivatedBy", f"{_DQV}qualityAssessment")
        yield _link(iri, f"{_OA}hasTarget", target)
        yield from _texts(iri, f"{SKOS}prefLabel", _labels(measurement))
        yield from _texts(iri, f"{RDFS}comment", dict(zip(said, texts, strict=True)))
        body = ox.BlankNode(f"{metric.rpartition('#')[2].replace('.', '-')}-body-{number}")
        yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(f"{_OA}hasBody"), body)
        textual = ox.NamedNode(f"{_OA}TextualBody")
        yield ox.Triple(body, ox.NamedNode(f"{RDF}type"), textual)
        for language, text in zip(said, texts, strict=True):
            literal = ox.Literal(text, language=language)
            yield ox.Triple(body, ox.NamedNode(f"{RDF}value"), literal)


def _labels(measurement: Measurement) -> dict[str, str]:
    """The metric's number and name, with what came of it."""
    metric = measurement.metric
    facts = {
        one: {
            "number": metric.number,
            "name": in_language(metric.name, one),
            "state": QualityWords(one).state(measurement),
        }
        for one in languages()
    }
    return {one: sentence("quality.label", one, **known) for one, known in facts.items()}


def _dimension(name: str) -> str:
    return f"{QUALITY}#dimension-{name}"


def _in_all(key: str, **facts: object) -> Mapping[str, str]:
    return {one: sentence(f"quality.{key}", one, **facts) for one in languages()}


def _is_a(subject: str, kind: str) -> ox.Triple:
    return _link(subject, f"{RDF}type", kind)


def _link(subject: str, name: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(name), ox.NamedNode(value))


def _texts(subject: str, name: str, texts: Mapping[str, str]) -> Iterator[ox.Triple]:
    for language, text in texts.items():
        literal = ox.Literal(text, language=language)
        yield ox.Triple(ox.NamedNode(subject), ox.NamedNode(name), literal)
