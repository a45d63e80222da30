"""The promise: HEAD costs what its head costs, however large the answer to GET would be."""

import httpx
import pytest

_LARGE = {"query": "SELECT ?s ?p ?o { ?s ?p ?o } # heads", "rows": "2000"}
_GRAPH = {"query": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } # heads"}
_SAME = ("content-type", "etag", "vary", "cache-control", "lhs-row-limit", "link")


def _replaced(client: httpx.Client) -> float:
    lines = client.get("/metrics").text.splitlines()
    return float(
        next(one for one in lines if one.startswith("lhs_workers_replaced_total ")).split()[1]
    )


@pytest.mark.parametrize(
    ("target", "asked", "accept"),
    [
        ("/sparql", _LARGE, "application/sparql-results+json"),
        ("/sparql", _LARGE, "application/sparql-results+xml"),
        ("/sparql", _LARGE, "text/csv"),
        ("/sparql", _GRAPH, "text/turtle"),
        ("/sparql", _GRAPH, "application/rdf+xml"),
        ("/rdf-graph-store", {"default": ""}, "application/n-triples"),
        (
            "/rdf-graph-store",
            {"graph": "https://w3id.org/lhs-kg/graph/ontology"},
            "application/n-triples",
        ),
    ],
)
def test_heads_of_large_answers_replace_no_worker(
    client: httpx.Client, target: str, asked: dict[str, str], accept: str
) -> None:
    before = _replaced(client)

    heads = [client.head(target, params=asked, headers={"Accept": accept}) for _ in range(6)]

    assert [(200, b"")] * 6 == [(one.status_code, one.content) for one in heads]
    assert before == _replaced(client)
    with client.stream("GET", target, params=asked, headers={"Accept": accept}) as whole:
        assert [whole.headers.get(name) for name in _SAME] == [
            heads[0].headers.get(name) for name in _SAME
        ]
        assert "content-length" not in heads[0].headers
        whole.read()


def test_heads_of_answers_that_are_long_in_coming_keep_nobody_out(client: httpx.Client) -> None:
    """All rows up to the limit are collected first, which gives way to others, but is no fault."""
    asked = {"query": "SELECT ?s ?p ?o { ?s ?p ?o }"}

    statuses = [client.head("/sparql", params=asked).status_code for _ in range(6)]
    after = client.get("/sparql", params={"query": "ASK {} # after heads"})

    assert ([200] * 6, 200) == (statuses, after.status_code)
