"""Scripts of any site may read what is answered."""

import httpx
import pytest


@pytest.mark.parametrize("path", ["/sparql", "/ontology", "/api/v1/cases", "/nowhere"])
@pytest.mark.parametrize("headers", [{}, {"Origin": "https://other.example"}])
def test_every_answer_may_be_read_by_scripts_of_any_site(
    client: httpx.Client, path: str, headers: dict[str, str]
) -> None:
    answer = client.get(path, headers={"Accept": "text/turtle, application/json", **headers})

    assert "*" == answer.headers["access-control-allow-origin"]
    assert "ETag" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers
