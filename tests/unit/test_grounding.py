"""The promise: from any part of the statements it met, a grounding draws what `entail` does."""

from collections.abc import Iterable

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from lhs_graph.entailment import Axioms, entail, read_axioms
from lhs_graph.grounding import Grounding
from lhs_graph.service import KnowledgeGraph

_PREFIXES = """
PREFIX e: <http://e/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_PROPERTIES = st.sampled_from(["e:p", "e:q", "e:r", "e:s"])
_CLASSES = st.sampled_from(["e:A", "e:B", "e:C", "e:D"])
_NODES = st.sampled_from(["e:a", "e:b", "e:c", "e:d"])
_ENDS = _NODES | st.sampled_from(["true", "'text'"])
_STATEMENTS = st.one_of(
    st.builds("{} {} {} .".format, _NODES, _PROPERTIES, _ENDS),
    st.builds("{} a {} .".format, _NODES, _CLASSES),
)
_SIMPLE = st.one_of(
    _CLASSES,
    st.builds("[ owl:onProperty {} ; owl:hasValue {} ]".format, _PROPERTIES, _ENDS),
    st.builds("[ owl:onProperty {} ; owl:someValuesFrom owl:Thing ]".format, _PROPERTIES),
)
_CONDITIONS = st.recursive(
    _SIMPLE,
    lambda inner: st.one_of(
        st.builds("[ owl:onProperty {} ; owl:someValuesFrom {} ]".format, _PROPERTIES, inner),
        st.builds("[ owl:unionOf ( {} {} ) ]".format, inner, inner),
        st.builds("[ owl:intersectionOf ( {} {} {} ) ]".format, inner, inner, inner),
    ),
    max_leaves=6,
)
_AXIOMS = st.one_of(
    st.builds("{} rdfs:subPropertyOf {} .".format, _PROPERTIES, _PROPERTIES),
    st.builds("{} owl:inverseOf {} .".format, _PROPERTIES, _PROPERTIES),
    st.builds("{} a owl:SymmetricProperty .".format, _PROPERTIES),
    st.builds("{} a owl:TransitiveProperty .".format, _PROPERTIES),
    st.builds("{} rdfs:domain {} .".format, _PROPERTIES, _CLASSES),
    st.builds("{} rdfs:range {} .".format, _PROPERTIES, _CLASSES),
    st.builds("{} rdfs:subClassOf {} .".format, _CLASSES, _CLASSES),
    st.builds("{} owl:equivalentClass {} .".format, _CLASSES, _CONDITIONS),
    st.builds(
        "{} owl:propertyChainAxiom ( {} {} ) .".format, _PROPERTIES, _PROPERTIES, _PROPERTIES
    ),
    st.builds("{} {} {} .".format, _NODES, _PROPERTIES, _NODES),
)


def graph(turtle: Iterable[str]) -> list[ox.Triple]:
    text = "\n".join((_PREFIXES, *turtle))
    return [quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]


def drawn(grounding: Grounding, statements: Iterable[ox.Triple]) -> set[ox.Triple]:
    """What holds by the grounding where those are stated."""
    numbers = [grounding.number(one) for one in statements]
    found = (grounding.statements[one] for one in grounding.closure(numbers, bytearray()))
    return {one for one in found if one is not None}


def expected(statements: list[ox.Triple], axioms: Axioms) -> set[ox.Triple]:
    return {*statements, *entail(statements, axioms)}


@given(
    st.lists(_AXIOMS, max_size=6),
    st.lists(st.lists(_STATEMENTS, max_size=8), min_size=1, max_size=4),
)
def test_what_follows_from_any_part_is_what_the_rules_give_for_it_alone(
    axioms: list[str], parts: list[list[str]]
) -> None:
    """Parts that were met later must not change what follows from those before."""
    read = read_axioms(graph(axioms))
    grounding = Grounding(read)
    sets = [graph(part) for part in parts]

    found = [drawn(grounding, one) for one in sets]
    again = [drawn(grounding, one) for one in sets]

    assert [expected(one, read) for one in sets] == found == again


@given(st.lists(_AXIOMS, max_size=6), st.lists(_STATEMENTS, max_size=8), st.integers(0, 8))
def test_what_is_held_already_can_be_grown(
    axioms: list[str], statements: list[str], place: int
) -> None:
    read = read_axioms(graph(axioms))
    grounding = Grounding(read)
    stated = graph(statements)
    numbers = [grounding.number(one) for one in stated]
    held = bytearray()

    first = grounding.closure(numbers[:place], held)
    rest = grounding.closure(numbers[place:], held)

    found = {grounding.statements[one] for one in (*first, *rest)} - {None}
    assert expected(stated, read) == found
    assert {*first, *rest} == {number for number, one in enumerate(held) if one}
    assert set(first).isdisjoint(rest)


def test_it_agrees_on_every_shipped_description(knowledge_graph: KnowledgeGraph) -> None:
    axioms, catalogue = knowledge_graph.vocabulary.axioms, knowledge_graph.catalogue
    grounding = Grounding(axioms)
    paths = [*catalogue.designs(), *catalogue.cases()]
    assert paths
    for path in paths:
        stated = list(knowledge_graph.reader.read_file(path).triples)

        found = drawn(grounding, stated)

        assert expected(stated, axioms) == found
