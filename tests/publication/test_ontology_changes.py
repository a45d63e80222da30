"""The promise: two versions of an ontology differ in what they say, not in how it is written.

The worked example holds one term for each thing that can become of a term.
"""

import random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lhs_graph.publication.ontology_changes import (
    STATES,
    OntologyChanges,
    Term,
    TermChange,
    ontology_changes,
)

_HEAD = """PREFIX ex: <http://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_OLD = """
ex: a owl:Ontology ; owl:versionInfo "1" ; rdfs:label "example"@en .
ex:Kept a owl:Class ; rdfs:label "kept"@en .
ex:Gone a owl:Class ; rdfs:label "gone"@en .
ex:Retired a owl:Class ; rdfs:label "retired"@en .
ex:Revived a owl:Class ; rdfs:label "revived"@en ; owl:deprecated true .
ex:Reworded a owl:Class ; rdfs:label "before"@en , "avant"@fr .
[] a owl:AllDisjointClasses ; owl:members ( ex:Kept ex:Gone ) .
ex:Narrow a owl:Class ; rdfs:label "narrow"@en ;
    rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:p ; owl:someValuesFrom ex:Kept ] .
"""
_NEW = """
ex: a owl:Ontology ; owl:versionInfo "2" ; rdfs:label "example"@en .
ex:Narrow rdfs:subClassOf
    [ owl:someValuesFrom ex:Kept ; a owl:Restriction ; owl:onProperty ex:p ] .
ex:Narrow a owl:Class ; rdfs:label "narrow"@en .
ex:Reworded a owl:Class ; rdfs:label "after"@en , "avant"@fr .
ex:Retired a owl:Class ; rdfs:label "retired"@en ; owl:deprecated true .
ex:Revived a owl:Class ; rdfs:label "revived"@en .
ex:Kept a owl:Class ; rdfs:label "kept"@en .
ex:Added a owl:Class ; rdfs:label "added"@en .
[] a owl:AllDisjointClasses ; owl:members ( ex:Kept ex:Added ) .
"""


def _triples(text: str) -> list[ox.Triple]:
    found = ox.parse((_HEAD + text).encode(), format=ox.RdfFormat.TURTLE)
    return [quad.triple for quad in found]


def _named(changes: OntologyChanges) -> dict[str, list[str]]:
    return {
        state: [
            one.subject.value.rpartition("/")[2]
            for one in found
            if isinstance(one.subject, ox.NamedNode)
        ]
        for state, found in changes.by_state().items()
    }


def test_every_state_of_the_worked_example_is_told() -> None:
    """Narrow and Kept say the same in other words, and the header's number is no change.

    So each state has one named term, and the two axioms of disjointness are one that came and
    one that went.
    """
    changes = ontology_changes(_triples(_OLD), _triples(_NEW), ("1", "2"))

    assert {
        "added": ["Added"],
        "deprecated": ["Retired"],
        "restored": ["Revived"],
        "changed": ["Reworded"],
        "removed": ["Gone"],
    } == _named(changes)
    nameless = [one.state for one in changes.terms if isinstance(one.subject, ox.BlankNode)]
    assert ["added", "removed"] == nameless
    assert STATES == tuple(changes.by_state())


def test_a_changed_term_has_only_the_values_that_differ() -> None:
    changes = ontology_changes(_triples(_OLD), _triples(_NEW))

    (reworded,) = changes.by_state()["changed"]
    (label,) = reworded.values
    assert "http://www.w3.org/2000/01/rdf-schema#label" == label.property
    assert (ox.Literal("before", language="en"),) == label.old
    assert (ox.Literal("after", language="en"),) == label.new
    assert {"en": "after", "fr": "avant"} == reworded.labels


def test_an_axiom_that_a_value_leads_to_is_part_of_its_term() -> None:
    narrower = _NEW.replace("owl:onProperty ex:p", "owl:onProperty ex:q")

    changes = ontology_changes(_triples(_NEW), _triples(narrower))

    (change,) = changes.terms
    assert "http://example.org/Narrow" == change.subject.value
    (value,) = change.values
    restriction = next(one for one in value.new if isinstance(one, ox.BlankNode))
    said = {one.object for one in changes.structure(restriction)}
    assert ox.NamedNode("http://example.org/q") in said


def test_nameless_nodes_in_a_circle_are_compared_all_the_same() -> None:
    circle = "_:a ex:next _:b . _:b ex:next _:a . ex:x ex:starts _:a ."
    other = "_:c ex:next _:d . _:d ex:next _:c . ex:x ex:starts _:d ."

    assert not ontology_changes(_triples(circle), _triples(other))
    assert ontology_changes(_triples(circle), _triples(circle.replace("next", "previous", 1)))


_NODES = [ox.NamedNode(f"http://example.org/n{number}") for number in range(4)]
_NAMELESS = [ox.BlankNode(f"x{number}") for number in range(4)]
_PROPERTIES = [ox.NamedNode(f"http://example.org/p{number}") for number in range(3)]
_WORDS = [ox.Literal("one"), ox.Literal("two", language="fr"), ox.Literal("2", language="en")]


@st.composite
def _graphs(draw: st.DrawFn) -> list[ox.Triple]:
    """Any graph; a nameless node leads only to later ones, as axioms are written."""
    found: list[ox.Triple] = []
    for _ in range(draw(st.integers(0, 12))):
        subjects: list[ox.NamedNode | ox.BlankNode] = [*_NODES, *_NAMELESS]
        subject = draw(st.sampled_from(subjects))
        later = (
            _NAMELESS[_NAMELESS.index(subject) + 1 :]
            if isinstance(subject, ox.BlankNode)
            else _NAMELESS
        )
        values: list[Term] = [*_NODES, *later, *_WORDS]
        name, value = draw(st.sampled_from(_PROPERTIES)), draw(st.sampled_from(values))
        found.append(ox.Triple(subject, name, value))
    return found


def _renamed(triples: list[ox.Triple], order: random.Random) -> list[ox.Triple]:
    names: dict[Term, ox.BlankNode] = {
        one: ox.BlankNode(f"renamed{one.value}") for one in _NAMELESS
    }
    shuffled = [
        ox.Triple(
            names.get(one.subject, one.subject),
            one.predicate,
            names.get(one.object, one.object),
        )
        for one in triples
    ]
    order.shuffle(shuffled)
    return shuffled


@given(_graphs(), st.randoms(use_true_random=False))
def test_order_and_names_of_nameless_nodes_make_no_difference(
    graph: list[ox.Triple], order: random.Random
) -> None:
    assert not ontology_changes(graph, graph)
    assert not ontology_changes(graph, _renamed(graph, order))


@given(_graphs(), _graphs())
def test_the_way_back_mirrors_the_way_there(one: list[ox.Triple], two: list[ox.Triple]) -> None:
    there, back = ontology_changes(one, two), ontology_changes(two, one)

    mirrored = {"added": "removed", "removed": "added"}
    assert {(str(c.subject), mirrored.get(c.state, c.state), _swapped(c)) for c in there.terms} == {
        (str(c.subject), c.state, _values(c)) for c in back.terms
    }


@given(_graphs(), _graphs())
def test_what_is_told_leads_from_one_version_to_the_other(
    one: list[ox.Triple], two: list[ox.Triple]
) -> None:
    """Named terms with plain values: taking away and adding what is told gives the other one."""
    before, after = _without_nameless(one), _without_nameless(two)
    changes = ontology_changes(before, after)

    carried = set(before)
    for change in changes.terms:
        for value in change.values:
            name = ox.NamedNode(value.property)
            carried -= {ox.Triple(change.subject, name, old) for old in value.old}
            carried |= {ox.Triple(change.subject, name, new) for new in value.new}
    assert set(after) == carried


def _without_nameless(graph: list[ox.Triple]) -> list[ox.Triple]:
    return [
        one
        for one in graph
        if not isinstance(one.subject, ox.BlankNode) and not isinstance(one.object, ox.BlankNode)
    ]


def _values(change: TermChange) -> tuple[tuple[str, str, str], ...]:
    return tuple((one.property, str(one.old), str(one.new)) for one in change.values)


def _swapped(change: TermChange) -> tuple[tuple[str, str, str], ...]:
    return tuple((one.property, str(one.new), str(one.old)) for one in change.values)


@pytest.mark.parametrize("property_", ["owl:versionInfo", "dcterms:modified"])
def test_only_the_header_may_differ_in_what_every_version_says_anew(property_: str) -> None:
    head = "PREFIX dcterms: <http://purl.org/dc/terms/> "
    header = head + f'ex: a owl:Ontology ; {property_} "1" .'
    term = head + f'ex:t a owl:Class ; {property_} "1" .'

    assert not ontology_changes(_triples(header), _triples(header.replace('"1"', '"2"')))
    assert ontology_changes(_triples(term), _triples(term.replace('"1"', '"2"')))
