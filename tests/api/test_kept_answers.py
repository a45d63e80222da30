"""What was answered once wakes no worker again, unless it may be answered otherwise."""

from collections.abc import Callable

import httpx
import pytest

from lhs_api.kept import Kept

_SMALL = "SELECT ?s WHERE { GRAPH ?g { ?s a lhs:LearningHealthSystem } } LIMIT 3 # kept answers"
_JSON = "application/sparql-results+json"


def _given(client: httpx.Client) -> int:
    lines = client.get("/metrics").text.splitlines()
    return int(float(next(one for one in lines if one.startswith("lhs_tasks_given")).split()[1]))


@pytest.fixture
def tasks(client: httpx.Client) -> Callable[..., int]:
    """How many tasks the workers were given for requests that give the same answer."""

    def ask(*requests: tuple[str, str, str]) -> int:
        before = _given(client)
        answers = [
            client.request(method, "/sparql", params={"query": query}, headers={"Accept": accept})
            for method, query, accept in requests
        ]
        assert {200} == {one.status_code for one in answers}
        assert 1 == len({one.headers.get("etag") for one in answers if one.request.method == "GET"})
        return _given(client) - before

    return ask


def test_a_small_answer_is_kept(tasks: Callable[..., int]) -> None:
    asked = ("GET", f"{_SMALL} 1", _JSON)
    assert 1 == tasks(asked, asked, asked)


def test_its_head_is_answered_from_it(tasks: Callable[..., int]) -> None:
    query = f"{_SMALL} 2"
    assert 1 == tasks(("GET", query, _JSON), ("HEAD", query, _JSON))


def test_the_head_alone_is_kept_as_a_whole_answer(client: httpx.Client) -> None:
    asked = {"query": f"{_SMALL} 3"}
    head = client.head("/sparql", params=asked)
    answer = client.get("/sparql", params=asked)
    assert head.headers["etag"] == answer.headers["etag"]
    assert head.headers["content-length"] == str(len(answer.content))
    assert 3 == len(answer.json()["results"]["bindings"])


def test_another_form_is_another_answer(client: httpx.Client) -> None:
    query = {"query": f"{_SMALL} 4"}
    forms = [_JSON, "text/csv", _JSON, "text/csv"]
    answers = [client.get("/sparql", params=query, headers={"Accept": one}) for one in forms]
    assert answers[0].content == answers[2].content
    assert answers[1].content == answers[3].content
    assert forms == [one.headers["content-type"].split(";")[0] for one in answers]


def test_what_may_be_answered_otherwise_is_asked_anew(client: httpx.Client) -> None:
    before = _given(client)
    query = {"query": "SELECT (STRUUID() AS ?id) {}"}
    answers = {client.get("/sparql", params=query).text for _ in range(3)}
    assert 3 == len(answers)
    assert 3 == _given(client) - before


def test_large_answers_are_not_kept(tasks: Callable[..., int]) -> None:
    asked = ("GET", "SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 2000", _JSON)
    assert 2 == tasks(asked, asked)


def test_problems_are_not_kept(client: httpx.Client) -> None:
    before = _given(client)
    answers = [client.get("/sparql", params={"query": "SELECT"}) for _ in range(2)]
    assert [400, 400] == [one.status_code for one in answers]
    assert 2 == _given(client) - before


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept = Kept(most=10)
    for tag in ("a", "b"):
        kept.put(tag, ((), b"12345"))
    assert kept.get("a") is not None
    kept.put("c", ((), b"12345"))
    assert [True, False, True] == [kept.get(tag) is not None for tag in ("a", "b", "c")]
    assert 10 == kept.size
