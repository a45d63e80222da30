"""The report as RDF.

A SHACL validation report whose results are also findings of our own vocabulary.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from lhs_graph.findings import CheckReport, Finding
from lhs_graph.serialization import serialized
from lhs_graph.terms import LHS, RDF, concept

__all__ = ["report_turtle"]

_SH = "http://www.w3.org/ns/shacl#"
_SEVERITIES = {"critical": "Violation", "major": "Warning", "minor": "Info"}


def report_turtle(report: CheckReport, languages: tuple[str, ...]) -> str:
    """The report as Turtle, sentences in all those languages."""
    prefixes = {"sh": _SH, "lhs": LHS}
    triples = _triples(report, languages)
    return serialized(triples, ox.RdfFormat.TURTLE, prefixes).decode()


def _triples(report: CheckReport, languages: tuple[str, ...]) -> Iterator[ox.Triple]:
    node = ox.BlankNode("report")
    boolean = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
    conforms = "true" if report.conforms else "false"
    yield _say(node, f"{RDF}type", ox.NamedNode(f"{_SH}ValidationReport"))
    yield _say(node, f"{_SH}conforms", ox.Literal(conforms, datatype=boolean))
    for number, problem in enumerate(report.problems):
        result = ox.BlankNode(f"problem{number}")
        yield _say(node, f"{_SH}result", result)
        yield _say(result, f"{RDF}type", ox.NamedNode(f"{_SH}ValidationResult"))
        yield _say(result, f"{_SH}focusNode", ox.NamedNode(problem.focus.iri))
        yield _say(result, f"{_SH}sourceShape", ox.NamedNode(problem.shape))
        yield _say(result, f"{_SH}resultSeverity", ox.NamedNode(f"{_SH}{problem.severity}"))
        for language, text in problem.message.items():
            yield _say(result, f"{_SH}resultMessage", _literal(text, language))
    for number, finding in enumerate(report.findings):
        result = ox.BlankNode(f"finding{number}")
        yield _say(node, f"{_SH}result", result)
        yield from _finding(result, finding, languages)


def _finding(
    result: ox.BlankNode, finding: Finding, languages: tuple[str, ...]
) -> Iterator[ox.Triple]:
    yield _say(result, f"{RDF}type", ox.NamedNode(f"{_SH}ValidationResult"))
    yield _say(result, f"{RDF}type", ox.NamedNode(f"{LHS}Finding"))
    yield _say(result, f"{_SH}focusNode", ox.NamedNode(finding.focus.iri))
    severity = _SEVERITIES[finding.severity]
    yield _say(result, f"{_SH}resultSeverity", ox.NamedNode(f"{_SH}{severity}"))
    yield _say(result, f"{LHS}ofKind", ox.NamedNode(finding.kind.iri))
    yield _say(result, f"{LHS}certainty", ox.NamedNode(concept("certainty", finding.certainty)))
    yield _say(result, f"{LHS}severity", ox.NamedNode(concept("severity", finding.severity)))
    if finding.shape:
        yield _say(result, f"{_SH}sourceShape", ox.NamedNode(finding.shape))
    for term in (finding.about, finding.related):
        if term:
            yield _say(result, f"{LHS}concerns", ox.NamedNode(term.iri))
    for precedent in finding.precedents:
        yield _say(result, f"{LHS}hasPrecedent", ox.NamedNode(precedent.node.iri))
    for language in languages:
        yield _say(result, f"{_SH}resultMessage", _literal(finding.sentence(language), language))


def _say(
    subject: ox.BlankNode, name: str, value: ox.NamedNode | ox.BlankNode | ox.Literal
) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(name), value)


def _literal(text: str, language: str) -> ox.Literal:
    return ox.Literal(text, language=language) if language else ox.Literal(text)
