"""The promise: what is wrong with a query is told with place, cause and cure, in both languages."""

from urllib.parse import quote

import httpx
import pytest

_LANGUAGES = pytest.mark.parametrize("language", ["en", "fr"])


def _mistake(client: httpx.Client, query: str, language: str) -> dict[str, object]:
    answer = client.get("/sparql", params={"query": query, "lang": language})
    assert 400 == answer.status_code
    members: dict[str, object] = answer.json()
    assert str(members["type"]).endswith("/problem/malformed-query")
    return members


@_LANGUAGES
@pytest.mark.parametrize(
    ("query", "prefix", "line", "column"),
    [
        ("SELECT * { ?s foo:a ?o }", "foo", 1, 15),
        ("SELECT * {\n  ?s a 'x:y', lhs:Aim ; <a:b> foo: }", "foo", 2, 31),
        ('PREFIX e: <http://e/>\nASK { ?s e:a _:b ; e:b "1"^^bar:t }', "bar", 2, 29),
        ("ASK { ?s :a ?o }", "", 1, 10),
    ],
)
def test_a_prefix_that_nothing_declares_is_named(
    client: httpx.Client, query: str, prefix: str, line: int, column: int, language: str
) -> None:
    members = _mistake(client, query, language)

    assert {"line": line, "column": column} == members["position"]
    assert f"PREFIX {prefix}: <…>" in str(members["detail"])
    assert "not found" not in str(members["detail"])


@_LANGUAGES
@pytest.mark.parametrize(
    ("query", "line", "column", "said"),
    [
        ("SELECT ?s WHERE {", 1, 18, '"("'),
        ("SELECT WHERE WHERE", 1, 16, "DISTINCT"),
        ("ASK { ?s ?p ?o }\n}", 2, 2, ""),
        ("SELECT ?a ?a {}", 1, 16, "Duplicated variable name in SELECT"),
        ("SELECT ?s { ?s ?p ?o . FILTER(?s = 1) } GROUP BY ?p", 1, 52, "variable that is unbound"),
        # the mistake comes before what no prefix is declared for
        ("SELECT ?s WHERE ( ?s foo:a ?o )", 1, 17, ""),
    ],
)
def test_what_the_parser_says_is_cut_to_what_helps(
    client: httpx.Client, query: str, line: int, column: int, said: str, language: str
) -> None:
    members = _mistake(client, query, language)
    detail = str(members["detail"])

    assert {"line": line, "column": column} == members["position"]
    assert said in detail
    assert "..=" not in detail
    assert "[_]" not in detail
    assert len(detail) < 300
    if language == "fr":
        assert "Vérifiez" in detail
        assert ("en anglais" in detail) == (" " in said)
    else:
        assert "Check" in detail


@_LANGUAGES
def test_a_number_that_is_none_is_told_with_what_to_give(
    client: httpx.Client, language: str
) -> None:
    for name in ("rows", "offset"):
        asked = {"query": "ASK {}", name: "-1", "lang": language}
        detail = client.get("/sparql", params=asked).json()["detail"]
        assert name in detail
        assert "-1" in detail
        assert ("nombre entier" in detail) == (language == "fr")


@_LANGUAGES
@pytest.mark.parametrize("way", ["address", "form", "direct"])
def test_what_is_no_utf_8_is_told_with_its_byte(
    client: httpx.Client, way: str, language: str
) -> None:
    headers = {"Accept-Language": language}
    if way == "address":
        answer = client.get("/sparql?query=ASK%20%7B%20%7D%20%23%E9", headers=headers)
    elif way == "form":
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = client.post("/sparql", content=b"query=ASK%20%7B%7D%23%E9", headers=headers)
    else:
        headers["Content-Type"] = "application/sparql-query"
        answer = client.post("/sparql", content=b"ASK {} # \xe9", headers=headers)

    assert 400 == answer.status_code
    assert "0xE9" in answer.json()["detail"]
    assert "codec" not in answer.json()["detail"]
    assert ("Écrivez" in answer.json()["detail"]) == (language == "fr")


@_LANGUAGES
@pytest.mark.parametrize(("queries", "count"), [((), 0), (("",), 0), (("ASK {}", "ASK {}"), 2)])
def test_how_many_queries_there_are_is_told(
    client: httpx.Client, queries: tuple[str, ...], count: int, language: str
) -> None:
    body = "&".join(f"query={quote(one)}" for one in queries)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept-Language": language,
    }

    members = client.post("/sparql", content=body, headers=headers).json()

    assert members["type"].endswith("/problem/missing-query")
    assert f" {count} " in members["detail"]
    assert "exact" in members["title"]


def test_too_many_parameters_are_told_with_how_many_may_be(client: httpx.Client) -> None:
    answer = client.get("/sparql?" + "&".join(["a=b"] * 101))

    assert (400, True) == (answer.status_code, "100" in answer.json()["detail"])
