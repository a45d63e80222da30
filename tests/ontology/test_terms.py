"""Every term says what it is, in both languages, and on which passage it rests."""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.terms import BASE, BIBO, DCTERMS, RDF, RDFS, REFERENCE, SKOS
from lhs_graph.vocabulary import parse_turtle

if TYPE_CHECKING:
    from tests.ontology.conftest import Graph

FRAMEWORK = f"{REFERENCE}menear-2019-framework"
MAX_TERMS = 40
MAX_LINES = 400


def test_every_term_has_a_label_in_both_languages(
    ontology: "Graph", own_terms: frozenset[str]
) -> None:
    wrong = [
        term for term in own_terms if set(ontology.texts(term, f"{RDFS}label")) != {"en", "fr"}
    ]

    assert sorted(wrong) == []


def test_every_foreign_term_has_a_label_in_both_languages_and_nothing_else_is_said_of_it(
    catalogue: Catalogue,
) -> None:
    labels: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, value in parse_turtle(catalogue.foreign_labels()):
        if isinstance(subject, ox.NamedNode) and not subject.value.startswith(BASE):
            assert predicate.value in {f"{RDF}type", f"{RDFS}label"}, subject
            if isinstance(value, ox.Literal):
                labels[subject.value].add(value.language or "")

    assert len(labels) > 200
    assert {iri for iri, tongues in labels.items() if tongues != {"en", "fr"}} == set()


def test_every_term_has_one_definition_in_both_languages_in_both_spellings(
    ontology: "Graph", own_terms: frozenset[str]
) -> None:
    wrong = []
    for term in own_terms:
        definition = ontology.texts(term, f"{SKOS}definition")
        if set(definition) != {"en", "fr"} or definition != ontology.texts(term, f"{RDFS}comment"):
            wrong.append(term)

    assert sorted(wrong) == []


def test_a_definition_is_one_sentence_without_the_label(
    ontology: "Graph", own_terms: frozenset[str]
) -> None:
    wrong = []
    for term in own_terms:
        labels = ontology.texts(term, f"{RDFS}label")
        for language, text in ontology.texts(term, f"{SKOS}definition").items():
            sentence = text[0].isupper() and text.endswith(".") and ". " not in text
            label = re.escape(labels[language].lower())
            if not sentence or re.search(rf"\b{label}\b", text.lower()):
                wrong.append((term, language))

    assert sorted(wrong) == []


def test_every_term_has_an_example_or_a_scope_note(
    ontology: "Graph", own_terms: frozenset[str]
) -> None:
    wrong = [
        term
        for term in own_terms
        if not ontology.objects(term, f"{SKOS}example")
        and not ontology.objects(term, f"{SKOS}scopeNote")
    ]

    assert sorted(wrong) == []


def test_every_term_names_its_source_and_passage(
    ontology: "Graph", own_terms: frozenset[str]
) -> None:
    wrong = []
    for term in own_terms:
        sources = [str(value) for value in ontology.objects(term, f"{DCTERMS}source")]
        passage = ontology.texts(term, f"{BIBO}locator")
        if sources != [f"<{FRAMEWORK}>"] or set(passage) != {"en"}:
            wrong.append(term)

    assert sorted(wrong) == []


@pytest.mark.parametrize("predicate", [f"{RDFS}label", f"{SKOS}definition"])
def test_no_two_terms_share_a_label_or_definition(
    ontology: "Graph", own_terms: frozenset[str], predicate: str
) -> None:
    users: dict[tuple[str, str], list[str]] = defaultdict(list)
    for term in sorted(own_terms):
        for language, text in ontology.texts(term, predicate).items():
            users[language, text.lower()].append(term)

    assert [terms for terms in users.values() if len(terms) > 1] == []


def test_every_term_is_defined_by_the_module_that_holds_it(
    module_graphs: Mapping[Path, "Graph"], own_terms: frozenset[str]
) -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for path, graph in module_graphs.items():
        module = f"<{BASE}ontology/module/{path.stem}>"
        for term in own_terms:
            stated = [str(value) for value in graph.objects(term, f"{RDFS}isDefinedBy")]
            if stated == [module]:
                homes[term].append(path.stem)
            else:
                assert stated == [], f"{term} in {path.name}"

    assert sorted(own_terms) == sorted(homes)
    assert {term: stems for term, stems in homes.items() if len(stems) != 1} == {}


def test_no_module_is_too_long(
    module_graphs: Mapping[Path, "Graph"], own_terms: frozenset[str]
) -> None:
    sizes = {}
    for path, graph in module_graphs.items():
        terms = sum(1 for term in own_terms if graph.objects(term, f"{RDFS}isDefinedBy"))
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if terms > MAX_TERMS or lines > MAX_LINES:
            sizes[path.name] = (terms, lines)

    assert sizes == {}


def test_the_framework_paper_is_described(ontology: "Graph") -> None:
    title = ontology.texts(FRAMEWORK, f"{DCTERMS}title")
    doi = ontology.texts(FRAMEWORK, f"{BIBO}doi")

    assert title == {"en": "A framework for value-creating learning health systems"}
    assert doi == {"": "10.1186/s12961-019-0477-3"}
