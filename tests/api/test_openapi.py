"""The promise: the description of the interface is true of every operation, and nothing breaks it.

What strangers may send is made up by schemathesis, from the description alone.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok
from schemathesis.generation.modes import GenerationMode

Operation: TypeAlias = schemathesis.APIOperation[Any, Any, Any, Any]

_GOLDEN = Path(__file__).with_name("openapi.json")
_TRIES = 8
"""Requests an operation; there are a hundred of them."""
_BUSY = 503
_ALL = 90
_SOME = 80
"""Operations that there are at least, and those that take parameters or a body."""
_NETWORKS = {GenerationMode.POSITIVE: "198.51.100", GenerationMode.NEGATIVE: "203.0.113"}
"""Those for examples (RFC 5737)."""
_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from path.values()


@pytest.fixture(scope="session")
def documents(server: str) -> dict[str, dict[str, Any]]:
    """The description in each language."""
    address = f"{server}/openapi.json"
    return {
        one: httpx.get(address, params={"lang": one}, verify=False).json() for one in ("en", "fr")
    }


@pytest.fixture(scope="session")
def api(server: str) -> schemathesis.BaseSchema:
    """The description as schemathesis reads it."""
    return schemathesis.openapi.from_url(f"{server}/openapi.json")


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_whatever_is_sent_is_answered_as_described(
    api: schemathesis.BaseSchema, mode: GenerationMode
) -> None:
    tried = []

    @settings(
        max_examples=_TRIES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def attempt(operation: Operation, client: str, data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        response = case.call(headers={"X-Forwarded-For": client})
        while response.status_code == _BUSY and "/problem/busy" in response.text:
            time.sleep(0.2)
            response = case.call(headers={"X-Forwarded-For": client})
        case.validate_response(response, checks=_CHECKS)
        tried.append(operation.label)

    for number, found in enumerate(api.get_all_operations()):
        assert isinstance(found, Ok)
        operation = found.ok()
        if mode is GenerationMode.POSITIVE or _takes_something(operation):
            # each from an address of its own: one that asks for everything is made to wait
            attempt(operation, f"{_NETWORKS[mode]}.{number}")

    assert len(set(tried)) > (_ALL if mode is GenerationMode.POSITIVE else _SOME)


def _takes_something(operation: Operation) -> bool:
    """Whether there is anything that could be wrong in a request."""
    return bool(list(operation.query) or list(operation.path_parameters) or list(operation.body))


def test_the_description_is_the_reviewed_one(
    documents: dict[str, dict[str, Any]],
    update_golden: bool,  # noqa: FBT001  a fixture
) -> None:
    text = json.dumps(documents["en"], ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if update_golden:
        _GOLDEN.write_text(text, encoding="utf-8")

    assert _GOLDEN.read_text(encoding="utf-8") == text


def test_every_stored_question_is_an_operation_with_its_parameters(
    documents: dict[str, dict[str, Any]], client: httpx.Client
) -> None:
    questions = client.get("/api/v1/queries").json()["items"]
    assert questions

    paths = documents["en"]["paths"]
    for question in questions:
        operation = paths[f"/api/v1/queries/{question['name']}"]["get"]
        declared = {one["name"]: one.get("required", False) for one in operation["parameters"]}
        for one in question["parameters"]:
            assert declared[one["name"]] == (one["required"] and one["name"] != "lang")


def test_each_language_has_texts_of_its_own(documents: dict[str, dict[str, Any]]) -> None:
    told: dict[str, dict[str, str]] = {"en": {}, "fr": {}}
    for language, found in told.items():
        for operation in _operations(documents[language]):
            found[operation["operationId"]] = operation["summary"]
            assert operation["description"]
            assert all(one["description"] for one in operation.get("parameters", []))

    english, french = told["en"], told["fr"]
    assert len(english) > 70
    assert english.keys() == french.keys()
    assert not [name for name in english if english[name] == french[name]]


def test_what_may_be_sent_has_an_example_in_each_language_that_is_accepted(
    documents: dict[str, dict[str, Any]], client: httpx.Client
) -> None:
    document = documents["en"]
    shown = document["components"]["examples"]
    sent = 0
    for path, operations in document["paths"].items():
        for kind, media in (
            operations.get("post", {}).get("requestBody", {"content": {}})["content"].items()
        ):
            for language in ("en", "fr"):
                name = media["examples"][language]["$ref"].rsplit("/", 1)[-1]
                answer = client.post(
                    path,
                    # a search for the repair of everything takes seconds
                    params={"severity": "critical"} if "repair" in path else {},
                    **_sent(kind, shown[name]["value"]),
                )
                assert 200 == answer.status_code, (path, name, answer.text)
                sent += 1

    assert sent >= 2 * (5 * 7 + 3)


def _sent(kind: str, value: Any) -> dict[str, Any]:  # noqa: ANN401  any JSON
    """The example as a client sends it."""
    if kind == "multipart/form-data":
        return {"files": {name: (None, text) for name, text in value.items()}}
    text = value if isinstance(value, str) else json.dumps(value)
    return {"content": text.encode(), "headers": {"Content-Type": kind}}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_whatever_is_read_is_answered_when_asked_by_the_examples_of_its_parameters(
    documents: dict[str, dict[str, Any]], client: httpx.Client, language: str
) -> None:
    asked = 0
    for path, operations in documents[language]["paths"].items():
        if "get" not in operations:
            continue
        given: dict[str, dict[str, Any]] = {"path": {}, "query": {"lang": language}}
        for one in operations["get"].get("parameters", []):
            if one.get("required"):
                given[one["in"]][one["name"]] = _shown(one)
        if path.startswith("/api/v1/health"):
            given["query"].clear()
        answer = client.get(path.format(**given["path"]), params=given["query"])
        assert 200 == answer.status_code, (path, answer.text)
        asked += 1

    assert asked > _ALL


def _shown(parameter: dict[str, Any]) -> Any:  # noqa: ANN401  any JSON
    """The first example of a parameter."""
    return parameter["schema"]["examples"][0]


def test_the_page_needs_nothing_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("/api/docs", params={"lang": "fr"})

    assert '<html lang="fr">' in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "://" not in page.text
    named = [part.split('"')[0] for part in page.text.split('="')[1:]]
    addresses = [one for one in named if one.startswith("/")]
    assert len(addresses) >= 5
    assert {200} == {client.get(address).status_code for address in addresses}
