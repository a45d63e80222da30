"""The promise: who mistypes a name is told what stands beside it, once, the closest first."""

import time

import pytest

from lhs_graph.directory import Directory
from lhs_graph.errors import NotFoundError
from lhs_graph.prefixes import shortened
from lhs_graph.service import KnowledgeGraph
from lhs_graph.suggestions import meant
from lhs_graph.terms import BASE, CASE, LHS

_PREFIXES = {"lhs": LHS, "lhsd": f"{BASE}id/", "lhsc": f"{BASE}concept/"}
_IRIS = [
    *(f"{CASE}{one}" for one in ("improvecarenow", "choir", "geisinger", "geisinger#biobank")),
    *(f"{LHS}{one}" for one in ("CyclePhase", "PhaseKind", "Support", "hasPhase", "phaseKind")),
    *(f"{BASE}concept/{one}" for one in ("pillar/social", "pillar/scientific", "level/micro")),
    *(f"{BASE}scheme/{one}" for one in ("process", "pillar")),
]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (f"{CASE}improvecarenoww", [f"{CASE}improvecarenow"]),
        (f"{CASE}ImproveCareNow", [f"{CASE}improvecarenow"]),
        (f"{CASE}geisinger#biobnk", [f"{CASE}geisinger#biobank"]),
        ("lhsd:case/choirr", ["lhsd:case/choir"]),
        ("geisingr", ["geisinger"]),
        ("lhs:Phas", ["lhs:PhaseKind", "lhs:phaseKind", "lhs:hasPhase"]),
        ("lhs:Suport", ["lhs:Support"]),
        ("lsh:Support", ["lhs:Support"]),
        ("lhsc:pilar/socil", ["lhsc:pillar/social"]),
        ("supportng", ["lhs:Support"]),
        ("zzzzzzzz", []),
        ("", []),
        ("https://example.org/", []),
    ],
)
def test_what_resembles_it_where_it_would_stand_is_named(asked: str, found: list[str]) -> None:
    assert found == list(meant(asked, [*_IRIS, *_IRIS], _PREFIXES))


def test_among_ten_thousand_it_is_found_before_one_waits() -> None:
    systems = [f"{CASE}some-system-{number}-of-many" for number in range(10_000)]
    begun = time.process_time()

    close = meant("some-sistem-77-of-many", systems, _PREFIXES)

    assert "some-system-77-of-many" == close[0]
    assert time.process_time() - begun < 2


def test_all_that_can_be_looked_up_can_be_meant(knowledge_graph: KnowledgeGraph) -> None:
    graph = knowledge_graph
    directory = Directory(
        graph.release, graph.vocabulary, graph.prefixes, graph.detectors.shapes.triples
    )
    known = (
        f"{CASE}improvecarenow",
        f"{CASE}geisinger#mycode-biobank",
        f"{LHS}Support",
        f"{BASE}concept/pillar/social",
        f"{BASE}cq/P01",
        f"{BASE}shapes#SupportShape",
        f"{BASE}id/reference/menear-2019-framework",
    )
    for iri in known:
        for name in (iri, shortened(iri, graph.prefixes)):
            with pytest.raises(NotFoundError) as told:
                directory.look_up(f"{name}x")
            assert f"Did you mean “{name}”" in told.value.explain("en")
