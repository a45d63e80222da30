"""Scripts of any site may read what is answered; what they may not is said with its cause."""

import httpx
import pytest


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "asked",
    [
        {"Access-Control-Request-Method": "DELETE"},
        {"Access-Control-Request-Method": "<script>"},
        {
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Private-Network": "true",
        },
    ],
)
def test_a_preflight_that_is_refused_says_why(
    client: httpx.Client, asked: dict[str, str], language: str
) -> None:
    origin = {"Origin": "https://elsewhere.example", "Accept-Language": language}

    answer = client.options("/sparql", headers={**origin, **asked})

    assert 400 == answer.status_code
    assert "application/problem+json" == answer.headers["content-type"]
    members = answer.json()
    assert members["type"].endswith("/problem/preflight-refused")
    assert "GET, HEAD, POST, OPTIONS" in members["detail"]
    assert asked["Access-Control-Request-Method"] in members["detail"]
    assert ("prive" in members["detail"].replace("é", "e")) == (language == "fr")
    assert "*" == answer.headers["access-control-allow-origin"]
    assert "origin" in answer.headers["vary"].lower()


def test_a_preflight_for_what_is_allowed_is_answered(client: httpx.Client) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "Content-Type",
    }

    answer = client.options("/sparql", headers=asked)

    assert 200 == answer.status_code
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" == answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize("path", ["/sparql", "/ontology", "/api/v1/cases", "/nowhere"])
@pytest.mark.parametrize("headers", [{}, {"Origin": "https://other.example"}])
def test_every_answer_may_be_read_by_scripts_of_any_site(
    client: httpx.Client, path: str, headers: dict[str, str]
) -> None:
    answer = client.get(path, headers={"Accept": "text/turtle, application/json", **headers})

    assert "*" == answer.headers["access-control-allow-origin"]
    assert "ETag" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers
