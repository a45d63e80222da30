"""The promise: what is sent is checked, converted, changed and repaired in every form offered."""

import csv
import io

import httpx
import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.terms import BASE

_SH = "http://www.w3.org/ns/shacl#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SLUG = "geisinger"
_YAML = {"Content-Type": "application/yaml"}


def _weak() -> bytes:
    designs = Catalogue.shipped().designs()
    return next(path for path in designs if "esquisse" in path.name).read_bytes()


def _strong() -> bytes:
    designs = Catalogue.shipped().designs()
    return next(path for path in designs if "exemplaire" in path.name).read_bytes()


@pytest.fixture
def weak() -> bytes:
    """A constructed design with many findings."""
    return _weak()


@pytest.mark.parametrize(
    ("form", "kind", "holds"),
    [
        ("json", "application/json", '"findings"'),
        ("html", "text/html", "<html lang="),
        ("csv", "text/csv", "system,kind,title"),
        ("turtle", "text/turtle", "sh:ValidationReport"),
        ("jsonld", "application/ld+json", "http://www.w3.org/ns/shacl#ValidationReport"),
    ],
)
def test_a_check_is_answered_in_each_form_by_parameter_and_by_header(
    client: httpx.Client, weak: bytes, form: str, kind: str, holds: str
) -> None:
    by_word = client.post("/api/v1/check", params={"format": form}, content=weak, headers=_YAML)
    by_header = client.post("/api/v1/check", content=weak, headers={**_YAML, "Accept": kind})

    for answer in (by_word, by_header):
        assert (200, kind) == (answer.status_code, answer.headers["content-type"].split(";")[0])
        assert holds in answer.text
        assert "no-store" == answer.headers["cache-control"]


def test_the_shapes_that_a_report_names_are_found_at_their_addresses(
    client: httpx.Client, weak: bytes
) -> None:
    wanted = {"Accept": "text/turtle"}
    report = client.post("/api/v1/validate", content=weak, headers={**_YAML, **wanted})
    named = {
        (one.predicate.value.removeprefix(_SH), one.object.value)
        for one in ox.parse(report.content, format=ox.RdfFormat.TURTLE)
        if one.predicate.value in {f"{_SH}sourceShape", f"{_SH}sourceConstraint"}
        and isinstance(one.object, ox.NamedNode)
    }

    documents = {iri.removeprefix(BASE).split("#")[0] for _, iri in named}
    assert {"constraints", "shapes"} == documents
    assert {"sourceConstraint", "sourceShape"} == {name for name, _ in named}
    for document in documents:
        told = client.get(f"/{document}", headers=wanted).content
        subjects = {str(one.subject) for one in ox.parse(told, format=ox.RdfFormat.TURTLE)}
        assert {f"<{iri}>" for _, iri in named if f"/{document}#" in iri} <= subjects


def test_a_design_with_findings_is_answered_with_200(client: httpx.Client, weak: bytes) -> None:
    answer = client.post("/api/v1/check", content=weak, headers=_YAML)

    assert 200 == answer.status_code
    assert answer.json()["findings"]


@pytest.mark.parametrize(
    ("level", "conforms"), [("aligned", False), ("wellformed", True)], ids=["gaps", "form alone"]
)
def test_every_form_of_a_report_says_the_same_of_conformance(
    client: httpx.Client, weak: bytes, *, level: str, conforms: bool
) -> None:
    asked = {"level": level}
    plain, turtle = (
        client.post("/api/v1/check", params={**asked, "format": form}, content=weak, headers=_YAML)
        for form in ("json", "turtle")
    )
    stated = ox.Literal(str(conforms).lower(), datatype=ox.NamedNode(f"{_XSD}boolean"))
    said = [
        quad.object
        for quad in ox.parse(turtle.content, format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == f"{_SH}conforms"
    ]

    assert (conforms, True) == (plain.json()["conforms"], plain.json()["well_formed"])
    assert [stated] == said


def test_an_alias_of_check_answers_the_same(client: httpx.Client, weak: bytes) -> None:
    answers = [
        client.post(f"/api/v1/{name}", content=weak, headers=_YAML).json()
        for name in ("check", "validate")
    ]

    assert answers[0] == answers[1]


@pytest.mark.parametrize("name", ["level", "profile"])
def test_the_level_of_a_validation_is_its_profile_too(
    client: httpx.Client, weak: bytes, name: str
) -> None:
    asked = {name: "framework"}
    answer = client.post("/api/v1/validate", params=asked, content=weak, headers=_YAML)
    wrong = client.post("/api/v1/validate", params={name: "x"}, content=weak, headers=_YAML)

    assert (200, "framework") == (answer.status_code, answer.json()["level"])
    assert 400 == wrong.status_code


def test_a_finding_has_the_same_id_in_every_form_and_language(
    client: httpx.Client, weak: bytes
) -> None:
    forms = {
        form: client.post("/api/v1/check", params=asked, content=weak, headers=_YAML)
        for form, asked in (
            ("json", {"format": "json"}),
            ("french", {"format": "json", "lang": "fr"}),
            ("csv", {"format": "csv"}),
            ("turtle", {"format": "turtle"}),
        )
    }
    ids = [one["id"] for one in forms["json"].json()["findings"]]
    rows = csv.DictReader(io.StringIO(forms["csv"].text))
    turtle = ox.parse(forms["turtle"].content, format=ox.RdfFormat.TURTLE)

    assert len(ids) == len(set(ids)) > 0
    assert ids == [one["id"] for one in forms["french"].json()["findings"]]
    assert ids == [row["id"] for row in rows]
    assert set(ids) == {
        quad.object.value for quad in turtle if quad.predicate.value.endswith("/identifier")
    }


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_parameter_beats_the_header_of_the_language(
    client: httpx.Client, weak: bytes, language: str
) -> None:
    other = "fr" if language == "en" else "en"
    answer = client.post(
        "/api/v1/check",
        params={"lang": language},
        content=weak,
        headers={**_YAML, "Accept-Language": other},
    )

    assert language == answer.headers["content-language"] == answer.json()["language"]


@pytest.mark.parametrize("form", ["json", "jsonld", "turtle", "yaml", "ntriples", "rdfxml"])
def test_what_is_converted_can_be_sent_back_and_says_the_same(
    client: httpx.Client, form: str
) -> None:
    wished = {"format": form}
    written = client.post("/api/v1/convert", params=wished, content=_strong(), headers=_YAML)
    kind = written.headers["content-type"].split(";")[0]
    again = client.post(
        "/api/v1/convert",
        params={"format": "ntriples"},
        content=written.content,
        headers={"Content-Type": kind},
    )

    first = client.post(
        "/api/v1/convert", params={"format": "ntriples"}, content=_strong(), headers=_YAML
    )
    assert 200 == written.status_code == again.status_code
    assert sorted(first.text.splitlines()) == sorted(again.text.splitlines())


@pytest.mark.parametrize(
    ("content", "kind", "status", "problem"),
    [
        (b"id: a\ngoals:\n- nome: x\n", "application/yaml", 422, "unreadable-description"),
        (b"[" * 100_000, "application/json", 422, "unreadable-description"),
        (b"\xff\xfe\x00", "application/yaml", 422, "unreadable-description"),
        (b"", "text/turtle", 422, "unreadable-description"),
        (b"x" * 5_000_001, "application/yaml", 413, "too-large"),
        (b"a=b", "application/x-www-form-urlencoded", 415, "unsupported-type"),
    ],
)
def test_what_cannot_be_read_is_a_problem_in_either_language(
    client: httpx.Client, content: bytes, kind: str, status: int, problem: str
) -> None:
    said = set()
    for language in ("en", "fr"):
        headers = {"Content-Type": kind, "Accept-Language": language}
        answer = client.post("/api/v1/check", content=content, headers=headers)
        members = answer.json()
        assert (status, status) == (answer.status_code, members["status"])
        assert "application/problem+json" == answer.headers["content-type"]
        assert members["type"].endswith(f"/problem/{problem}")
        said.add(members["detail"])

    assert 2 == len(said)


def test_an_unreadable_description_is_told_with_lines(client: httpx.Client) -> None:
    answer = client.post("/api/v1/check", content=b"id: a\ngoals:\n- nome: x\n", headers=_YAML)

    assert (3, "goals[0].nome") in [(one["line"], one["path"]) for one in answer.json()["errors"]]


@pytest.mark.parametrize("path", ["/api/v1/whatif", "/api/v1/diff", "/api/v1/compare"])
@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"[" * 100_000, 400),
        (b'{"a": ' * 10_000, 400),
        (b"{", 400),
        (b"", 400),
        (b"{}", 422),
        (b'{"surprise": 1}', 422),
        (b'"\\ud800"', 400),
    ],
)
def test_json_that_is_too_deep_or_of_another_form_is_a_problem(
    client: httpx.Client, path: str, content: bytes, status: int
) -> None:
    answer = client.post(path, content=content, headers={"Content-Type": "application/json"})

    assert (status, "application/problem+json") == (
        answer.status_code,
        answer.headers["content-type"],
    )
    assert answer.json()["errors"][0]["detail"]


def test_a_change_is_told_with_what_it_closes(client: httpx.Client, weak: bytes) -> None:
    gap = {"content": weak.decode(), "type": "application/yaml"}
    support = "supports: {id: dictionary, name: Data dictionary, elements: [data-infrastructure]}"
    answer = client.post("/api/v1/whatif", json={"target": gap, "add": [support]})

    assert 200 == answer.status_code, answer.text
    changed = client.post("/api/v1/whatif", json={"target": gap})
    assert 422 == changed.status_code
    assert changed.json()["type"].endswith("/no-change")


def test_a_repaired_design_has_no_grave_findings_left(client: httpx.Client, weak: bytes) -> None:
    asked = {"severity": "critical", "format": "yaml"}
    repaired = client.post("/api/v1/repair", params=asked, content=weak, headers=_YAML)
    assert 200 == repaired.status_code, repaired.text

    before, after = (
        client.post("/api/v1/check", content=content, headers=_YAML).json()["findings"]
        for content in (weak, repaired.content)
    )
    grave = [[one for one in found if one["severity"] == "critical"] for found in (before, after)]
    assert grave[0]
    assert not grave[1]


@pytest.mark.parametrize("form", ["json", "html", "csv", "turtle"])
def test_a_repair_is_told_in_each_form(client: httpx.Client, weak: bytes, form: str) -> None:
    asked = {"severity": "critical", "format": form}
    answer = client.post("/api/v1/repair", params=asked, content=weak, headers=_YAML)

    assert 200 == answer.status_code, answer.text
    assert form in answer.headers["content-type"]


def test_a_version_differs_from_another_and_not_from_itself(client: httpx.Client) -> None:
    same = client.post("/api/v1/diff", json={"old": {"case": _SLUG}, "new": {"case": _SLUG}})
    other = client.post("/api/v1/diff", json={"old": {"case": _SLUG}, "new": {"case": "choir"}})

    assert 200 == same.status_code == other.status_code
    assert {"added": [], "removed": []} == same.json()["patch"]
    assert other.json()["patch"]["added"]


def test_the_pages_of_a_report_hold_no_script(client: httpx.Client, weak: bytes) -> None:
    hostile = weak.replace(b"Follow-up close to home", b"'<script>alert(1)</script>'")
    assert hostile != weak
    answer = client.post("/api/v1/check", params={"format": "html"}, content=hostile, headers=_YAML)

    assert 200 == answer.status_code, answer.text
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
