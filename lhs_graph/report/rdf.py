"""The report as RDF.

A SHACL validation report whose results are also findings of our own vocabulary.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from lhs_graph.findings import CheckReport, Finding, WellFormednessProblem
from lhs_graph.report.paths import path_triples
from lhs_graph.serialization import serialized
from lhs_graph.terms import DCTERMS, LHS, RDF, concept, constraint_query

__all__ = ["report_turtle"]

_SH = "http://www.w3.org/ns/shacl#"
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_SEVERITIES = {"critical": "Violation", "major": "Warning", "minor": "Info"}


def report_turtle(report: CheckReport, languages: tuple[str, ...], *, name: str = "") -> str:
    """The report as Turtle, sentences in all those languages.

    Labels of blank nodes begin with the name, so that reports of several names make one document.
    """
    prefixes = {"sh": _SH, "lhs": LHS, "rdf": RDF, "dcterms": DCTERMS}
    triples = _triples(report, languages, name)
    return serialized(triples, ox.RdfFormat.TURTLE, prefixes).decode()


def _triples(report: CheckReport, languages: tuple[str, ...], name: str) -> Iterator[ox.Triple]:
    node = ox.BlankNode(f"{name}report")
    boolean = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
    conforms = "true" if report.conforms else "false"
    yield _say(node, f"{RDF}type", ox.NamedNode(f"{_SH}ValidationReport"))
    yield _say(node, f"{_SH}conforms", ox.Literal(conforms, datatype=boolean))
    for number, problem in enumerate(report.problems):
        result = ox.BlankNode(f"{name}problem{number}")
        yield _say(node, f"{_SH}result", result)
        yield from _problem(result, problem)
    for number, finding in enumerate(report.findings):
        result = ox.BlankNode(f"{name}finding{number}")
        yield _say(node, f"{_SH}result", result)
        yield from _finding(result, finding, languages)


def _result(
    result: ox.BlankNode, of: WellFormednessProblem | Finding, severity: str
) -> Iterator[ox.Triple]:
    """What SHACL asks of every result: of what a query or measure found, that SPARQL found it."""
    component = of.component or f"{_SH}SPARQLConstraintComponent"
    yield _say(result, f"{RDF}type", ox.NamedNode(f"{_SH}ValidationResult"))
    yield _say(result, f"{_SH}focusNode", ox.NamedNode(of.focus.iri))
    yield _say(result, f"{_SH}resultSeverity", ox.NamedNode(f"{_SH}{severity}"))
    yield _say(result, f"{_SH}sourceConstraintComponent", ox.NamedNode(component))
    if of.shape:
        yield _say(result, f"{_SH}sourceShape", ox.NamedNode(of.shape))
    if of.path:
        path, described = path_triples(of.path, result.value)
        yield _say(result, f"{_SH}resultPath", path)
        yield from described


def _problem(result: ox.BlankNode, problem: WellFormednessProblem) -> Iterator[ox.Triple]:
    yield from _result(result, problem, problem.severity)
    if problem.value:
        yield _say(result, f"{_SH}value", _parsed(problem.value))
    for language, text in problem.message.items():
        yield _say(result, f"{_SH}resultMessage", _literal(text, language))


def _finding(
    result: ox.BlankNode, finding: Finding, languages: tuple[str, ...]
) -> Iterator[ox.Triple]:
    yield from _result(result, finding, _SEVERITIES[finding.severity])
    if finding.constraint:
        asked = constraint_query(finding.constraint)
        yield _say(result, f"{_SH}sourceShape", ox.NamedNode(finding.constraint))
        yield _say(result, f"{_SH}sourceConstraint", ox.NamedNode(asked))
    yield _say(result, f"{RDF}type", ox.NamedNode(f"{LHS}Finding"))
    yield _say(result, f"{DCTERMS}identifier", ox.Literal(finding.id))
    yield _say(result, f"{LHS}ofKind", ox.NamedNode(finding.kind.iri))
    yield _say(result, f"{LHS}certainty", ox.NamedNode(concept("certainty", finding.certainty)))
    yield _say(result, f"{LHS}severity", ox.NamedNode(concept("severity", finding.severity)))
    for term in (finding.about, finding.related):
        if term:
            yield _say(result, f"{LHS}concerns", ox.NamedNode(term.iri))
    for precedent in finding.precedents:
        yield _say(result, f"{LHS}hasPrecedent", ox.NamedNode(precedent.node.iri))
    for language in languages:
        yield _say(result, f"{_SH}resultMessage", _literal(finding.sentence(language), language))


def _parsed(value: str) -> Term:
    """The term that is written so in N-Triples."""
    line = f"_:a <{_SH}value> {value} ."
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_TRIPLES)
    term: Term = quad.object
    return term


def _say(subject: ox.BlankNode, name: str, value: Term) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(name), value)


def _literal(text: str, language: str) -> ox.Literal:
    return ox.Literal(text, language=language) if language else ox.Literal(text)
