"""The promise: a refusal says where, what and how to put it right, in the words of who asked."""

import json
from typing import Any

import httpx
import pytest

_PROBLEM = "https://w3id.org/lhs-kg/problem/"


def _refused(answer: httpx.Response, status: int, name: str) -> dict[str, Any]:
    members: dict[str, Any] = answer.json()
    assert (status, f"{_PROBLEM}{name}") == (answer.status_code, members["type"]), members
    return members


@pytest.mark.parametrize(
    ("kind", "content", "position"),
    [
        ("application/rdf+xml", "<a>\n <b></c></a>", (2, 7)),
        ("text/turtle", "<urn:a> a\n  ; .", (2, 3)),
        ("application/yaml", "id: a\nname: [", (3, 1)),
    ],
)
def test_a_text_that_cannot_be_parsed_is_told_with_its_position(
    client: httpx.Client, kind: str, content: str, position: tuple[int, int]
) -> None:
    headers = {"Content-Type": kind}
    answer = client.post("/api/v1/check", content=content, headers=headers)
    members = _refused(answer, 422, "unreadable-description")

    first = members["errors"][0]
    assert {"line": first["line"], "column": first["column"]} == members["position"]
    assert position[0] == members["position"]["line"]
    assert kind != "application/rdf+xml" or position[1] == members["position"]["column"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_broken_json_is_told_with_its_position_and_a_cure(
    client: httpx.Client, language: str
) -> None:
    answer = client.post(
        "/api/v1/whatif",
        params={"lang": language},
        content=b'{"target":\n }',
        headers={"Content-Type": "application/json", "Accept-Language": language},
    )
    members = _refused(answer, 400, "malformed-request")

    assert {"line": 2, "column": 2} == members["position"]
    assert " at line " not in members["detail"]
    assert ("en anglais : " in members["detail"]) == (language == "fr")


def test_a_change_is_named_as_the_body_names_it(client: httpx.Client) -> None:
    body = {"target": {"case": "geisinger"}, "add": ["no-such-part goals g1"]}
    headers = {"Content-Type": "application/json"}
    answer = client.post("/api/v1/whatif", content=json.dumps(body), headers=headers)
    members = _refused(answer, 422, "unreadable-description")

    assert members["detail"].startswith("add:1")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("content", ["", "[]", "<urn:a> a ."])
def test_no_cure_speaks_of_the_command_or_of_files(
    client: httpx.Client, content: str, language: str
) -> None:
    kind = "text/turtle" if content.endswith(".") else "application/yaml"
    headers = {"Content-Type": kind, "Accept-Language": language}
    answer = client.post("/api/v1/check", content=content, headers=headers)
    members = _refused(answer, 422, "unreadable-description")

    assert not [word for word in ("lhs new", "file’s name", "fichier") if word in members["detail"]]


@pytest.mark.parametrize(
    ("kind", "content", "told"),
    [
        ("application/yaml", "a:\n" + "- b\n" * 300_000, {"en": "values", "fr": "valeurs"}),
        ("application/json", "[" + "1," * 300_000 + "1]", {"en": "values", "fr": "valeurs"}),
        (
            "text/turtle",
            "".join(f"<a:a> <a:b> {n} .\n" for n in range(210_000)),
            {"en": "triple", "fr": "triplet"},
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_who_sends_a_collection_is_not_told_of_a_command(
    client: httpx.Client, kind: str, content: str, told: dict[str, str], language: str
) -> None:
    headers = {"Content-Type": kind, "Accept-Language": language}
    answer = client.post("/api/v1/check", content=content, headers=headers)
    members = _refused(answer, 422, "unreadable-description")

    assert told[language] in members["detail"]
    assert "lhs" not in members["detail"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_unknown_question_and_an_unreadable_patch_are_told_without_a_command(
    client: httpx.Client, language: str
) -> None:
    said = {"Accept-Language": language}
    body = {"target": {"case": "geisinger"}, "patch": "hello"}

    unknown = client.get("/api/v1/queries/no-such-question", headers=said)
    unreadable = client.post("/api/v1/whatif", json=body, headers=said)

    assert "lhs" not in _refused(unknown, 404, "not-found")["detail"]
    assert "lhs" not in _refused(unreadable, 422, "unreadable-description")["detail"]


def test_a_parameter_that_is_missing_is_a_problem_of_its_own(client: httpx.Client) -> None:
    members = _refused(client.get("/api/v1/search"), 400, "missing-parameter")

    assert "q" == members["errors"][0]["path"]


@pytest.mark.parametrize(("language", "word"), [("en", "Encode"), ("fr", "Codez")])
def test_a_parameter_that_is_no_utf8_is_refused(
    client: httpx.Client, language: str, word: str
) -> None:
    headers = {"Accept-Language": language}
    answer = client.get("/api/v1/search?q=%E9", headers=headers)
    members = _refused(answer, 400, "ill-typed-parameter")

    assert word in members["detail"]
    assert "q" == members["errors"][0]["path"]


def test_the_page_before_one_that_is_past_the_end_is_the_last(client: httpx.Client) -> None:
    answer = client.get("/api/v1/gaps", params={"offset": 99999, "limit": 10})
    links = answer.links

    assert links["last"]["url"] == links["prev"]["url"]
    assert client.get("/api/v1/gaps" + links["prev"]["url"]).json()["items"]


@pytest.mark.parametrize("form", ["json", "csv", "turtle"])
def test_a_table_that_there_is_none_of_is_refused_in_every_form(
    client: httpx.Client, form: str
) -> None:
    answer = client.get("/api/v1/report", params={"table": "zzz", "format": form})

    _refused(answer, 404, "not-found")
