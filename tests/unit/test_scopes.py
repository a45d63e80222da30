"""The promise: a scope holds all that is named as read, and all types where they are not named."""

import pyoxigraph as ox
import pytest

from lhs_graph.scopes import Scope, scope_of_query, scope_of_shapes
from lhs_graph.terms import RDF, RDFS

_PREFIXES = {"e": "http://e/", "rdf": RDF}
_TYPE = f"{RDF}type"


def statement(name: str, end: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode("http://e/s"), ox.NamedNode(name), ox.NamedNode(end))


@pytest.mark.parametrize(
    "pattern",
    ["?s a e:C .", "?s e:p ?o ; a e:C ; e:q ?p .", "?s a <http://e/C> }", "?s e:p/a e:C ."],
)
def test_a_type_asked_for_by_its_class_is_read_of_that_class_only(pattern: str) -> None:
    scope = scope_of_query(f"SELECT ?s {{ {pattern} }}", _PREFIXES)

    assert frozenset({"http://e/C"}) == scope.classes


@pytest.mark.parametrize(
    "pattern",
    ["?s a ?c .", "?s a/e:up e:C .", "?s a e:C , ?d .", "?s (a|e:p) e:C .", "?s rdf:type e:C ."],
)
def test_a_type_asked_for_in_any_other_way_is_read_of_every_class(pattern: str) -> None:
    scope = scope_of_query(f"SELECT ?s {{ {pattern} }}", _PREFIXES)

    assert scope.classes is None


def test_a_name_in_a_comment_or_text_is_not_read() -> None:
    scope = scope_of_query("# e:no a ?c\nSELECT ?s { ?s e:p 'a e:x' }", _PREFIXES)

    assert Scope(frozenset({"http://e/p"})) == scope


def test_only_statements_of_the_scope_are_taken() -> None:
    scope = Scope(frozenset({"http://e/p"}), frozenset({"http://e/C"}))

    assert scope.takes(statement("http://e/p", "http://e/o"))
    assert scope.takes(statement(_TYPE, "http://e/C"))
    assert not scope.takes(statement("http://e/q", "http://e/o"))
    assert not scope.takes(statement(_TYPE, "http://e/D"))


def test_shapes_read_the_types_below_what_they_name_and_the_hierarchy() -> None:
    above = {"http://e/B": frozenset({"http://e/C"}), "http://e/D": frozenset({"http://e/A"})}

    scope = scope_of_shapes(frozenset({"http://e/C"}), above)

    assert frozenset({"http://e/B", "http://e/C"}) == scope.classes
    assert scope.takes(statement(f"{RDFS}subClassOf", "http://e/D"))


def test_shapes_that_name_the_type_itself_read_all_types() -> None:
    assert scope_of_shapes(frozenset({_TYPE}), {}).takes(statement(_TYPE, "http://e/D"))
