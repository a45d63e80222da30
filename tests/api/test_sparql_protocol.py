"""The promise: every mandatory point of SPARQL 1.1 Protocol, section 2, for queries.

The numbers are those of the Recommendation of 21 March 2013; each test holds one point against the
running server.
"""

from urllib.parse import quote, urlencode

import httpx
import pytest

ONTOLOGY = "https://w3id.org/lhs-kg/graph/ontology"
GEISINGER = "https://w3id.org/lhs-kg/graph/case/geisinger"
ALBERTA = "https://w3id.org/lhs-kg/graph/case/alberta-scns"
ASK = "ASK { ?s ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
NAMED = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
GRAPHS = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3"
DIRECT = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def number(answer: httpx.Response) -> int:
    assert answer.status_code == httpx.codes.OK, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def graphs(answer: httpx.Response) -> set[str]:
    assert answer.status_code == httpx.codes.OK, answer.text
    return {row["g"]["value"] for row in answer.json()["results"]["bindings"]}


def asked(client: httpx.Client, way: str, query: str, *graph: tuple[str, str]) -> httpx.Response:
    """The query with dataset parameters, in one of the three ways of section 2.1."""
    if way == "get":
        return client.get(f"/sparql?{urlencode([('query', query), *graph])}")
    if way == "form":
        body = urlencode([("query", query), *graph])
        return client.post("/sparql", content=body, headers=FORM)
    return client.post(f"/sparql?{urlencode(graph)}", content=query, headers=DIRECT)


WAYS = pytest.mark.parametrize("way", ["get", "form", "direct"])


@WAYS
def test_2_1_each_way_of_asking_is_answered(client: httpx.Client, way: str) -> None:
    assert asked(client, way, ASK).json()["boolean"] is True


def test_2_1_1_a_query_is_percent_decoded(client: httpx.Client) -> None:
    answer = client.get(f"/sparql?query={quote('ASK { FILTER(1 + 1 = 2) }', safe='')}")

    assert answer.json()["boolean"] is True


def test_2_1_2_a_form_may_say_its_charset(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    body = urlencode({"query": "ASK { FILTER('é' = 'é') }"})

    assert client.post("/sparql", content=body, headers=headers).json()["boolean"] is True


def test_2_1_3_a_direct_query_is_utf_8(client: httpx.Client) -> None:
    query = "ASK { FILTER(STRLEN('é') = 1) }".encode()

    assert client.post("/sparql", content=query, headers=DIRECT).json()["boolean"] is True
    broken = client.post("/sparql", content=b"ASK { FILTER('\xe9' = '') }", headers=DIRECT)
    assert broken.status_code == 400


def test_2_1_another_content_type_is_refused(client: httpx.Client) -> None:
    answer = client.post("/sparql", content=ASK, headers={"Content-Type": "text/plain"})

    assert answer.status_code == 415
    assert "application/sparql-query" in answer.headers["accept-post"]


def test_2_1_another_method_is_refused(client: httpx.Client) -> None:
    answer = client.put("/sparql", content=ASK, headers=DIRECT)

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    "target",
    [
        f"/sparql?query={quote(ASK)}&query={quote(ASK)}",
        "/sparql?query=",
        f"/sparql?update={quote('CLEAR ALL')}&query={quote(ASK)}",
    ],
)
def test_2_1_4_exactly_one_query_is_taken(client: httpx.Client, target: str) -> None:
    assert client.get(target).status_code in (400, 403)


@WAYS
def test_2_1_4_default_graphs_are_merged(client: httpx.Client, way: str) -> None:
    one = number(asked(client, way, COUNT, ("default-graph-uri", GEISINGER)))
    other = number(asked(client, way, COUNT, ("default-graph-uri", ALBERTA)))
    both = number(
        asked(client, way, COUNT, ("default-graph-uri", GEISINGER), ("default-graph-uri", ALBERTA))
    )

    assert max(one, other) < both <= one + other


@WAYS
def test_2_1_4_named_graphs_are_those_named(client: httpx.Client, way: str) -> None:
    named = [("named-graph-uri", GEISINGER), ("named-graph-uri", ALBERTA)]

    assert graphs(asked(client, way, NAMED, *named)) == {GEISINGER, ALBERTA}


@WAYS
def test_2_1_4_with_named_graphs_alone_the_default_graph_is_empty(
    client: httpx.Client, way: str
) -> None:
    assert number(asked(client, way, COUNT, ("named-graph-uri", GEISINGER))) == 0


@WAYS
def test_2_1_4_the_protocol_beats_the_query(client: httpx.Client, way: str) -> None:
    query = COUNT.replace("WHERE", f"FROM <{ONTOLOGY}> WHERE")

    with_both = number(asked(client, way, query, ("default-graph-uri", GEISINGER)))
    assert with_both == number(asked(client, way, COUNT, ("default-graph-uri", GEISINGER)))
    assert with_both != number(asked(client, way, query))


def test_2_1_4_the_query_names_its_dataset(client: httpx.Client) -> None:
    query = NAMED.replace("WHERE", f"FROM NAMED <{GEISINGER}> WHERE")

    assert graphs(asked(client, "get", query)) == {GEISINGER}


def test_2_1_4_a_graph_that_is_not_published_is_refused(client: httpx.Client) -> None:
    answer = asked(client, "get", COUNT, ("default-graph-uri", "http://127.0.0.1:9/x"))

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("query", "accept", "type_"),
    [
        (COUNT, "application/sparql-results+json", "application/sparql-results+json"),
        (COUNT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (COUNT, "text/csv;q=0.9, text/tab-separated-values", "text/tab-separated-values"),
        (COUNT, "text/*", "text/csv"),
        (COUNT, "application/json", "application/sparql-results+json"),
        (COUNT, "text/turtle, */*;q=0.1", "application/sparql-results+json"),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
        (GRAPHS, "text/turtle", "text/turtle"),
        (GRAPHS, "application/rdf+xml", "application/rdf+xml"),
        (GRAPHS, "application/ld+json", "application/ld+json"),
        (GRAPHS, "application/n-triples", "application/n-triples"),
        (GRAPHS, "application/json", "application/ld+json"),
        (GRAPHS, "text/plain", "application/n-triples"),
        (GRAPHS, "application/*;q=0.5, text/turtle;q=0.1", "application/n-triples"),
    ],
)
def test_2_1_5_the_form_is_negotiated(
    client: httpx.Client, query: str, accept: str, type_: str
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})

    assert answer.status_code == httpx.codes.OK, answer.text
    assert answer.headers["content-type"].split(";")[0] == type_


def test_2_1_5_what_nobody_accepts_is_said(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": ASK}, headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert "application/sparql-results+json" in answer.json()["offered"]
    assert "Accept" in answer.headers["vary"]


def test_2_1_6_a_malformed_query_is_a_bad_request(client: httpx.Client) -> None:
    answer = asked(client, "get", "SELECT WHERE WHERE")

    assert answer.status_code == 400
    assert answer.json()["position"] == {"line": 1, "column": 16}


def test_2_2_an_update_is_refused(client: httpx.Client) -> None:
    update = "INSERT DATA { <http://a> <http://b> <http://c> }"
    answers = [
        client.post("/sparql", data={"update": update}),
        client.post(
            "/sparql", content=update, headers={"Content-Type": "application/sparql-update"}
        ),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_head_gives_the_headers_alone(client: httpx.Client) -> None:
    full = client.get("/sparql", params={"query": ASK})
    head = client.head("/sparql", params={"query": ASK})

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == full.headers["content-type"]
    assert head.headers["etag"] == full.headers["etag"]


def test_options_say_what_may_be_done(client: httpx.Client) -> None:
    answer = client.options("/sparql")

    assert answer.status_code == 204
    assert {"GET", "POST", "HEAD"} <= set(answer.headers["allow"].replace(" ", "").split(","))


def test_what_is_posted_is_answered_whatever_the_client_has(client: httpx.Client) -> None:
    tag = client.get("/sparql", params={"query": COUNT}).headers["etag"]

    answer = client.post("/sparql", data={"query": COUNT}, headers={"If-None-Match": tag})

    assert 200 == answer.status_code
    assert number(answer) > 0
