"""The promise: the endpoint answers as the SPARQL 1.1 Protocol says, and cannot be hanged."""

import httpx
import pytest
from rdflib import Graph, Namespace

_CASES = "SELECT ?case WHERE { ?case a lhs:LearningHealthSystem } ORDER BY ?case"
_ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?l"


def test_a_query_is_answered_by_get_form_and_direct_post(client: httpx.Client) -> None:
    answers = [
        client.get("/sparql", params={"query": _CASES}),
        client.post("/sparql", data={"query": _CASES}),
        client.post(
            "/sparql",
            content=_CASES,
            headers={"Content-Type": "application/sparql-query; charset=utf-8"},
        ),
    ]

    assert [200, 200, 200] == [answer.status_code for answer in answers]
    first, *others = [answer.json()["results"]["bindings"] for answer in answers]
    assert len(first) >= 39
    assert all(first == other for other in others)


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("application/sparql-results+json", '{"head"'),
        ("application/sparql-results+xml", "<?xml"),
        ("text/csv", "case\r\n"),
        ("text/tab-separated-values", "?case\n"),
    ],
)
def test_rows_come_in_each_standard_form(client: httpx.Client, form: str, begins: str) -> None:
    answer = client.get("/sparql", params={"query": _CASES}, headers={"Accept": form})

    assert form == answer.headers["content-type"].split(";")[0]
    assert answer.text.startswith(begins)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("query", "status", "kind"),
    [
        ("SELECT ?s WHERE {", 400, "malformed-query"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, "feature-refused"),
        ("SELECT * { SERV\\u0049CE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, "feature-refused"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", 403, "update-refused"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 403, "graph-not-published"),
        ("SELECT * {" + "{" * 20_000 + "}" * 20_000 + "}", 413, "query-too-deep"),
        ("SELECT (" + "1+" * 20_000 + "1 AS ?x) {}", 413, "query-too-chained"),
        ("SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 2_000) + " }", 413, "query-too-chained"),
        ("SELECT * { FILTER(" + "!" * 20_000 + "true) }", 413, "query-too-chained"),
        ("# " + "x" * 70_000 + "\nASK {}", 413, "query-too-long"),
    ],
)
def test_what_would_hang_or_reach_out_is_refused_with_a_reason(
    client: httpx.Client, query: str, status: int, kind: str
) -> None:
    answer = client.post("/sparql", data={"query": query})

    assert status == answer.status_code
    assert "application/problem+json" == answer.headers["content-type"]
    assert answer.json()["type"].endswith(f"/problem/{kind}")
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "query",
    [
        _ENDLESS,
        "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    ],
)
def test_what_takes_too_much_is_stopped_and_others_go_on(client: httpx.Client, query: str) -> None:
    stopped = client.post("/sparql", data={"query": query})

    assert 503 == stopped.status_code
    assert stopped.headers["retry-after"]
    assert 200 == client.get("/sparql", params={"query": _CASES}).status_code


def test_rows_beyond_the_limit_are_announced_and_can_be_fetched(client: httpx.Client) -> None:
    query = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
    first = client.get("/sparql", params={"query": query, "rows": "7"})
    assert 7 == len(first.json()["results"]["bindings"])
    assert ("7", "true") == (
        first.headers["lhs-row-limit"],
        first.headers["lhs-rows-left-out"],
    )

    second = client.get("/sparql" + first.links["next"]["url"])

    rows = first.json()["results"]["bindings"] + second.json()["results"]["bindings"]
    assert 14 == len({str(row) for row in rows})


def test_what_several_graphs_say_is_met_once(client: httpx.Client) -> None:
    def count(what: str, where: str) -> int:
        query = f"SELECT (COUNT({what}) AS ?n) WHERE {{ {where} }}"
        answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
        return int(answer.text.splitlines()[1])

    in_graphs = count("*", "GRAPH ?g { ?s ?p ?o }")
    once = count("*", "{ SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }")

    assert in_graphs > once, "no two graphs say the same, so that nothing was tried"
    assert once == count("*", "?s ?p ?o")
    assert count("?s", "?s a lhs:Reference") == count("DISTINCT ?s", "?s a lhs:Reference")


def test_an_unchanged_answer_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": _CASES})

    again = client.get(
        "/sparql", params={"query": _CASES}, headers={"If-None-Match": first.headers["etag"]}
    )

    assert (304, b"") == (again.status_code, again.content)
    assert "Accept" in again.headers["vary"]


def test_an_answer_without_content_says_no_length(client: httpx.Client) -> None:
    tag = client.get("/sparql", params={"query": _CASES}).headers["etag"]
    read = {"params": {"query": _CASES}, "headers": {"If-None-Match": tag}}

    answers = [client.get("/sparql", **read), client.options("/sparql")]  # type: ignore[arg-type]

    assert [304, 204] == [one.status_code for one in answers]
    assert not any("content-length" in one.headers for one in answers)


def test_without_a_query_the_service_describes_itself(client: httpx.Client) -> None:
    answer = client.get("/sparql")

    assert "text/turtle" in answer.headers["content-type"]
    graph = Graph().parse(data=answer.text, format="turtle")
    described = Namespace("http://www.w3.org/ns/sparql-service-description#")
    names = {str(name) for name in graph.objects(None, described.name)}
    assert "https://w3id.org/lhs-kg/graph/case/geisinger" in names
    assert list(graph.subjects(None, described.Service))
    formats = {str(one).rpartition("/")[-1] for one in graph.objects(None, described.resultFormat)}
    tables = {f"SPARQL_Results_{name}" for name in ("JSON", "XML", "CSV", "TSV")}
    graphs = {"Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"}
    assert formats == tables | graphs
    assert {str(one).rpartition("/")[0] for one in graph.objects(None, described.resultFormat)} == {
        "http://www.w3.org/ns/formats"
    }
