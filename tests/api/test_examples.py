"""The promise: every answer that OpenAPI describes has an example that a service really gave.

Of every list the beginning is shown; what each release has anew is told as it might be.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import httpx
import jsonschema_rs
import pytest

import lhs_api.rest

_GOLDEN = Path(lhs_api.rest.__file__).with_name("recorded.json")
_QUESTIONS = _GOLDEN.with_name("recorded_questions.json")
_ROWS: Final = 2
_REMOVAL = {"target": {"case": "geisinger"}, "remove": ["mycode-biobank"]}
_ASKED: Final[Mapping[str, tuple[str, dict[str, Any]]]] = {
    "Cases": ("cases?limit=1", {}),
    "Change": ("whatif", _REMOVAL),
    "Comparison": ("cases/compare?case=geisinger&case=improvecarenow&differences=true", {}),
    "Concepts": ("schemes/element?limit=1", {}),
    "Entry": ("lookup?iri=lhs:Support", {}),
    "GapKind": ("gaps/kinds/P3", {}),
    "GapKinds": ("gaps/kinds", {}),
    "Gaps": ("gaps?case=geisinger&limit=1", {}),
    "Health": ("health/live", {}),
    "Hits": ("search?q=registry&limit=1", {}),
    "Levels": ("check/levels", {}),
    "Limits": ("limits", {}),
    "Nearest": ("cases/geisinger/nearest?top=1", {}),
    "Overview": ("report", {}),
    "Queries": ("queries", {}),
    "Repair": ("repair?severity=critical", {}),
    "Resolved": ("resolve?curie=lhs:Support", {}),
    "Schemes": ("schemes", {}),
    "Synergy": ("cases/geisinger/synergy", {}),
    "Version": ("version", {}),
    "Why": ("cases/geisinger/why?support=mycode-biobank", {}),
}
_ANEW: Final = {
    "created": "2026-11-23T12:00:00+00:00",
    "data_version": "0.1.0+0123456789ab",
    "digest": "0123456789abcdef" * 4,
    "seconds": 10.0,
}
"""What every release or machine has of its own."""
_MOST: Final = 3
"""Words of a list that are shown, and letters that are no list: of anything else one."""


def _beginning(value: Any) -> Any:  # noqa: ANN401  any JSON
    """The value with the beginning of every list, and nothing that is new each time."""
    if isinstance(value, dict):
        return {key: _ANEW.get(key, _beginning(one)) for key, one in value.items()}
    if isinstance(value, list):
        words = all(isinstance(one, str) for one in value)
        return [_beginning(one) for one in value[: _MOST if words else 1]]
    return value


def _answer(client: httpx.Client, schema: str, language: str) -> Any:  # noqa: ANN401  any JSON
    address, content = _ASKED[schema]
    headers = {"Accept": "application/json", "Accept-Language": language}
    if schema == "Repair":
        shown = client.get("/openapi.json").json()["components"]["examples"]
        headers["Content-Type"] = "application/yaml"
        text = shown[f"Description-yaml-{language}"]["value"]
        answer = client.post(f"/api/v1/{address}", content=text.encode(), headers=headers)
    elif content:
        answer = client.post(f"/api/v1/{address}", json=content, headers=headers)
    else:
        answer = client.get(f"/api/v1/{address}", headers=headers)
    assert answer.status_code == 200, answer.text
    return _beginning(answer.json())


def test_the_recorded_answers_are_what_the_service_says(
    client: httpx.Client,
    update_golden: bool,  # noqa: FBT001  a fixture
) -> None:
    told = {
        schema: {language: _answer(client, schema, language) for language in ("en", "fr")}
        for schema in _ASKED
    }
    if not all(one["proof"]["cheapest"] for one in told["Repair"].values()):
        # a busy machine does not prove all in the time that a request has
        told["Repair"] = json.loads(_GOLDEN.read_text(encoding="utf-8"))["Repair"]
    version = client.get("/api/v1/version").json()["data_version"]
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    text = text.replace(version, str(_ANEW["data_version"]))
    if update_golden:
        _GOLDEN.write_text(text, encoding="utf-8")

    assert _GOLDEN.read_text(encoding="utf-8") == text


def test_the_recorded_answers_to_questions_are_what_the_service_says(
    client: httpx.Client,
    update_golden: bool,  # noqa: FBT001  a fixture
) -> None:
    questions = client.get("/api/v1/queries").json()["items"]
    told = {
        one["name"]: {language: _first_rows(client, one, language) for language in ("en", "fr")}
        for one in questions
    }
    version = client.get("/api/v1/version").json()["data_version"]
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    text = text.replace(version, str(_ANEW["data_version"]))
    if update_golden:
        _QUESTIONS.write_text(text, encoding="utf-8")

    assert _QUESTIONS.read_text(encoding="utf-8") == text
    assert [] == [name for name, answer in told.items() if not answer["en"]["items"]]


def _first_rows(client: httpx.Client, question: dict[str, Any], language: str) -> Any:  # noqa: ANN401  any JSON
    own = {one["name"]: one["example"] for one in question["parameters"] if one["required"]}
    asked = {**own, "lang": language, "limit": _ROWS}
    answer = client.get(f"/api/v1/queries/{question['name']}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_every_answer_has_an_example(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    without = [
        path
        for path, operations in document["paths"].items()
        for operation in operations.values()
        for kind, media in operation["responses"]["200"]["content"].items()
        if kind == "application/json" and "examples" not in media
    ]

    assert [] == without


def test_an_example_of_a_question_has_its_columns_and_keeps_the_schema(
    client: httpx.Client,
) -> None:
    document = client.get("/openapi.json").json()
    whole = {"$ref": "#/components/schemas/Answer", "components": document["components"]}
    validator = jsonschema_rs.Draft202012Validator(whole)
    questions = client.get("/api/v1/queries").json()["items"]
    assert questions

    for one in questions:
        operation = document["paths"][f"/api/v1/queries/{one['name']}"]["get"]
        shown = operation["responses"]["200"]["content"]["application/json"]["examples"]
        for language in ("en", "fr"):
            name = shown[language]["$ref"].rsplit("/", 1)[-1]
            value = document["components"]["examples"][name]["value"]
            validator.validate(value)
            assert language == value["language"]
            assert [column["name"] for column in one["columns"]] == value["columns"]
            assert 0 < len(value["items"]) <= _ROWS


@pytest.mark.parametrize("schema", list(_ASKED))
def test_an_example_is_what_its_schema_says(client: httpx.Client, schema: str) -> None:
    components = client.get("/openapi.json").json()["components"]
    whole = {"$ref": f"#/components/schemas/{schema}", "components": components}
    validator = jsonschema_rs.Draft202012Validator(whole)

    for language in ("en", "fr"):
        validator.validate(components["examples"][f"{schema}-{language}"]["value"])
