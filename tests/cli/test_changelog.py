"""The promise: `lhs changelog` tells term by term what differs between two versions."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue

Command: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]

_HEAD = """PREFIX ex: <http://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_OLD = """ex: a owl:Ontology ; owl:versionInfo "1.0.0" .
ex:kept a owl:Class ; rdfs:label "before"@en .
ex:gone a owl:Class ; rdfs:label "gone"@en .
"""
_NEW = """ex: a owl:Ontology ; owl:versionInfo "1.1.0" .
ex:kept a owl:Class ; rdfs:label "after"@en .
ex:come a owl:Class ; rdfs:label "come"@en .
"""


@pytest.fixture
def versions(tmp_path: Path) -> tuple[str, str]:
    """Two files: a term that came, one that went, and one that was reworded."""
    paths = tmp_path / "old.ttl", tmp_path / "new.ttl"
    for path, text in zip(paths, (_OLD, _NEW), strict=True):
        path.write_text(_HEAD + text, encoding="utf-8")
    return str(paths[0]), str(paths[1])


def test_the_text_has_a_heading_for_each_state_and_no_symbols_of_its_own(
    lhs: Command, versions: tuple[str, str]
) -> None:
    run = lhs("changelog", *versions)

    assert (1, "") == (run.returncode, run.stderr)
    assert "from 1.0.0 to 1.1.0" in run.stdout
    assert "Terms added (1)" in run.stdout
    assert "Terms removed (1)" in run.stdout
    assert "rdfs:label: “before” (en) → “after” (en)" in run.stdout


def test_all_forms_tell_the_same(lhs: Command, versions: tuple[str, str]) -> None:
    told = json.loads(lhs("changelog", *versions, "--format", "json", "--lang", "fr").stdout)
    rows = list(csv.DictReader(io.StringIO(lhs("changelog", *versions, "--format", "csv").stdout)))
    turtle = lhs("changelog", *versions, "--format", "turtle").stdout
    store = ox.Store()
    store.bulk_load(turtle.encode(), format=ox.RdfFormat.TURTLE)

    states = {one["iri"].rpartition("/")[2]: one["state"] for one in told["terms"]}
    assert {"come": "added", "gone": "removed", "kept": "changed"} == states
    assert states == {row["term"].rpartition("/")[2]: row["change"] for row in rows}
    sets = store.quads_for_pattern(
        None, None, ox.NamedNode("http://purl.org/vocab/changeset/schema#ChangeSet"), None
    )
    assert len(list(sets)) == len(states)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("from 1.0.0 to 1.1.0", "Terms added (1)", "Terms removed (1)")),
        ("fr", ("de 1.0.0 à 1.1.0", "Termes ajoutés (1)", "Termes retirés (1)")),
    ],
)
def test_the_page_tells_it_and_needs_nothing_else(
    lhs: Command, versions: tuple[str, str], tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    output = tmp_path / "changes.html"

    run = lhs("changelog", *versions, "-f", "html", "-o", str(output), "--lang", language)

    assert (1, "", "") == (run.returncode, run.stdout, run.stderr)
    page = output.read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page
    for said in (*words, "<ins>", "before", "after", 'href="http://example.org/come"'):
        assert said in page
    for outside in ("<script", "<link", "src=", "@import", "url("):
        assert outside not in page


def test_nothing_of_a_version_is_markup_on_the_page(
    lhs: Command, versions: tuple[str, str], tmp_path: Path
) -> None:
    hostile = tmp_path / "hostile.ttl"
    more = '<javascript:alert(1)> a owl:Class ; rdfs:label "<script>alert(1)</script>"@en .'
    hostile.write_text(f"{_HEAD}{_NEW}{more}", encoding="utf-8")

    page = lhs("changelog", versions[0], str(hostile), "--format", "html").stdout

    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert 'href="javascript' not in page


def test_a_release_and_a_checkout_of_the_same_version_do_not_differ(
    lhs: Command, release_folder: Path
) -> None:
    run = lhs("changelog", str(release_folder), str(Catalogue.shipped().root))

    assert 0 == run.returncode, run.stdout + run.stderr
    assert "The two versions say the same of every term." in run.stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.ttl", None, "missing.ttl"),
        ("notes.docx", "text", ".ttl, .nt"),
        ("broken.ttl", "ex:a ex:b", "broken.ttl"),
        ("empty.ttl", "", "no statement"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_a_sentence(
    lhs: Command,
    versions: tuple[str, str],
    tmp_path: Path,
    name: str,
    content: str | None,
    words: str,
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")

    run = lhs("changelog", versions[0], str(path))

    assert (2, "") == (run.returncode, run.stdout)
    assert words in run.stderr
    assert "Traceback" not in run.stderr
