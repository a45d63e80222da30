"""The promise.

What cannot be read is said with place, cause and cure, quickly, and nothing is fetched.
"""

import socket
import time
from pathlib import Path

import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import DescriptionReader
from lhs_graph.errors import DescriptionError, FileUnreadableError, Problem

_HEAD = "id: x\nname: X\n"
_XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>'
_LHS = "@prefix lhs: <https://w3id.org/lhs-kg/ontology#> .\n"
_IRI = "https://w3id.org/lhs-kg/context.jsonld"
_ORGANISATION = "organisations:\n- name: o\n  homepage: "
_SOURCE = "sources:\n- id: s\n  title: t\n"


@pytest.fixture(scope="module")
def reader() -> DescriptionReader:
    return DescriptionReader(Catalogue.shipped())


def _problems(reader: DescriptionReader, name: str, text: str | bytes) -> tuple[Problem, ...]:
    content = text.encode() if isinstance(text, str) else text
    started = time.process_time()
    with pytest.raises(DescriptionError) as caught:
        reader.read(content, name=name)
    assert time.process_time() - started < 10  # what is not bounded takes minutes
    return caught.value.problems


@pytest.mark.parametrize(
    ("name", "text", "key", "line", "column"),
    [
        ("a.yaml", "id: [x\nname: }", "no_yaml", 2, 5),
        ("a.yaml", f"{_HEAD}goles: []\n", "unknown_key", 3, 1),
        ("a.yaml", f"{_HEAD}goles:\n\n- name: g\n", "unknown_key", 3, 1),
        ("a.json", '{"id": "x",\n "name": "X",\n "goles": []}', "unknown_key", 3, 2),
        ("a.yaml", f"{_HEAD}levels: [mesosytem]\n", "unknown_word", 3, 10),
        ("a.yaml", f"{_HEAD}supports:\n- name: s\n  goals: [g]\n", "dangling", 5, 11),
        (
            "a.yaml",
            f"{_HEAD}goals:\n- {{id: g, name: a}}\n- {{id: g, name: b}}\n",
            "repeated_id",
            5,
            8,
        ),
        ("a.yaml", f"{_HEAD}name: Y\n", "repeated_key", 3, 1),
        ("a.yaml", f"{_HEAD}levels: {{a: b}}\n", "wrong_type", 3, 9),
        ("a.yaml", f"{_HEAD}started: soon\n", "no_pattern", 3, 10),
        ("a.yaml", f"{_HEAD}---\n{_HEAD}", "several_documents", 3, 1),
        ("a.yaml", "", "empty", None, None),
        ("a.yaml", "# nothing\n", "empty", None, None),
        ("a.yaml", "hello", "no_mapping", 1, 1),
        ("a.yaml", b"\x00\x01\xff", "binary", None, None),
        ("a.yaml", "id: x\nname: é".encode("latin-1"), "no_utf8", 2, None),
        ("a.yaml", b"a: b\n" * 10_000_000, "too_large", None, None),
        ("a.yaml", "a: &a [x]\nb: [*a, *a]\n", "alias", 1, 4),
        ("a.yaml", f"{_HEAD}<<: {{a: b}}\n", "alias", 3, 1),
        ("a.yaml", "id: !!python/object:os.system x\n", "tag", 1, 5),
        ("a.yaml", "a: " + "[" * 500 + "]" * 500, "too_deep", 1, None),
        ("a.yaml", f"{_HEAD}region:\n", "empty_value", 3, None),
        ("a.yaml", f"{_HEAD}goals:\n- id: #g\n  name: g\n", "comment_value", 4, 6),
        ("a.yaml", f"{_HEAD}supports:\n- name: s\n  goals: [#g]\n", "comment_value", 5, 11),
        ("a.yaml", f"{_HEAD}supports:\n- name: s\n  goals: [g, #h]\n", "comment_value", 5, 14),
        ("a.yaml", f"{_HEAD}supports:\n- name: s\n  goals: [#g,\n  h]\n", "comment_value", 5, 11),
        ("a.yaml", f"{_HEAD}supports:\n- name: s\n  goals:\n  - #g\n", "comment_value", 6, 4),
        ("a.yaml", f"{_HEAD}goals:\n- name: {{de: Ziel}}\n", "unknown_key", 4, None),
        ("a.yaml", f"{_HEAD}language: de\n", "unknown_word", 3, 11),
        ("a.yaml", f"{_HEAD}partners: [a b]\n", "no_pattern", 3, 12),
        ("a.yaml", "id: My System\nname: X\n", "no_slug", 1, 5),
        ("a.yaml", f"id: {'x' * 201}\nname: X\n", "long_id", 1, 5),
        ("a.yaml", f"{_HEAD}{_ORGANISATION}www.x.org\n", "no_web_address", 5, 13),
        ("a.yaml", f"{_HEAD}{_ORGANISATION}javascript:alert(1)\n", "no_web_address", 5, 13),
        ("a.yaml", f"{_HEAD}record: {{licence: javascript:x}}\n", "no_web_address", 3, 19),
        ("a.yaml", f"{_HEAD}{_SOURCE}  url: ftp://x.org/\n", "no_web_address", 6, 8),
        ("a.yaml", f"{_HEAD}record: {{created: 2026-13-45}}\n", "no_date", 3, 19),
        ("a.yaml", f"{_HEAD}record: {{created: '2026-02-29'}}\n", "no_date", 3, 19),
        ("a.yaml", f"{_HEAD}record: {{created: 2.26-01-31}}\n", "no_date", 3, 19),
        ("a.yaml", f"{_HEAD}started: 20260\n", "no_pattern", 3, 10),
        ("a.yaml", f"{_HEAD}started: '0999'\n", "no_pattern", 3, 10),
        ("a.yaml", f"{_HEAD}partners: [../../x]\n", "no_pattern", 3, 12),
        ("a.yaml", 'id: x\nname: "bell \\a"\n', "control_character", 2, 7),
        ("a.yaml", "id: x\nname: bell \x07\n", "control_character", 2, 12),
        ("a.json", '{"id": "x",\n "name": "bell \\u0007"}', "control_character", 2, 10),
        ("a.json", '{"id": "x", "name": "\\ud83d\\ude00",\n "name": "Y"}', "repeated_key", 2, 2),
        ("a.json", '{"id": "x", "name": "\\/",\n "n\\u0061me": "Y"}', "repeated_key", 2, 2),
        ("a.json", '{"@id": "x", "@id": "y"}', "repeated_key", 1, 14),
        ("a.json", '{"id": "x", "name": NaN}', "no_json", None, None),
        ("a.json", '{"id": "x"\n "name": "y"}', "no_json", 2, 2),
        ("a.json", '{"id": "x", "name": "y', "no_json", 1, 21),
        ("a.json", '{"id": "x", "name": 1e999}', "no_json", None, None),
        ("a.json", f'{{"@context": ["{_IRI}", {{"a": "b:c"}}],\n "id": "x"}}', "missing_key", 1, 1),
        (
            "a.json",
            f'{{"@context": ["{_IRI}", {{"a": "b:c"}}],\n "id": "x", "name": "X"}}',
            "own_context",
            1,
            2,
        ),
        (
            "a.json",
            f'{{"id": "x", "name": "X",\n "@context": ["{_IRI}", {{"@base": "http://e/"}}]}}',
            "own_context",
            2,
            2,
        ),
        (
            "a.json",
            '{"id": "x", "name": "X",\n "@context": {"@language": "de"}}',
            "own_context",
            2,
            2,
        ),
        ("a.json", '{"id": "x", "name": "X", "@context": 7}', "own_context", 1, 26),
        ("a.yaml", "id: x\n", "missing_key", 1, 1),
        ("a.jsonld", '{"@context": "http://e.example/c", "id": "x"}', "remote_context", 1, None),
        ("a.jsonld", '{"@context": {"@import": "http://e.example/c"}}', "remote_context", 1, None),
        ("a.jsonld", '{"a":' * 5000 + "1" + "}" * 5000, "too_deep", 1, None),
        ("a.rdf", f"<!DOCTYPE r [<!ENTITY a 'aa'>]>{_XML}", "doctype", 1, 1),
        ("a.ttl", "<a:a> <a:b> " + "[" * 50000 + "]" * 50000 + " .", "too_deep", 1, None),
        ("a.ttl", "@prefix a: <http://e/" + "x" * 500_000 + "> .", "long_iri", 1, 12),
        ("a.ttl", "# c\r<a:a> <a:b> " + "<<(" * 60_000, "too_deep", None, None),
        ("a.ttl", '<a:a> <a:b> """' + '\\"' * 400_000, "no_rdf", None, None),
        ("a.rdf", f"<a b='{'x' * 400_000}'/>", "long_text", None, None),
        ("a.rdf", "<!-- " + "</x>" * 300_000 + "--><a>" + "<b>" * 500, "too_deep", None, None),
        ("a.jsonld", '{"@context": {"@vocab": "' + "x" * 400_000 + '"}}', "long_text", None, None),
        ("a.jsonld", '{"id": "x", "name": "\\ud800"}', "control_character", 1, 21),
        (
            "a.jsonld",
            '{"a": "\\ud83d\\ude00", "b": ' + "[" * 900 + "]" * 900 + "}",
            "too_deep",
            None,
            None,
        ),
        ("a.yaml", "a:\n" + "- b\n" * 900_000, "too_many_values", None, None),
        ("a.json", "[" + "1," * 900_000 + "1]", "too_many_values", 1, None),
        ("a.ttl", "<http://e/a b> <a:p> <a:c> .", "no_rdf", 1, 1),
        ("a.ttl", "@prefix a: <http://e/> .\na:b a:c a:d\na:e a:f .", "no_rdf", 3, 1),
        ("a.ttl", "<a:a> <a:p> 'x' .", "no_system", None, None),
        (
            "a.ttl",
            f"{_LHS}<a:a> a lhs:LearningHealthSystem . <a:b> a lhs:LearningHealthSystem .",
            "several_systems",
            None,
            None,
        ),
        (
            "a.nt",
            '<a:a> <a:p> "1E99999999"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
            "exponent",
            None,
            None,
        ),
    ],
)
def test_bad_input_has_its_place_and_its_sentence(
    reader: DescriptionReader,
    name: str,
    text: str | bytes,
    key: str,
    line: int | None,
    column: int | None,
) -> None:
    first = _problems(reader, name, text)[0]

    assert f"description.{key}" == first.key
    if line is not None:
        assert line == first.place.line
    if column is not None:
        assert column == first.place.column
    told = {language: first.explain(language) for language in ("en", "fr")}
    assert all(told.values())
    assert told["en"] != told["fr"]


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        (
            f"{_HEAD}goles: []\n",
            "Did you mean “goals”, “",
            "Vouliez-vous dire « goals », « ",
        ),
        (f"{_HEAD}levels: [mesosytem]\n", "“mesosystem”, “", "« mesosystem », « "),
        (f"{_HEAD}levels: {{a: b}}\n", "takes: a text, a list", "va : un texte, une liste"),
        (f"{_HEAD}goals:\n- {{name: a, id: g1, alignsWith: g}}\n", "mean “g1”", "dire « g1 »"),
    ],
)
def test_the_whole_sentence_is_in_one_language(
    reader: DescriptionReader, text: str, english: str, french: str
) -> None:
    first = _problems(reader, "a.yaml", text)[0]

    assert english in first.explain("en")
    assert french in first.explain("fr")
    assert english not in first.explain("fr")


def test_all_problems_are_told_at_once_with_the_nearest_words(reader: DescriptionReader) -> None:
    text = f"{_HEAD}goles: []\nsupports:\n- name: s\n  elements: [data-warehose]\n"

    problems = _problems(reader, "a.yaml", text)

    assert 2 == len(problems)
    assert "“goals”" in problems[0].explain("en")
    assert "data-warehouse-or-mart" in problems[1].explain("fr")


def test_nothing_is_fetched(reader: DescriptionReader, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("something reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    _problems(reader, "a.jsonld", '{"@context": "http://127.0.0.1:9/c", "id": "x", "name": "X"}')


def test_a_file_that_is_not_there_is_named(reader: DescriptionReader, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadableError, match=r"absent\.yaml"):
        reader.read_file(tmp_path / "absent.yaml")


def test_norway_and_yes_stay_words(reader: DescriptionReader) -> None:
    description = reader.read(f"{_HEAD}countries: [NO]\n".encode(), name="a.yaml")

    assert any("jurisdiction/NO" in str(triple) for triple in description.triples)


def test_a_byte_order_mark_is_stripped(reader: DescriptionReader) -> None:
    assert "x" == reader.read(b"\xef\xbb\xbf" + _HEAD.encode(), name="a.yaml").slug
