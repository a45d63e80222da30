"""Mappings start from what the ontology declares and claim no more than is true."""

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.terms import BASE, BIBO, CONCEPT, DCTERMS, LHS, OWL, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from tests.ontology.conftest import Graph

MATCHES = {f"{SKOS}{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")}
PARTS = f"{CONCEPT}framework-part/"
VOCABULARIES = "bibo cito dcat fabio hoso oostt org p-plan prov schema skos"
FRAMEWORKS = "consensus friedman lessard nam psek readiness"


@pytest.fixture(scope="module")
def matches(alignments: "Graph") -> dict[tuple[str, str], set[str]]:
    """For each pair of what is matched, the kinds of match between them."""
    pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for quad in alignments.store:
        if quad.predicate.value in MATCHES:
            assert isinstance(quad.subject, ox.NamedNode)
            assert isinstance(quad.object, ox.NamedNode)
            kind = quad.predicate.value.removeprefix(SKOS)
            pairs[quad.subject.value, quad.object.value].add(kind)
    assert len(pairs) >= 50
    return pairs


def test_there_is_a_file_for_each_vocabulary_and_framework(catalogue: Catalogue) -> None:
    expected = {*VOCABULARIES.split(), *FRAMEWORKS.split(), "framework-parts"}

    assert {path.stem for path in catalogue.alignments()} == expected


def test_mappings_start_from_terms_and_concepts_of_ours(
    alignments: "Graph", ontology: "Graph", own_terms: frozenset[str]
) -> None:
    ours = own_terms | ontology.subjects(f"{SKOS}Concept")
    started = {
        quad.subject.value
        for quad in alignments.store
        if isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value.startswith((LHS, CONCEPT))
        and not quad.subject.value.startswith(PARTS)
    }

    assert len(started) >= 50
    assert started - ours == set()


def test_foreign_terms_are_declared_and_nothing_more(alignments: "Graph") -> None:
    said = {
        (quad.subject.value, quad.predicate.value)
        for quad in alignments.store
        if isinstance(quad.subject, ox.NamedNode) and not quad.subject.value.startswith(BASE)
    }

    assert {name for _, name in said} == {f"{RDF}type"}


def test_no_pair_is_matched_in_two_ways(matches: dict[tuple[str, str], set[str]]) -> None:
    assert {pair: kinds for pair, kinds in matches.items() if len(kinds) > 1} == {}


def test_a_restated_value_is_only_close(matches: dict[tuple[str, str], set[str]]) -> None:
    pair = (f"{CONCEPT}value/shared-accountability", f"{PARTS}consensus-governance")

    assert matches[pair] == {"closeMatch"}


@pytest.mark.parametrize(
    "space", ["http://purl.obolibrary.org/obo/", "http://purl.org/net/p-plan#"]
)
def test_realist_and_acyclic_vocabularies_are_at_most_close(
    matches: dict[tuple[str, str], set[str]], alignments: "Graph", space: str
) -> None:
    kinds = {kind for (_, end), found in matches.items() if end.startswith(space) for kind in found}
    others = {
        quad.predicate.value
        for quad in alignments.store
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(space)
    }

    assert kinds
    assert kinds <= {"closeMatch", "relatedMatch"}
    assert others <= MATCHES


def test_no_learning_health_system_is_an_organisation(alignments: "Graph") -> None:
    system = f"{LHS}LearningHealthSystem"

    assert alignments.objects(system, f"{RDFS}subClassOf") == []


def test_every_part_of_a_framework_is_matched_and_described(
    alignments: "Graph", matches: dict[tuple[str, str], set[str]]
) -> None:
    parts = alignments.subjects(f"{LHS}FrameworkPart")
    matched = {end for _, end in matches}

    wrong = [
        part
        for part in parts
        if set(alignments.texts(part, f"{SKOS}prefLabel")) != {"en", "fr"}
        or set(alignments.texts(part, f"{SKOS}definition")) != {"en", "fr"}
        or not alignments.objects(part, f"{DCTERMS}source")
        or not alignments.texts(part, f"{BIBO}locator")
        or not alignments.has(part, f"{SKOS}inScheme", f"{BASE}scheme/framework-part")
    ]

    assert len(parts) >= 40
    assert parts - matched == set()
    assert wrong == []


@pytest.mark.parametrize(
    ("framework", "count"),
    [("consensus", 10), ("lessard", 6), ("psek", 9), ("readiness", 4)],
)
def test_a_framework_has_as_many_parts_as_its_authors_name(
    alignments: "Graph", framework: str, count: int
) -> None:
    parts = alignments.subjects(f"{LHS}FrameworkPart")

    assert len([part for part in parts if part.startswith(f"{PARTS}{framework}-")]) == count


def test_sources_of_mappings_are_described(alignments: "Graph", ontology: "Graph") -> None:
    described = alignments.subjects(f"{LHS}Reference") | ontology.subjects(f"{LHS}Reference")
    cited = {
        quad.object.value
        for quad in alignments.store
        if quad.predicate.value == f"{DCTERMS}source" and isinstance(quad.object, ox.NamedNode)
    }

    assert cited - described == set()


def test_mappings_import_only_the_ontology(alignments: "Graph", ontology: "Graph") -> None:
    present = alignments.subjects(f"{OWL}Ontology") | ontology.subjects(f"{OWL}Ontology")
    imported = {
        quad.object.value
        for quad in alignments.store
        if quad.predicate.value == f"{OWL}imports" and isinstance(quad.object, ox.NamedNode)
    }

    assert imported - present == set()
