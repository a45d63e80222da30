"""The promise: what OpenAPI says of an answer is all of it, key by key."""

import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest

_ROOT = Path(__file__).parents[2]
_WEAK = _ROOT / "cases/designs/reseau-regional-maladies-chroniques-esquisse.yaml"
_STRONG = _ROOT / "cases/designs/reseau-apprenant-maladies-chroniques-exemplaire.yaml"
_YAML = {"Content-Type": "application/yaml"}
_GEISINGER = "/api/v1/cases/geisinger"


@pytest.fixture(scope="module")
def document(server: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{server}/openapi.json", verify=False).json()
    return found


def _closed(schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The schemas without room for keys that they do not name."""
    found = deepcopy(dict(schemas))
    for one in found.values():
        if "properties" in one and one.get("additionalProperties") is True:
            one["additionalProperties"] = False
    return found


def _check(document: dict[str, Any], path: str, method: str, answer: httpx.Response) -> None:
    """Hold an answer against the closed schema of its operation."""
    assert answer.status_code == 200, answer.text
    content = document["paths"][path][method]["responses"]["200"]["content"]
    schema = {
        "$ref": content["application/json"]["schema"]["$ref"],
        "components": {"schemas": _closed(document["components"]["schemas"])},
    }
    errors = [
        f"{list(error.instance_path)}: {error.message[:200]}"
        for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(answer.json())
    ]
    assert not errors, errors[:5]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/api/v1/cases", "/api/v1/cases"),
        ("/api/v1/cases/compare", "/api/v1/cases/compare?case=geisinger&case=improvecarenow"),
        ("/api/v1/cases/compare", "/api/v1/cases/compare?case=born-ontario&against_all=true"),
        ("/api/v1/cases/{slug}/check", f"{_GEISINGER}/check"),
        ("/api/v1/cases/{slug}/nearest", f"{_GEISINGER}/nearest?top=40"),
        ("/api/v1/cases/{slug}/synergy", f"{_GEISINGER}/synergy"),
        ("/api/v1/cases/{slug}/synergy", "/api/v1/cases/improvecarenow/synergy?lang=fr"),
        ("/api/v1/cases/{slug}/why", f"{_GEISINGER}/why?support=mycode-biobank"),
        ("/api/v1/report", "/api/v1/report?lang=fr"),
        ("/api/v1/gaps", "/api/v1/gaps?limit=1000"),
        ("/api/v1/gaps/kinds", "/api/v1/gaps/kinds"),
        ("/api/v1/schemes", "/api/v1/schemes"),
        ("/api/v1/schemes/{scheme}", "/api/v1/schemes/element"),
        ("/api/v1/queries", "/api/v1/queries"),
        ("/api/v1/search", "/api/v1/search?q=registry"),
        ("/api/v1/resolve", "/api/v1/resolve?curie=lhs:Support"),
        ("/api/v1/resolve", "/api/v1/resolve?curie=skos:Concept"),
        ("/api/v1/check/levels", "/api/v1/check/levels?lang=fr"),
        ("/api/v1/version", "/api/v1/version"),
    ],
)
def test_a_read_is_what_is_described(
    client: httpx.Client, document: dict[str, Any], path: str, address: str
) -> None:
    _check(document, path, "get", client.get(address))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "address", ["check", "nearest?top=40&country=CA", "synergy", "repair?severity=critical"]
)
def test_what_is_said_of_a_design_is_what_is_described(
    client: httpx.Client, document: dict[str, Any], address: str, language: str
) -> None:
    for file in (_WEAK, _STRONG):
        answer = client.post(
            f"/api/v1/{address}",
            content=file.read_bytes(),
            headers={**_YAML, "Accept-Language": language},
        )
        _check(document, f"/api/v1/{address.split('?', maxsplit=1)[0]}", "post", answer)


_LINK = "{id: dictionary, name: Data dictionary, elements: [data-infrastructure]}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("whatif", {"target": {"content": _WEAK.read_text()}, "add": [f"supports: {_LINK}"]}),
        ("whatif", {"target": {"case": "geisinger"}, "add": [f"supports: {_LINK}"]}),
        ("whatif", {"target": {"case": "geisinger"}, "remove": ["mycode-biobank"]}),
        ("diff", {"old": {"case": "geisinger"}, "new": {"case": "choir"}}),
        ("diff", {"old": {"content": _WEAK.read_text()}, "new": {"content": _STRONG.read_text()}}),
        ("compare", {"systems": [{"content": _WEAK.read_text()}], "against_all": True}),
    ],
)
def test_what_is_said_of_changes_is_what_is_described(
    client: httpx.Client, document: dict[str, Any], name: str, content: dict[str, Any]
) -> None:
    answer = client.post(
        f"/api/v1/{name}",
        content=json.dumps(content),
        headers={"Content-Type": "application/json"},
    )
    _check(document, f"/api/v1/{name}", "post", answer)


def test_no_answer_is_left_open(document: dict[str, Any]) -> None:
    """Only a description itself is: its keys are those of the ontology."""
    schemas = document["components"]["schemas"]
    bare = {name for name, one in schemas.items() if not one.get("properties")}

    assert set() == bare
    assert len(schemas) > 80
