"""The promise: a query that would reach out or write is told by its tokens, however it is spelt."""

from itertools import product

import pyoxigraph as ox
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
        ("SELECT * { SERVICESILENT<http://e/> { ?s ?p ?o } }", ("SERVICE",)),
        ("SELECT * { ?s ?p trueSERVICE<http://e/> { ?s ?p ?o } }", ("SERVICE",)),
        ("PREFIX : <http://e/> SELECT * { SERVICE:a { ?s ?p ?o } }", ("SERVICE",)),
        ("SELECT * { ?s ?p trueSERVICEex:a # c\n { ?s ?p ?o } }", ("SERVICE",)),
        ("SELECT * { ?s ?p 1.SERVICEex:a { ?s ?p ?o } }", ("SERVICE",)),
        ("SELECT * { ?s ex:a\\#b ?q SERVICE <http://e/> { ?s ?p ?o } }", ("SERVICE",)),
        ("SELECT * { ?s ex:a\\'b ?q SERVICE <http://e/> { ?s ?p 'x' } }", ("SERVICE",)),
        ("SELECT * { ?s <http://e/\u00a0#> ?q SERVICE <http://e/> { ?s ?p ?o } }", ("SERVICE",)),
        ("SELECT * { ?s ex:a\\/load ?o }", ()),
        ("SELECT * { GRAPH service:a { ?s service:b service:c } }", ()),
        ('# FROM here\nSELECT ?x WHERE { ?x ?y "DROP\\"SERVICE" }', ()),
    ],
)
def test_refused_features_are_found_and_others_left_alone(
    text: str, expected: tuple[str, ...]
) -> None:
    assert expected == refused_features(text)


_PIECES = ("{}", "?a ?b true", "?a ?b true.", "?a ?b 1 .", "OPTIONAL{}", "BIND(1 AS ?x)")
_ENDS = ("<http://127.0.0.1:9/>", ":a", "ex:a", "ex:a\\#b", "?where")
_GAPS = ("", " ", "\n", "#c\n")


@pytest.mark.parametrize("before", _PIECES)
def test_no_spelling_that_a_parser_follows_passes(before: str) -> None:
    """Port 9 is refused by the engine itself, so an OSError says that it would have gone there."""
    store = ox.Store()
    for value in (True, 1):
        subject, name = ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p")
        store.add(ox.Quad(subject, name, ox.Literal(value)))
    followed = 0
    for one, two, end, three in product(_GAPS, _GAPS, _ENDS, _GAPS):
        text = (
            "PREFIX : <http://127.0.0.1:9/> PREFIX ex: <http://127.0.0.1:9/> SELECT * { "
            f"VALUES ?where {{ <http://127.0.0.1:9/> }} {before}{one}SERVICE{two}{end}{three}"
            "{ ?s ?p ?o } }"
        )
        try:
            list(store.query(text))  # type: ignore[arg-type]
        except OSError:
            followed += 1
            assert "SERVICE" in refused_features(text), text
        except (SyntaxError, RuntimeError):
            continue
    assert followed, "no spelling reached out, so nothing was tried"
