"""The promise: what YAML may not hold may not come in as RDF, and no small file grows large."""

import json
import time
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import DescriptionReader
from lhs_graph.errors import DescriptionError, Problem
from lhs_graph.terms import CASE, RDF

_READER = DescriptionReader(Catalogue.shipped())
_IRI = "https://w3id.org/lhs-kg/context.jsonld"
_HEAD = (
    "@prefix lhs: <https://w3id.org/lhs-kg/ontology#> .\n"
    "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
    "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    f"@base <{CASE}> .\n"
)
_SYSTEM = f"{_HEAD}<x> a lhs:LearningHealthSystem"
_LONG = "http://e.example/" + "x" * 1900


def _problem(text: str, name: str = "a.ttl") -> Problem:
    started = time.process_time()
    with pytest.raises(DescriptionError) as caught:
        _READER.read(text.encode(), name=name)
    assert time.process_time() - started < 10  # what is not bounded takes minutes
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("text", "key", "line", "column"),
    [
        (f"{_SYSTEM} ;\n  foaf:homepage <javascript:alert(1)> .", "no_web_address", 7, 18),
        (f"{_SYSTEM} ;\n  foaf:homepage 'www.x.org' .", "no_web_address", 7, 18),
        (f"{_SYSTEM} ;\n  dcterms:license <data:x> .", "no_web_address", 7, 20),
        (f'{_SYSTEM} ;\n  dcterms:created "2026-13-45"^^xsd:date .', "no_date", 7, 20),
        (f'{_SYSTEM} ;\n  dcterms:created "2026-02-29"^^xsd:date .', "no_date", 7, 20),
        (f'{_SYSTEM} ;\n  dcterms:created "20260131"^^xsd:date .', "no_date", 7, 20),
        (f'{_SYSTEM} ;\n  lhs:startYear "12"^^xsd:gYear .', "no_pattern", 7, 18),
        (f'{_SYSTEM} ;\n  lhs:region "bell \\u0007" .', "control_character", 7, 20),
        (f'{_SYSTEM} ;\n  lhs:region "bell \x07" .', "control_character", 7, 20),
        (f"{_SYSTEM} ;\n  lhs:region <<( <a> <b> <c> )>> .", "triple_term", None, None),
        (f"{_SYSTEM} .\n<x/../../y> a lhs:LearningHealthSystem .", "several_systems", None, None),
        (f"{_SYSTEM} .\n<y> a lhs:LearningHealthSystem .", "several_systems", 7, 2),
        (f"{_HEAD}<{CASE}../../x> a lhs:LearningHealthSystem .", "no_slug", 6, 2),
        (f"{_HEAD}<{CASE}My_System> a lhs:LearningHealthSystem .", "no_slug", 6, 2),
        (f"{_HEAD}<{CASE}x#y> a lhs:LearningHealthSystem .", "no_slug", 6, 2),
        (f"{_HEAD}<{CASE}{'x' * 201}> a lhs:LearningHealthSystem .", "no_slug", 6, 2),
        (
            f"{_SYSTEM} .\n<#r> foaf:primaryTopic <x> .\n<y> a lhs:LearningHealthSystem .",
            "several_systems",
            None,
            None,
        ),
        (
            f"{_HEAD}<#r> foaf:primaryTopic <x> .\n<http://e/y> a lhs:RapidLearningHealthSystem .",
            "several_systems",
            7,
            2,
        ),
        (f"{_SYSTEM} .\n[] a lhs:LearningHealthSystem .", "several_systems", None, None),
        (f"{_SYSTEM} .\n<y> lhs:hasGoal <y#g> .", "several_systems", None, None),
        (
            f"{_SYSTEM} .\n<#r> foaf:primaryTopic <x>, <y> .",
            "several_systems",
            None,
            None,
        ),
        (
            f"@prefix p: <{_LONG}> .\n" + "".join(f"p:{i} p:a p:b .\n" for i in range(100_000)),
            "too_large_expanded",
            None,
            None,
        ),
        (
            f"@base <{_LONG}/> .\n" + "".join(f"@base <{'y' * 999}/> .\n" for _ in range(900)),
            "long_iri",
            2,
            7,
        ),
        ("PREFIX p:<a:a>\n" * 1_001, "too_many_prefixes", 1_001, 1),
    ],
)
def test_it_is_refused_with_its_place(
    text: str, key: str, line: int | None, column: int | None
) -> None:
    problem = _problem(text)

    assert f"description.{key}" == problem.key
    if line is not None:
        assert (line, column) == (problem.place.line, problem.place.column)
    assert "{" not in problem.explain("fr")


def _prefixes_on_prefixes() -> str:
    terms = {"p0": "http://e/"} | {f"p{i}": f"p{i - 1}:{'x' * 2000}/" for i in range(1, 2000)}
    return json.dumps({"@context": terms, "@id": "p1:x", "p2:a": "b"})


@pytest.mark.parametrize(
    "make",
    [_prefixes_on_prefixes, lambda: json.dumps([{"@context": _IRI, "name": "a"}] * 50_000)],
)
def test_contexts_are_bounded(make: Callable[[], str]) -> None:
    assert "description.large_context" == _problem(make(), "a.jsonld").key


def test_names_that_end_in_prefix_or_base_are_no_declarations() -> None:
    rows = "".join(f"<#{i}> lhs:prefix <#base> ; lhs:base 'prefix' .\n" for i in range(1_100))

    assert _READER.read(f"{_SYSTEM} .\n{rows}".encode(), name="a.ttl").slug == "x"


def test_a_long_namespace_in_xml_is_refused() -> None:
    text = f"<rdf:RDF xmlns:rdf='{RDF}' xmlns:e='{_LONG * 2}'/>"

    assert "description.long_iri" == _problem(text, "a.rdf").key


def test_a_context_of_ones_own_is_honoured() -> None:
    document = {
        "@context": {
            "id": "@id",
            "type": "@type",
            "name": "http://www.w3.org/2000/01/rdf-schema#label",
            "lhs": "https://w3id.org/lhs-kg/ontology#",
            "@base": CASE,
        },
        "id": "x",
        "type": "lhs:LearningHealthSystem",
        "name": "X",
        "lhs:hasGoal": {"id": "x#g"},
    }
    text = json.dumps(document).encode()

    read = _READER.read(text, name="a.jsonld")

    assert {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD)} == set(
        read.triples
    )
    assert len(read.triples) == 3


def test_a_name_made_for_a_part_is_one_that_no_part_has() -> None:
    text = f"{_SYSTEM} ; lhs:hasGoal <x#part-1>, [ lhs:region 'a' ], [ lhs:region 'b' ] ."

    read = _READER.read(text.encode(), name="a.ttl")

    goals = {str(one.object) for one in read.triples if one.predicate.value.endswith("hasGoal")}
    assert {f"<{CASE}x#part-{number}>" for number in (1, 2, 3)} == goals
