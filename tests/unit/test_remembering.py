"""A description that was checked lately is not checked again, and any other is."""

from dataclasses import replace

import pytest

from lhs_graph.description import Description
from lhs_graph.service import KnowledgeGraph
from lhs_graph.whatif import RememberingChecker


@pytest.fixture
def checker(knowledge_graph: KnowledgeGraph) -> RememberingChecker:
    return RememberingChecker(knowledge_graph.detectors, "a version")


def _read(graph: KnowledgeGraph) -> Description:
    return graph.reader.read_file(graph.catalogue.template("en"))


def test_the_same_description_gives_the_same_report(
    knowledge_graph: KnowledgeGraph, checker: RememberingChecker
) -> None:
    assert checker.check(_read(knowledge_graph)) is checker.check(_read(knowledge_graph))


@pytest.mark.parametrize("changed", ["triples", "places"])
def test_another_description_gives_another(
    knowledge_graph: KnowledgeGraph, checker: RememberingChecker, changed: str
) -> None:
    description = _read(knowledge_graph)
    other = (
        replace(description, triples=description.triples[:-20])
        if changed == "triples"
        else replace(description, places={})
    )

    report, another = checker.check(description), checker.check(other)

    assert report.findings != another.findings
    assert replace(checker.check(other), seconds=0) == replace(another, seconds=0)


def test_another_level_gives_another(
    knowledge_graph: KnowledgeGraph, checker: RememberingChecker
) -> None:
    description = _read(knowledge_graph)

    assert checker.check(description).findings
    assert () == checker.check(description, level="wellformed").findings
