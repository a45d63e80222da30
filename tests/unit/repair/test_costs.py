"""The promise: a file of costs is read as it is meant, or refused with its name."""

import dataclasses

import pytest

from lhs_graph.errors import FileUnreadableError, IllTypedParameterError, UnknownTermError
from lhs_graph.repair import read_costs
from lhs_graph.service import KnowledgeGraph
from lhs_graph.terms import CONCEPT, LHS


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("- a", FileUnreadableError),
        ("a: [", FileUnreadableError),
        ("element/no-such: 2", UnknownTermError),
        ("Support: dear", IllTypedParameterError),
        ("Support: -1", IllTypedParameterError),
        ("Support: .inf", IllTypedParameterError),
        ("Support: true", IllTypedParameterError),
    ],
)
def test_costs_that_cannot_be_read_are_refused(
    knowledge_graph: KnowledgeGraph, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error, match=r"costs\.yaml"):
        read_costs(text, "costs.yaml", knowledge_graph.vocabulary)


def test_costs_are_read(knowledge_graph: KnowledgeGraph) -> None:
    costs = read_costs(
        "Support: 3\nelement/ethics-review-board: 2.5\ndefault: 0.5",
        "costs.yaml",
        knowledge_graph.vocabulary,
    )

    assert dataclasses.asdict(costs) == {
        "by_term": {f"{LHS}Support": 3.0, f"{CONCEPT}element/ethics-review-board": 2.5},
        "default": 0.5,
    }
