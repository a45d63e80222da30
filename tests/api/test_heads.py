"""The promise: HEAD costs what its head costs, however large the answer to GET would be."""

import time
from collections.abc import Iterator

import httpx
import pytest

_LARGE = {"query": "SELECT ?s ?p ?o { ?s ?p ?o } # heads", "rows": "2000"}
_GRAPH = {"query": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } # heads"}
_LONG = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?o ?q ?r } # heads"
_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } # heads"
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


@pytest.fixture
def someone(server: str, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """A client that nobody has counted anything of: each test has an address of its own."""
    address = f"127.0.5.{_ASKED.index(request.node.name) + 1}"
    transport = httpx.HTTPTransport(local_address=address, verify=False)
    with httpx.Client(base_url=server, timeout=30, transport=transport) as client:
        yield client


_COUNTED = "test_long_work_is_counted_for_a_head_as_for_a_get"
_FINED = "test_who_does_not_wait_for_a_head_is_fined_as_for_a_get"
_ASKED = [f"{test}[{method}]" for test in (_COUNTED, _FINED) for method in ("GET", "HEAD")]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_long_work_is_counted_for_a_head_as_for_a_get(someone: httpx.Client, method: str) -> None:
    """Whether there is an answer shows only the work, which a HEAD has done as a GET has.

    So it gives way as well, whereupon its worker ends, and who asks on waits with the patient,
    whose workers stay.
    """
    counts = [_replaced(someone)]
    for number in range(12):
        asked = {"query": f"{_LONG} {method} {number}"}
        assert 200 == someone.request(method, "/sparql", params=asked).status_code
        counts.append(_replaced(someone))

    assert counts[0] < counts[9]
    assert counts[9] == counts[-1]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_does_not_wait_for_a_head_is_fined_as_for_a_get(
    someone: httpx.Client, method: str
) -> None:
    with pytest.raises(httpx.ReadTimeout):
        someone.request(method, "/sparql", params={"query": f"{_ENDLESS} {method}"}, timeout=0.8)
    time.sleep(0.5)
    before = _replaced(someone)

    asked = {"query": f"{_LONG} {method} after"}
    answer = someone.request(method, "/sparql", params=asked)

    assert 200 == answer.status_code
    assert before == _replaced(someone)
