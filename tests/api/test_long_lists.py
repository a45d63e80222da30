"""The promise: lists may be as long as a query, chains and parts no more than engines bear."""

import httpx
import pytest

from lhs_api.limits import Limits
from lhs_api.problems import ProblemError
from lhs_api.sparql_guard import examine

_IRI = "<https://w3id.org/lhs-kg/id/case/c{}>"
_TYPED = '"1"^^<http://www.w3.org/2001/XMLSchema#integer> '
_MANY = range(520)
_SUBQUERY = "{SELECT ?s {?s a ?c} LIMIT 1}"
_IRIS = [_IRI.format(number) for number in _MANY]
_FEWER = _IRIS[:400]


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ VALUES ?x {{ {' '.join(_IRIS)} }} ?x a ?c }}",
        f"SELECT * {{ ?x a ?c FILTER(?x IN ({', '.join(_IRIS)})) }}",
        f"SELECT * {{ ?x a ?c FILTER(?x NOT IN ({','.join(_IRIS)})) }}",
        f"SELECT * {{ VALUES ?x {{ {_TYPED * 600} }} }}",
        f"SELECT * {{ ?s ?p {','.join([_TYPED] * 600)} }}",
        f"SELECT * {{ VALUES ?x {{ {'-1 ' * 600} }} }}",
        f"SELECT * {{ VALUES ?x {{{'-1 +2 ' * 600}}} }}",
        f"SELECT * {{ FILTER(?x IN ({','.join(['-1'] * 600)})) }}",
        f"SELECT * {{ VALUES (?x ?y) {{ {' '.join(f'({one} UNDEF)' for one in _IRIS)} }} }}",
        f"SELECT * {{ ?s <http://e/p> {', '.join(_IRIS)} }}",
        f"SELECT * {{}} VALUES ?x {{ {'-1 ' * 600} }}",
        f"ASK {{ FILTER({' || '.join(['?x = ?y'] * 450)}) }}",
    ],
)
def test_long_lists_are_let_pass(query: str) -> None:
    assert query == examine(query, Limits(), {}).text


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT (1{'+1' * 510} AS ?x) {{}}",
        f"SELECT (1{'-1' * 510} AS ?x) {{}}",
        f"SELECT (?y{' -1' * 510} AS ?x) {{}}",
        f"SELECT (1{'*1' * 510} AS ?x) {{}}",
        f"ASK {{ FILTER({'!' * 510}true) }}",
        f"ASK {{ FILTER(?x{'||?x' * 510}) }}",
        f"ASK {{ FILTER(?x{'&&?x' * 510}) }}",
        f"ASK {{ ?s <a:a>{'/<a:a>' * 510} ?o }}",
        f"ASK {{ ?s <a:a>{'|<a:a>' * 510} ?o }}",
        f"SELECT * {{ {{}}{' UNION {}' * 510} }}",
        f"SELECT * {{ {'optional {} ' * 510} }}",
        f"SELECT * {{ {'MINUS {} ' * 510} }}",
        f"SELECT * {{ {'BIND(1 AS ?x) ' * 510} }}",
        f"SELECT * {{ {'FILTER(1) ' * 510} }}",
        f"ASK {{ FILTER(?x{'||?x' * 450}{'&&?x' * 450}{'+1' * 450}{'*1' * 450}{'/1' * 450}) }}",
        f"SELECT * {{ VALUES ?x {{ 1 }} FILTER(1{'+1' * 510}) }}",
        f"SELECT * {{ VALUES ?x FILTER(1{'+1' * 510}) }}",
        f"SELECT * {{ FILTER(lhs:VALUES {{}} {'+1' * 510}) }}",
        f"SELECT * {{ FILTER(?VALUES{'+1' * 510}) }}",
        f"SELECT * {{ FILTER('VALUES {{'{'+1' * 510}) }}",
        f"SELECT * {{ # VALUES {{\nFILTER(1{'+1' * 510}) }}",
        f"SELECT * {{ FILTER((-1{'-1' * 510})) }}",
    ],
)
def test_long_chains_are_refused(query: str) -> None:
    with pytest.raises(ProblemError) as refused:
        examine(query, Limits(), {})

    assert (413, "query-too-chained") == (refused.value.status, refused.value.name)
    assert "500" in refused.value.members("en")["detail"]


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {_SUBQUERY * 510} }}",
        f"SELECT {' '.join(f'(1 AS ?v{n})' for n in range(4_000))} {{}}",
        f"SELECT * {{ {'{?s a ?c}' * 510} }}",
        f"SELECT * {{ {'{?s a ?c} ?s ?p ?o .' * 510} }}",
        f"SELECT * {{ {'GRAPH ?g {?s a ?c}' * 510} }}",
        f"SELECT * {{ {'values ?s {<a:a>}' * 510} }}",
        f"SELECT * {{ {'{?s a ?c} UNION {?s ?p ?o}' * 300} }}",
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_thousands_of_parts_are_refused_and_cost_no_worker(
    client: httpx.Client, query: str, language: str
) -> None:
    before = _replaced(client)

    answer = client.post("/sparql", data={"query": query, "lang": language})

    members = answer.json()
    assert 413 == answer.status_code, members
    assert members["type"].endswith("/problem/query-of-too-many-parts")
    assert "SELECT" in members["detail"]
    assert "125" in members["detail"]
    assert before == _replaced(client)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {' UNION '.join([_SUBQUERY] * 200)} }}",
        f"SELECT {' '.join(f'(1 AS ?v{n})' for n in range(400))} {{}}",
        f"SELECT * {{ {' UNION '.join(f'{{ GRAPH ?g {{ {one} a ?c }} }}' for one in _FEWER)} }}",
        f"SELECT * {{ {' UNION '.join(f'{{ VALUES (?x) {{ ({one}) }} }}' for one in _FEWER)} }}",
        "SELECT * { <a:a> a ?c "
        + " ".join(
            f"OPTIONAL {{ {{ ?c <a:b{n}> ?o{n} }} UNION {{ ?o{n} <a:c> ?c }} }}" for n in _MANY[:80]
        )
        + " }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s a lhs:LearningHealthSystem "
        + " ".join(f"FILTER NOT EXISTS {{ ?s <a:b{n}> ?o }}" for n in _MANY[:200])
        + " }",
        f"ASK {{ {'{}' * 100} }}",
    ],
)
def test_what_programs_write_is_answered(client: httpx.Client, query: str) -> None:
    before = _replaced(client)

    answer = client.post("/sparql", data={"query": query})

    assert 200 == answer.status_code, answer.text
    assert before == _replaced(client)


def _replaced(client: httpx.Client) -> float:
    lines = client.get("/metrics").text.splitlines()
    return float(
        next(one for one in lines if one.startswith("lhs_workers_replaced_total ")).split()[1]
    )
