"""The promise: an answer in XML can be read and says what was found, or is refused with a cure."""

import re
import time
from xml.etree import ElementTree as ET

import httpx
import pyoxigraph as ox
import pytest

from lhs_graph.errors import NotInXmlError
from lhs_graph.serialization import XmlSink, serialized
from lhs_graph.terms import BASE
from lhs_graph.xml_text import legal_xml

_RESULTS = "application/sparql-results+xml"
_RDF = "application/rdf+xml"
_LITERAL = "{http://www.w3.org/2005/sparql-results#}literal"
_ILLEGAL = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF]


def _ask(client: httpx.Client, query: str, form: str) -> ET.Element:
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": form})

    assert 200 == answer.status_code, answer.text
    assert len(answer.content) == int(answer.headers.get("content-length", len(answer.content)))
    return ET.fromstring(answer.content)  # noqa: S314  our own server's answer


def _refused(client: httpx.Client, query: str, form: str, language: str = "en") -> str:
    """The detail of the refusal; the forms that it names answer."""
    headers = {"Accept": form, "Accept-Language": language}
    answer = client.post("/sparql", data={"query": query}, headers=headers)

    assert (406, "application/problem+json") == (answer.status_code, answer.headers["content-type"])
    problem = answer.json()
    assert f"{BASE}problem/not-in-xml" == problem["type"]
    detail = str(problem["detail"])
    others = re.findall(r"[a-z]+/[a-z+.-]+[a-z]", detail.rpartition(":")[2])
    assert len(others) == 3
    for other in others:
        assert client.post("/sparql", data={"query": query}, headers={"Accept": other}).is_success
    return detail


@pytest.mark.parametrize("number", _ILLEGAL, ids=hex)
def test_a_character_that_xml_lacks_is_refused(client: httpx.Client, number: int) -> None:
    literal = f"a\\u{number:04X}b"
    rows = f'SELECT (STRDT("{literal}", <urn:x>) AS ?s) {{}}'
    graph = f'CONSTRUCT {{ <urn:s> <urn:p> "{literal}" }} WHERE {{}}'

    for query, form in ((rows, _RESULTS), (graph, _RDF)):
        assert f"U+{number:04X}" in _refused(client, query, form)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "iri", ["http://x/1", "http://x/p?a=1&b=2", "urn:x:", "http://x/", "http://x#", "http://x/%41"]
)
def test_a_property_that_is_no_element_is_refused(
    client: httpx.Client, iri: str, language: str
) -> None:
    query = f'CONSTRUCT {{ <a:b> <http://x/y> "w" . <a:b> <{iri}> "v" }} WHERE {{}}'

    assert f"<{iri}>" in _refused(client, query, _RDF, language)


@pytest.mark.parametrize("iri", ["http://x/1a", "urn:p", "http://x/é", "http://x/?a=1&b", "a:_-.1"])
def test_a_property_that_ends_in_the_name_of_an_element_is_written(
    client: httpx.Client, iri: str
) -> None:
    query = f'CONSTRUCT {{ <a:b> <{iri}> "v" }} WHERE {{}}'
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": _RDF})

    read = ET.fromstring(answer.content)  # noqa: S314  our own server's answer
    assert [iri] == [one.tag.replace("{", "").replace("}", "") for one in read.iter()][2:]


def test_where_the_answer_has_begun_the_connection_ends(client: httpx.Client) -> None:
    """So that no answer looks whole and is not."""
    values = " ".join(str(number) for number in range(100))
    said = f'BIND(CONCAT("{"a" * 3000}", STR(?n)) AS ?o) BIND(IF(?n = 99, <urn:1>, <urn:p>) AS ?p)'
    query = f"CONSTRUCT {{ <urn:s> ?p ?o }} WHERE {{ VALUES ?n {{ {values} }} {said} }}"

    with pytest.raises(httpx.RemoteProtocolError):
        client.post("/sparql", data={"query": query}, headers={"Accept": _RDF})

    assert client.get("/sparql", params={"query": "ASK {}"}).is_success


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
    long = "é€\\uFFFD\\r" * 3000
    values = " ".join(str(number) for number in range(40))
    pattern = f'VALUES ?n {{ {values} }} BIND(CONCAT("{long}", STR(?n)) AS ?s)'

    rows = _ask(client, f"SELECT ?s {{ {pattern} }}", _RESULTS)
    graph = _ask(client, f"CONSTRUCT {{ <urn:s> <urn:p> ?s }} {{ {pattern} }}", _RDF)

    expected = {"é€\ufffd\r" * 3000 + str(number) for number in range(40)}
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

    assert ordinary is legal_xml(ordinary, "")


def test_a_sink_tells_the_size_of_what_it_took() -> None:
    """Writers give up where less is taken than they gave."""
    taken: list[bytes] = []

    class Target:
        def write(self, content: bytes | str, /) -> int:
            taken.append(content if isinstance(content, bytes) else content.encode())
            return 0

    assert 3 == XmlSink(Target(), "").write("a\rb")
    assert [b"a&#13;b"] == taken


@pytest.mark.parametrize(("name", "text"), [("urn:p", "a\u0007b"), ("urn:1", "a")])
def test_rdf_in_one_piece_is_refused_too(name: str, text: str) -> None:
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode(name), ox.Literal(text))

    with pytest.raises(NotInXmlError):
        serialized([triple], ox.RdfFormat.RDF_XML)


def test_an_iri_as_long_as_may_be_is_judged_at_once() -> None:
    iri = f"urn:{'a' * 200_000}/1"
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode(iri), ox.Literal("a"))
    begun = time.process_time()

    with pytest.raises(NotInXmlError):
        serialized([triple], ox.RdfFormat.RDF_XML)

    assert time.process_time() - begun < 1
