"""Ontology, code lists and mappings stay in OWL 2 DL; nothing is class and concept at once."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.terms import BASE, LHS, OWL, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from tests.ontology.conftest import Graph

SHAPES = "http://www.w3.org/ns/shacl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
KINDS = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
BUILT_IN = (RDF, RDFS, OWL)
DATATYPES = {
    *(f"{XSD}{name}" for name in ("boolean", "integer", "decimal", "double", "string", "anyURI")),
    f"{RDF}langString",
}


@pytest.fixture(scope="module")
def everything(catalogue: Catalogue) -> ox.Store:
    """Ontology and mappings together."""
    store = ox.Store()
    for path in (*catalogue.ontology_modules(), *catalogue.alignments()):
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def property_kinds(everything: ox.Store) -> dict[str, set[str]]:
    """Each declared property with the kinds it is declared as."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind in KINDS:
        for name in _instances(everything, f"{OWL}{kind}"):
            kinds[name].add(kind)
    return kinds


def test_no_property_is_of_two_kinds(property_kinds: dict[str, set[str]]) -> None:
    assert {name: kinds for name, kinds in property_kinds.items() if len(kinds) > 1} == {}


def test_nothing_is_class_and_individual_or_property_at_once(
    everything: ox.Store, property_kinds: dict[str, set[str]]
) -> None:
    classes = set(_instances(everything, f"{OWL}Class"))
    individuals = {*_instances(everything, f"{OWL}NamedIndividual")}
    individuals |= {*_instances(everything, f"{SKOS}Concept")}

    assert len(classes) >= 50
    assert len(individuals) >= 100
    assert classes & individuals == set()
    assert classes & set(property_kinds) == set()
    assert individuals & set(property_kinds) == set()


def test_every_property_that_is_used_is_declared(
    everything: ox.Store, property_kinds: dict[str, set[str]]
) -> None:
    used = {quad.predicate.value for quad in everything}

    undeclared = {
        name for name in used if not name.startswith(BUILT_IN) and name not in property_kinds
    }

    assert undeclared == set()


def test_every_class_that_is_used_is_declared(everything: ox.Store) -> None:
    declared = set(_instances(everything, f"{OWL}Class"))
    places = [f"{RDF}type", *(f"{RDFS}{name}" for name in ("domain", "range", "subClassOf"))]

    used = {
        quad.object.value
        for place in places
        for quad in everything.quads_for_pattern(None, ox.NamedNode(place), None)
        if isinstance(quad.object, ox.NamedNode)
    }

    assert {name for name in used - declared if not name.startswith((*BUILT_IN, XSD))} == set()


def test_values_are_of_the_kind_that_their_property_takes(
    everything: ox.Store, property_kinds: dict[str, set[str]]
) -> None:
    wrong = []
    for quad in everything:
        kinds = property_kinds.get(quad.predicate.value, set())
        literal = isinstance(quad.object, ox.Literal)
        if (literal and "ObjectProperty" in kinds) or (not literal and "DatatypeProperty" in kinds):
            wrong.append(str(quad))

    assert wrong == []


def test_data_values_have_datatypes_that_owl_knows(
    everything: ox.Store, property_kinds: dict[str, set[str]]
) -> None:
    data = {name for name, kinds in property_kinds.items() if "DatatypeProperty" in kinds}

    found = {
        quad.object.datatype.value
        for quad in everything
        if quad.predicate.value in data and isinstance(quad.object, ox.Literal)
    }

    assert found <= DATATYPES


def test_every_concept_is_an_individual_of_one_class_of_concepts(
    ontology: "Graph", alignments: "Graph"
) -> None:
    wrong = []
    for graph in (ontology, alignments):
        for concept in graph.subjects(f"{SKOS}Concept"):
            types = {value.value for value in graph.objects(concept, f"{RDF}type")}
            own = [name for name in types if name.startswith(LHS)]
            if f"{OWL}NamedIndividual" not in types or len(own) != 1:
                wrong.append(concept)

    assert sorted(wrong) == []


def test_every_class_of_ours_is_kept_apart_from_the_others(
    ontology: "Graph", own_terms: frozenset[str]
) -> None:
    apart = _disjoint(ontology.store)
    named = {name for group in apart for name in group}
    below = {
        name
        for name in own_terms
        if any(value.value.startswith(LHS) for value in ontology.objects(name, f"{RDFS}subClassOf"))
    }
    classes = own_terms & ontology.subjects(f"{OWL}Class")

    assert classes - below == {name for name in named if name.startswith(LHS)}
    assert len(apart) == 2
    assert any(f"{SKOS}Concept" in group and f"{LHS}Support" in group for group in apart)


def test_properties_that_point_to_concepts_have_no_range(
    ontology: "Graph", own_terms: frozenset[str]
) -> None:
    concepts = {
        name for name in own_terms if ontology.has(name, f"{RDFS}subClassOf", f"{SKOS}Concept")
    }

    wrong = [
        name
        for name in own_terms
        for value in ontology.objects(name, f"{RDFS}range")
        if value.value in concepts
    ]

    assert len(concepts) >= 20
    assert wrong == []


def test_no_property_has_two_domains_or_ranges(
    ontology: "Graph", own_terms: frozenset[str]
) -> None:
    wrong = [
        (name, place)
        for name in own_terms
        for place in ("domain", "range")
        if len(ontology.objects(name, f"{RDFS}{place}")) > 1
    ]

    assert wrong == []


def test_the_ontology_does_not_define_foreign_terms(ontology: "Graph") -> None:
    defined = {
        quad.subject.value
        for quad in ontology.store
        if isinstance(quad.subject, ox.NamedNode)
        and not quad.subject.value.startswith(BASE)
        and quad.predicate.value != f"{RDF}type"
    }

    assert defined == set()


def test_no_shape_vocabulary_is_in_the_ontology(catalogue: Catalogue) -> None:
    paths = (*catalogue.ontology_modules(), *catalogue.alignments())

    assert [path.name for path in paths if SHAPES in path.read_text(encoding="utf-8")] == []


def _instances(store: ox.Store, name: str) -> Iterator[str]:
    quads = store.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(name))
    return (quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))


def _disjoint(store: ox.Store) -> list[set[str]]:
    groups = []
    for quad in store.quads_for_pattern(None, ox.NamedNode(f"{OWL}members"), None):
        members: set[str] = set()
        head = quad.object
        while isinstance(head, ox.BlankNode):
            for cell in store.quads_for_pattern(head, None, None):
                if cell.predicate.value == f"{RDF}first" and isinstance(cell.object, ox.NamedNode):
                    members.add(cell.object.value)
                if cell.predicate.value == f"{RDF}rest":
                    rest = cell.object
            head = rest
        groups.append(members)
    return groups
