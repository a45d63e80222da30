"""The promise.

Forward chaining gives exactly what the axioms entail, on small graphs worked by hand.
"""

import pyoxigraph as ox

from lhs_graph.entailment import entail, read_axioms

_PREFIXES = """
PREFIX e: <http://e/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


def _graph(turtle: str) -> list[ox.Triple]:
    text = f"{_PREFIXES}{turtle}"
    return [quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]


def _entailed(axioms: str, facts: str) -> set[str]:
    return {str(triple) for triple in entail(_graph(facts), read_axioms(_graph(axioms)))}


def _expected(turtle: str) -> set[str]:
    return {str(triple) for triple in _graph(turtle)}


def test_domain_range_and_hierarchies_give_types() -> None:
    axioms = (
        "e:p rdfs:domain e:A ; rdfs:range e:B ; rdfs:subPropertyOf e:q . e:A rdfs:subClassOf e:C ."
    )

    assert _expected("e:x a e:A, e:C ; e:q e:y . e:y a e:B .") == _entailed(axioms, "e:x e:p e:y .")


def test_a_literal_is_given_no_type() -> None:
    assert set() == _entailed("e:p rdfs:range e:B .", "e:x e:p 'text' .")


def test_symmetric_transitive_and_inverse_properties_reach_a_fixed_point() -> None:
    axioms = "e:s a owl:SymmetricProperty . e:t a owl:TransitiveProperty . e:i owl:inverseOf e:j ."
    facts = "e:a e:s e:b ; e:t e:b ; e:i e:b . e:b e:t e:c . e:c e:t e:d ."

    expected = "e:b e:s e:a ; e:j e:a ; e:t e:d . e:a e:t e:c, e:d ."
    assert _expected(expected) == _entailed(axioms, facts)


def test_a_chain_uses_facts_of_the_ontology_too() -> None:
    axioms = "e:inP owl:propertyChainAxiom ( e:real e:inP ) . e:concept e:inP e:pillar ."

    assert _expected("e:x e:inP e:pillar .") == _entailed(axioms, "e:x e:real e:concept .")


def test_defined_classes_build_on_each_other() -> None:
    axioms = """
    e:Quick owl:equivalentClass [ owl:intersectionOf ( e:S
      [ owl:onProperty e:flag ; owl:hasValue true ] ) ] .
    e:Rapid owl:equivalentClass [ owl:intersectionOf ( e:L
      [ owl:onProperty e:has ; owl:someValuesFrom e:Quick ] ) ] .
    """
    facts = """
    e:l a e:L ; e:has e:s, e:z . e:m a e:L .
    e:s a e:S ; e:flag true . e:z a e:S ; e:flag false .
    """

    assert _expected("e:s a e:Quick . e:l a e:Rapid .") == _entailed(axioms, facts)


def test_a_union_takes_either_part() -> None:
    axioms = """
    e:Source owl:equivalentClass [ owl:intersectionOf ( e:S [ owl:unionOf (
      [ owl:onProperty e:kind ; owl:someValuesFrom owl:Thing ]
      [ owl:onProperty e:real ; owl:hasValue e:data ] ) ] ) ] .
    """
    facts = "e:a a e:S ; e:kind e:k . e:b a e:S ; e:real e:data . e:c a e:S ; e:real e:other ."

    assert _expected("e:a a e:Source . e:b a e:Source .") == _entailed(axioms, facts)


def test_nothing_stated_is_given_again() -> None:
    axioms = "e:p rdfs:domain e:A ."

    assert set() == _entailed(axioms, "e:x e:p e:y ; a e:A .")
