"""The promise: a browser that opens the endpoint gets a page to ask on, a program the protocol."""

import html
import re

import httpx
import pytest

_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(("language", "words"), [("en", "Ask"), ("fr", "Interroger")])
def test_browsers_get_a_form_whose_example_answers(
    client: httpx.Client, language: str, words: str
) -> None:
    page = client.get("/sparql", headers={"Accept": _BROWSER, "Accept-Language": language})
    example = re.search(r"<textarea[^>]*>(.+?)</textarea>", page.text, re.DOTALL)
    forms = re.findall(r'<option value="([a-z]+)">', page.text)

    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f">{words}</button>" in page.text
    assert example
    query = html.unescape(example[1])
    answer = client.get("/sparql", params={"query": query, "format": "csv"})
    assert answer.status_code == 200
    assert len(answer.text.splitlines()) > 1
    assert "csv" in forms


@pytest.mark.parametrize("accept", ["*/*", "text/turtle", "text/turtle,text/html;q=0.5"])
def test_programs_get_the_service_description(client: httpx.Client, accept: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})

    assert answer.headers["content-type"].startswith("text/turtle")
