"""The promise: a query that would reach out or write is told by its tokens, however it is spelt."""

import pytest

from lhs_graph.sparql_text import refused_features


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * WHERE { SERVICE <http://e/> { ?s ?p ?o } }", ("SERVICE",)),
        ("select * where { service silent ?x { ?s ?p ?o } }", ("SERVICE",)),
        ("SELECT * WHERE { SERV\\u0049CE <http://e/> { ?s ?p ?o } }", ("SERVICE",)),
        ("SELECT * FROM <http://e/> WHERE { ?s ?p ?o }", ("FROM",)),
        ("LOAD <http://e/>", ("LOAD",)),
        ("# SERVICE\nDELETE WHERE { ?s ?p ?o }", ("DELETE",)),
        ("SELECT ?x WHERE { ?x <http://e/SERVICE> 'LOAD' }", ()),
        ('SELECT ?x WHERE { ?x ex:SERVICE """a " SERVICE "b""" }', ()),
        ("SELECT ?service ?from WHERE { ?service ?from 'x'@en }", ()),
        ('# FROM here\nSELECT ?x WHERE { ?x ?y "DROP\\"SERVICE" }', ()),
    ],
)
def test_refused_features_are_found_and_others_left_alone(
    text: str, expected: tuple[str, ...]
) -> None:
    assert expected == refused_features(text)
