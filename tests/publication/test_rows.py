"""The promise: what has no name is shown by what is stated of it, and showing it ends."""

from collections import defaultdict

import pyoxigraph as ox
import pytest

from lhs_graph.publication.library import Library
from lhs_graph.publication.names import Link, Names
from lhs_graph.publication.rows import Nested, Row, RowWriter
from lhs_graph.service import KnowledgeGraph

_PREFIXES = """PREFIX ex: <https://example.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
"""


@pytest.fixture(scope="module")
def names(knowledge_graph: KnowledgeGraph) -> Names:
    return Names(Library(knowledge_graph), "en", "./")


def _rows(names: Names, turtle: str) -> tuple[Row, ...]:
    """The rows of `ex:a`."""
    triples = [q.triple for q in ox.parse(_PREFIXES + turtle, format=ox.RdfFormat.TURTLE)]
    nameless: dict[ox.BlankNode, list[ox.Triple]] = defaultdict(list)
    for one in triples:
        if isinstance(one.subject, ox.BlankNode):
            nameless[one.subject].append(one)
    about = ox.NamedNode("https://example.org/a")
    return RowWriter(names, nameless).rows(one for one in triples if one.subject == about)


def _texts(value: Link | Nested) -> object:
    if isinstance(value, Link):
        return value.text
    if value.members:
        return [_texts(one) for one in value.members]
    return {row.property.text: [_texts(one) for one in row.values] for row in value.rows}


def test_a_nameless_thing_is_shown_by_its_statements_in_the_language_of_the_page(
    names: Names,
) -> None:
    (row,) = _rows(names, 'ex:a ex:body [ rdf:value "yes"@en , "oui"@fr ; ex:is ex:b ] .')

    assert [_texts(one) for one in row.values] == [
        {"value": ["yes"], "https://example.org/is": ["https://example.org/b"]}
    ]


def test_a_list_is_shown_by_its_members_in_their_order(names: Names) -> None:
    (row,) = _rows(names, 'ex:a ex:all ( "2" "1" [ ex:more ( "3" ) ] ) .')

    assert [_texts(one) for one in row.values] == [
        ["2", "1", {"https://example.org/more": [["3"]]}]
    ]


@pytest.mark.parametrize(
    "turtle",
    [
        "ex:a ex:b _:x . _:x ex:b _:x .",
        "ex:a ex:b _:x . _:x ex:b _:y . _:y ex:c _:x .",
        'ex:a ex:b _:x . _:x rdf:first "1" ; rdf:rest _:x .',
        "ex:a ex:b _:x .",
        "ex:a ex:b " + "[ ex:b " * 60 + "1" + " ]" * 60 + " .",
    ],
)
def test_what_contains_itself_or_goes_too_deep_is_cut(names: Names, turtle: str) -> None:
    (row,) = _rows(names, turtle)

    assert "…" in str([_texts(one) for one in row.values])
