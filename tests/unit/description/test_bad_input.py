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


@pytest.fixture(scope="module")
def reader() -> DescriptionReader:
    return DescriptionReader(Catalogue.shipped())


def _problems(reader: DescriptionReader, name: str, text: str | bytes) -> tuple[Problem, ...]:
    content = text.encode() if isinstance(text, str) else text
    started = time.monotonic()
    with pytest.raises(DescriptionError) as caught:
        reader.read(content, name=name)
    assert time.monotonic() - started < 2
    return caught.value.problems


@pytest.mark.parametrize(
    ("name", "text", "key", "line", "column"),
    [
        ("a.yaml", "id: [x\nname: }", "no_yaml", 2, 5),
        ("a.yaml", f"{_HEAD}goles: []\n", "unknown_key", 3, None),
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
        ("a.yaml", f"{_HEAD}goals:\n- id: #g\n  name: g\n", "empty_value", 4, None),
        ("a.yaml", f"{_HEAD}goals:\n- name: {{de: Ziel}}\n", "unknown_key", 4, None),
        ("a.yaml", f"{_HEAD}language: de\n", "unknown_word", 3, 11),
        ("a.yaml", f"{_HEAD}partners: [a b]\n", "no_pattern", 3, 12),
        ("a.yaml", "id: My System\nname: X\n", "no_slug", 1, 5),
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
        ("a.jsonld", '{"id": "x", "name": "\\ud800"}', "no_rdf", None, None),
        (
            "a.jsonld",
            '{"a": "\\ud83d\\ude00", "b": ' + "[" * 900 + "]" * 900 + "}",
            "too_deep",
            None,
            None,
        ),
        ("a.yaml", "a:\n" + "- b\n" * 900_000, "too_many", None, None),
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
    for language in ("en", "fr"):
        assert first.explain(language).strip()


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
