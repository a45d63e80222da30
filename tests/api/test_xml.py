"""The promise: every answer in XML can be read, whatever characters its literals have."""

from xml.etree import ElementTree as ET

import httpx
import pyoxigraph as ox
import pytest

from lhs_graph.serialization import XmlSink, legal_xml, serialized

_RESULTS = "application/sparql-results+xml"
_RDF = "application/rdf+xml"
_LITERAL = "{http://www.w3.org/2005/sparql-results#}literal"
_ILLEGAL = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF]


def _ask(client: httpx.Client, query: str, form: str) -> ET.Element:
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": form})

    assert 200 == answer.status_code, answer.text
    assert len(answer.content) == int(answer.headers.get("content-length", len(answer.content)))
    return ET.fromstring(answer.content)  # noqa: S314  our own server's answer


@pytest.mark.parametrize("number", _ILLEGAL, ids=hex)
def test_a_character_that_xml_lacks_is_replaced_in_rows(client: httpx.Client, number: int) -> None:
    query = f'SELECT (STRDT("a\\u{number:04X}b", <urn:x>) AS ?s) {{}}'

    read = _ask(client, query, _RESULTS)

    assert ["a\ufffdb"] == [one.text for one in read.iter(_LITERAL)]


def test_a_character_that_xml_lacks_is_replaced_in_a_graph(client: httpx.Client) -> None:
    text = "".join(f"\\u{number:04X}" for number in _ILLEGAL)
    query = f'CONSTRUCT {{ <urn:s> <urn:p> "a{text}b" }} WHERE {{}}'

    read = _ask(client, query, _RDF)

    replaced = "\ufffd" * len(_ILLEGAL)
    assert [f"a{replaced}b"] == [one.text for one in read.iter("{urn:}p")]


@pytest.mark.parametrize("form", [_RESULTS, _RDF])
def test_what_xml_can_carry_arrives_as_it_was(client: httpx.Client, form: str) -> None:
    kept = "tab\t line\n return\r both\r\n <&> é \u0085 \ufffd \U0001f600"
    escaped = kept.encode("unicode_escape").decode().replace("\\x", "\\u00")
    query = f'SELECT ("{escaped}" AS ?s) {{}}'
    if form == _RDF:
        query = f'CONSTRUCT {{ <urn:s> <urn:p> "{escaped}" }} WHERE {{}}'

    read = _ask(client, query, form)

    assert [kept] == [one.text for one in read.iter(_LITERAL if form == _RESULTS else "{urn:}p")]


def test_long_answers_are_as_legal_as_short_ones(client: httpx.Client) -> None:
    """The engine writes in parts, and a part never ends inside a character."""
    long = "é€\\uFFFF\\u0007" * 3000
    values = " ".join(str(number) for number in range(40))
    pattern = f'VALUES ?n {{ {values} }} BIND(CONCAT("{long}", STR(?n)) AS ?s)'

    rows = _ask(client, f"SELECT ?s {{ {pattern} }}", _RESULTS)
    graph = _ask(client, f"CONSTRUCT {{ <urn:s> <urn:p> ?s }} {{ {pattern} }}", _RDF)

    expected = {"é€\ufffd\ufffd" * 3000 + str(number) for number in range(40)}
    assert expected == {one.text for one in rows.iter(_LITERAL)}
    assert expected == {one.text for one in graph.iter("{urn:}p")}


def test_json_and_turtle_keep_the_characters_themselves(client: httpx.Client) -> None:
    rows = client.get("/sparql", params={"query": 'SELECT ("a\\u0007b" AS ?s) {}'}).json()
    asked = {"query": 'CONSTRUCT { <urn:s> <urn:p> "a\\u0007b" } WHERE {}'}
    turtle = client.get("/sparql", params=asked, headers={"Accept": "text/turtle"}).content

    assert "a\u0007b" == rows["results"]["bindings"][0]["s"]["value"]
    assert ["a\u0007b"] == [
        quad.object.value
        for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)
        if isinstance(quad.object, ox.Literal)
    ]


def test_ordinary_markup_passes_untouched() -> None:
    ordinary = "<p>é \ufffc</p>\n".encode()

    assert ordinary is legal_xml(ordinary)


def test_a_sink_tells_the_size_of_what_it_took() -> None:
    """Writers give up where less is taken than they gave."""
    taken: list[bytes] = []

    class Target:
        def write(self, content: bytes | str, /) -> int:
            taken.append(content if isinstance(content, bytes) else content.encode())
            return 0

    assert 3 == XmlSink(Target()).write("a\u0007b")
    assert ["a\ufffdb".encode()] == taken


def test_rdf_in_one_piece_is_legal_too() -> None:
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("a\u0007\rb"))

    read = ET.fromstring(serialized([triple], ox.RdfFormat.RDF_XML))  # noqa: S314  our own text

    assert ["a\ufffd\rb"] == [one.text for one in read.iter("{urn:}p")]
