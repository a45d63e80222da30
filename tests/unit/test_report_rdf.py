"""The promise: the report in RDF is a SHACL validation report as the specification has it."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from lhs_graph.catalogue import Catalogue
from lhs_graph.check import Checker
from lhs_graph.description import DescriptionReader
from lhs_graph.detection import Detectors
from lhs_graph.findings import CheckReport
from lhs_graph.messages import languages
from lhs_graph.publication.constraints import constraints_of, measured_kinds
from lhs_graph.report.paths import path_triples
from lhs_graph.report.rdf import report_turtle
from lhs_graph.vocabulary import Vocabulary

SH = Namespace("http://www.w3.org/ns/shacl#")
LHS = Namespace("https://w3id.org/lhs-kg/ontology#")
BAD = """
@prefix lhs: <https://w3id.org/lhs-kg/ontology#> .
@base <https://w3id.org/lhs-kg/id/case/bad> .
<> a lhs:LearningHealthSystem ; lhs:hasSupport <#s1> ; lhs:atLevel <#s1> .
<#s1> a lhs:Support ; lhs:servesGoal <#g1> ; lhs:isPatientReported "perhaps" .
"""


@pytest.fixture(scope="module")
def checker() -> Checker:
    catalogue = Catalogue.shipped()
    return Checker(Detectors.load(catalogue, Vocabulary.load(catalogue)), "test")


@pytest.fixture(scope="module")
def weak(checker: Checker) -> CheckReport:
    designs = Catalogue.shipped().designs()
    path = next(path for path in designs if "esquisse" in path.name)
    return checker.check(DescriptionReader(Catalogue.shipped()).read_file(path))


@pytest.fixture(scope="module")
def broken(checker: Checker) -> CheckReport:
    reader = DescriptionReader(Catalogue.shipped())
    return checker.check(reader.read(BAD.encode(), name="bad.ttl"))


@pytest.fixture(params=["weak", "broken"])
def report(request: pytest.FixtureRequest) -> CheckReport:
    found: CheckReport = request.getfixturevalue(request.param)
    return found


def graph_of(report: CheckReport) -> Graph:
    return Graph().parse(data=report_turtle(report, languages()), format="turtle")


def test_a_report_is_one_as_the_specification_has_it(report: CheckReport) -> None:
    graph = graph_of(report)
    (node,) = graph.subjects(RDF.type, SH.ValidationReport)
    results = list(graph.objects(node, SH.result))

    assert len(report.findings) + len(report.problems) == len(results)
    assert [Literal("false", datatype=XSD.boolean)] == list(graph.objects(node, SH.conforms))
    for result in results:
        assert (result, RDF.type, SH.ValidationResult) in graph
        for name, least in (
            ("focusNode", 1),
            ("resultSeverity", 1),
            ("sourceConstraintComponent", 1),
            ("resultPath", 0),
            ("value", 0),
            ("sourceShape", 0),
        ):
            values = list(graph.objects(result, SH[name]))
            assert least <= len(values) <= 1, name
        assert isinstance(graph.value(result, SH.sourceConstraintComponent), URIRef)
        assert graph.value(result, SH.resultSeverity) in (SH.Violation, SH.Warning, SH.Info)
        tongues = [getattr(one, "language", "") for one in graph.objects(result, SH.resultMessage)]
        assert len(tongues) == len(set(tongues)) > 0


def test_what_a_shape_found_names_constraint_and_path_as_the_shape_does(
    report: CheckReport,
) -> None:
    graph, shapes = graph_of(report), Graph()
    for path in Catalogue.shipped().shapes():
        shapes.parse(path, format="turtle")
    kinds = set()
    for result, shape in graph.subject_objects(SH.sourceShape):
        if (result, SH.sourceConstraint, None) in graph:
            continue
        told, stated = graph.value(result, SH.resultPath), shapes.value(shape, SH.path)
        assert told is not None
        assert stated is not None
        assert list(described(graph, told)) == list(described(shapes, stated))
        kinds.add(graph.value(result, SH.sourceConstraintComponent))

    assert SH.MinCountConstraintComponent in kinds
    assert SH.SPARQLConstraintComponent not in kinds


def test_what_a_query_found_names_the_constraint_that_finds_the_same(
    weak: CheckReport, checker: Checker
) -> None:
    graph, kinds = graph_of(weak), {one.kind.iri for one in weak.findings if not one.shape}
    published = {one.iri: one for one in constraints_of(checker.detectors)}
    measured = {
        checker.detectors.vocabulary.kind(one).iri for one in measured_kinds(checker.detectors)
    }

    told = set()
    for result, asked in graph.subject_objects(SH.sourceConstraint):
        constraint = published[str(graph.value(result, SH.sourceShape))]
        assert f"{constraint.iri}-query" == str(asked)
        assert constraint.kind.iri == str(graph.value(result, LHS.ofKind))
        assert constraint.level == str(graph.value(result, SH.resultSeverity))
        told.add(constraint.kind.iri)
    assert len(told) > 5
    assert kinds - measured == told


def test_a_problem_of_form_names_its_value(broken: CheckReport) -> None:
    graph = graph_of(broken)
    told = {problem.value for problem in broken.problems if problem.value}

    assert told
    assert told == {value.n3() for value in graph.objects(None, SH.value)}


def test_reports_under_several_names_make_one_document(
    weak: CheckReport, broken: CheckReport
) -> None:
    parts = [
        report_turtle(one, languages(), name=f"r{at}") for at, one in enumerate((weak, broken))
    ]
    graph = Graph().parse(data="".join(parts), format="turtle")

    assert 2 == len(set(graph.subjects(RDF.type, SH.ValidationReport)))


@pytest.mark.parametrize(
    "path",
    [
        "<urn:a>",
        "^<urn:a>",
        "(<urn:a>/<urn:b>)",
        "(<urn:a>|(<urn:b>/^<urn:c>)|<urn:d>)",
        "(<urn:a>)?",
    ],
)
def test_a_path_is_written_with_blank_nodes_of_its_own(path: str) -> None:
    node, triples = path_triples(path, "x")
    blank = {one.subject for one in triples}

    assert (node in blank) == bool(triples)
    assert all(isinstance(one, ox.BlankNode) and one.value.startswith("x") for one in blank)


@pytest.mark.parametrize(
    "path", ["", "<urn:a>/", "(<urn:a>", "<urn:a> <urn:b>", "<urn:a>)", "!<urn:a>"]
)
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  any message
        path_triples(path, "x")


def described(graph: Graph, path: Node) -> Iterator[object]:
    """A path without the names of its blank nodes."""
    if not isinstance(path, BNode):
        yield path
    elif (path, RDF.first, None) in graph:
        for one in Collection(graph, path):
            yield list(described(graph, one))
    else:
        ((how, end),) = graph.predicate_objects(path)
        yield (how, list(described(graph, end)))
