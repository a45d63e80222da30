"""The promise: lists may be as long as a query, and chains no longer than parsers bear."""

import pytest

from lhs_api.limits import Limits
from lhs_api.problems import ProblemError
from lhs_api.sparql_guard import examine

_IRI = "<https://w3id.org/lhs-kg/id/case/c{}>"
_TYPED = '"1"^^<http://www.w3.org/2001/XMLSchema#integer> '
_MANY = range(520)
_IRIS = [_IRI.format(number) for number in _MANY]


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
