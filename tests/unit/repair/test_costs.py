"""The promise: a file of costs is read as it is meant, or refused with its name."""

import dataclasses

import pytest

from lhs_graph.errors import (
    DescriptionError,
    FileUnreadableError,
    IllTypedParameterError,
    LhsGraphError,
    UnknownTermError,
)
from lhs_graph.messages import languages
from lhs_graph.repair import read_costs
from lhs_graph.service import KnowledgeGraph
from lhs_graph.terms import CONCEPT, LHS


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("- a", FileUnreadableError),
        ("a: [", DescriptionError),
        ("a: &a 1\nb: *a", DescriptionError),
        ("Support: 1\nSupport: 2", DescriptionError),
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


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Support: 3\nconnectsTo: [", "costs.yaml:3:1: "),
        ("Support: 3\n\tconnectsTo: 1", "costs.yaml:2:1: "),
        ("Support: 3\nconnectsTo: dear", "costs.yaml:2:1: connectsTo"),
        ("Support: 3\nno-such: 1", "costs.yaml:2:1: no-such"),
        ("- Support", "costs.yaml:1:1 "),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place_in_our_words(
    knowledge_graph: KnowledgeGraph, text: str, place: str
) -> None:
    with pytest.raises(LhsGraphError) as caught:
        read_costs(text, "costs.yaml", knowledge_graph.vocabulary)

    for language in languages():
        said = caught.value.explain(language)
        assert place in said
        assert "<unicode string>" not in said
    assert caught.value.explain("en") != caught.value.explain("fr")


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
