"""The promise: reads answer in every form, page by page, with tags, and say what is wrong."""

from typing import Any

import httpx
import pytest

from lhs_graph.terms import BASE


@pytest.mark.parametrize("form", ["json", "html", "csv", "turtle"])
@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/cases/compare?case=geisinger&case=choir",
        "/api/v1/cases/geisinger/nearest?top=2",
        "/api/v1/cases/geisinger/synergy",
        "/api/v1/cases/geisinger/check",
    ],
)
def test_reads_about_systems_come_in_each_form(client: httpx.Client, path: str, form: str) -> None:
    answer = client.get(httpx.URL(path).copy_merge_params({"format": form}))

    assert 200 == answer.status_code, answer.text
    assert form in answer.headers["content-type"]
    assert answer.content


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/cases",
        "/api/v1/cases/geisinger",
        "/api/v1/cases/geisinger/check",
        "/api/v1/gaps?case=geisinger",
        "/api/v1/queries/r01-which-cases-are-described",
        "/api/v1/search?q=registry",
        "/api/v1/report",
        "/api/v1/version",
    ],
)
def test_a_read_carries_a_tag_and_is_not_sent_again(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    again = client.get(path)
    unchanged = client.get(path, headers={"If-None-Match": tag})

    assert (200, 304, b"") == (first.status_code, unchanged.status_code, unchanged.content)
    assert (tag, first.content) == (again.headers["etag"], again.content)
    assert tag == unchanged.headers["etag"]
    assert first.headers["vary"] == unchanged.headers["vary"]
    for changed in ({"Accept-Language": "fr"}, {"Accept": "application/json;q=0.5, */*;q=0.1"}):
        assert client.get(path, headers=changed).status_code == 200
    french = client.get(path, headers={"Accept-Language": "fr", "If-None-Match": tag})
    assert french.status_code == (304 if french.headers["etag"] == tag else 200)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/cases",
        "/api/v1/gaps",
        "/api/v1/search?q=re",
        "/api/v1/queries/r11-which-accelerators-recur?least=2",
    ],
)
def test_pages_lead_through_the_whole_list_without_loss(client: httpx.Client, path: str) -> None:
    address: httpx.URL | None = httpx.URL(path).copy_merge_params({"limit": "1"})
    whole = client.get(httpx.URL(path).copy_merge_params({"limit": "3"})).json()
    found: list[Any] = []
    while address is not None and len(found) < len(whole["items"]):
        page = client.get(address)
        assert 200 == page.status_code, page.text
        found += page.json()["items"]
        following = page.links.get("next")
        address = page.url.join(following["url"]) if following else None

    assert whole["items"]
    assert whole["items"] == found


def test_a_list_of_cases_is_json_ld_of_the_files_context(client: httpx.Client) -> None:
    listed = client.get("/api/v1/cases", params={"limit": 1}).json()
    one = client.get(f"/api/v1/cases/{listed['items'][0]['id']}").json()

    assert listed["@context"][0] == one["@context"][0]
    assert set(listed["items"][0]) - {"iri"} <= set(one)


def test_criteria_choose_among_the_cases(client: httpx.Client) -> None:
    every = client.get("/api/v1/cases").json()
    chosen = client.get("/api/v1/cases", params={"country": "CA", "level": "macrosystem"}).json()

    assert 0 < chosen["total"] < every["total"]
    assert all("macrosystem" in one["levels"] for one in chosen["items"])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/nothing", 404),
        ("/api/v1/cases/nowhere", 404),
        ("/api/v1/cases/Not A Slug", 400),
        ("/api/v1/cases?limt=3", 400),
        ("/api/v1/cases?limit=0", 400),
        ("/api/v1/cases?lang=xx", 400),
        ("/api/v1/cases?format=docx", 400),
        ("/api/v1/cases?country=ZZ", 404),
        ("/api/v1/cases/compare?case=geisinger", 422),
        ("/api/v1/gaps?kind=Z99", 404),
        ("/api/v1/gaps/kinds/Z9", 404),
        ("/api/v1/schemes/pilar", 404),
        ("/api/v1/lookup?iri=lhs:Suport", 404),
        ("/api/v1/lookup?iri=http://[", 404),
        ("/api/v1/resolve?curie=lsh:Support", 404),
        ("/api/v1/resolve?curie=Support", 404),
        ("/api/v1/resolve?curie=https://elsewhere.example/x", 404),
        ("/api/v1/resolve?curie=lhs:a%20b", 400),
        ("/api/v1/resolve", 400),
        ("/api/v1/report?format=csv&table=nothing", 404),
        ("/api/v1/queries/nothing-like-it", 404),
        ("/api/v1/queries/r24-how-do-two-cases-differ?case=a:%5B%5B&other=choir", 400),
    ],
)
def test_each_wrong_read_is_a_problem(client: httpx.Client, path: str, status: int) -> None:
    answer = client.get(path)

    assert status == answer.status_code, answer.text
    assert "application/problem+json" == answer.headers["content-type"]
    members = answer.json()
    assert members["title"]
    assert members["detail"]
    assert members["instance"]


def test_methods_are_told_and_head_has_no_body(client: httpx.Client) -> None:
    wrong = client.delete("/api/v1/cases")
    asked = client.request("OPTIONS", "/api/v1/cases")
    head, read = client.head("/api/v1/cases"), client.get("/api/v1/cases")

    assert (405, "GET, HEAD, OPTIONS") == (wrong.status_code, wrong.headers["allow"])
    assert (204, "GET, HEAD, OPTIONS") == (asked.status_code, asked.headers["allow"])
    assert (200, b"") == (head.status_code, head.content)
    assert read.headers["etag"] == head.headers["etag"]


def test_nothing_acceptable_is_said_with_what_is_offered(client: httpx.Client) -> None:
    answer = client.get("/api/v1/cases", headers={"Accept": "image/png"})

    assert 406 == answer.status_code
    assert ["application/json", "text/csv", "application/ld+json"] == answer.json()["offered"]
    assert "Accept" in answer.headers["vary"]


def test_a_question_is_found_by_its_number(client: httpx.Client) -> None:
    answer = client.get("/api/v1/queries/R11", params={"least": "2"})

    assert 303 == answer.status_code
    assert answer.headers["location"].endswith("r11-which-accelerators-recur?least=2")


@pytest.mark.parametrize(
    ("form", "begins"),
    [("sparql-json", '{"head"'), ("sparql-xml", "<?xml"), ("csv", "concept,"), ("tsv", "?concept")],
)
def test_questions_answer_in_the_standard_forms(
    client: httpx.Client, form: str, begins: str
) -> None:
    address = "/api/v1/queries/r11-which-accelerators-recur"

    assert client.get(address, params={"format": form}).text.startswith(begins)


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("lhs:Support", "https://w3id.org/lhs-kg/ontology#Support"),
        ("https://w3id.org/lhs-kg/ontology#hasGoal", "https://w3id.org/lhs-kg/ontology#hasGoal"),
        ("lhsc:pillar/social", "https://w3id.org/lhs-kg/concept/pillar/social"),
        ("lhsc:gap/P1", "https://w3id.org/lhs-kg/concept/gap/P1"),
        ("geisinger", "https://w3id.org/lhs-kg/id/case/geisinger"),
    ],
)
def test_anything_can_be_looked_up(client: httpx.Client, name: str, iri: str) -> None:
    entry = client.get("/api/v1/lookup", params={"iri": name}).json()

    assert iri == entry["iri"]
    assert entry["label"]
    assert entry["statements"]


@pytest.mark.parametrize(
    "address",
    [
        "graph/ontology",
        "graph/case/geisinger",
        "graph/queries",
        "shapes",
        "problem/timeout",
        "profile/lhs-full",
        "cq/L01",
        "ontology/0.1.0",
        "dataset",
        "catalog",
    ],
)
def test_whatever_dereferences_can_be_looked_up(client: httpx.Client, address: str) -> None:
    assert client.get(f"/{address}", headers={"Accept": "text/turtle"}).is_success
    answer = client.get("/api/v1/lookup", params={"iri": f"{BASE}{address}"})

    assert 200 == answer.status_code, answer.text
    entry = answer.json()
    assert f"{BASE}{address}" == entry["iri"]
    assert entry["statements"]
    assert entry["graphs"]


def test_a_term_that_no_document_of_ours_names_is_not_found(client: httpx.Client) -> None:
    answer = client.get("/api/v1/lookup", params={"iri": f"{BASE}graph/case/no-such-case"})

    assert 404 == answer.status_code


@pytest.mark.parametrize(
    ("name", "curie", "iri", "document"),
    [
        ("lhs:Support", "lhs:Support", f"{BASE}ontology#Support", "ontology#Support"),
        (f"{BASE}ontology#Support", "lhs:Support", f"{BASE}ontology#Support", "ontology#Support"),
        (
            "lhsc:pillar/social",
            "lhsc:pillar/social",
            f"{BASE}concept/pillar/social",
            "doc/concept/pillar/social",
        ),
        ("lhs:Never", "lhs:Never", f"{BASE}ontology#Never", "ontology#Never"),
        ("skos:Concept", "skos:Concept", "http://www.w3.org/2004/02/skos/core#Concept", None),
    ],
)
def test_a_compact_iri_and_a_whole_one_are_spelt_both_ways(
    client: httpx.Client, name: str, curie: str, iri: str, document: str | None
) -> None:
    found = client.get("/api/v1/resolve", params={"curie": name}).json()

    assert (curie, iri, document) == (found["curie"], found["iri"], found["document"])
    assert iri.startswith(found["namespace"])
    assert curie.startswith(f"{found['prefix']}:")


def test_a_prefix_that_is_none_is_told_with_the_nearest(client: httpx.Client) -> None:
    answer = client.get("/api/v1/resolve", params={"curie": "lsh:Support"})

    assert "lhs" in answer.json()["detail"]


def test_the_levels_of_a_check_are_told_in_both_languages(client: httpx.Client) -> None:
    told = [
        client.get("/api/v1/check/levels", params={"lang": language}).json()["items"]
        for language in ("en", "fr")
    ]
    alias = client.get("/api/v1/validate/profiles").json()["items"]

    assert ["wellformed", "framework", "aligned"] == [one["level"] for one in told[0]]
    assert [False, False, True] == [one["usual"] for one in told[0]]
    assert told[0] == alias
    assert not [one for one, other in zip(*told, strict=True) if one["label"] == other["label"]]


def test_search_minds_neither_case_nor_accents(client: httpx.Client) -> None:
    found = [
        client.get("/api/v1/search", params={"q": words, "lang": "fr"}).json()["items"]
        for words in ("équité", "EQUITE")
    ]

    assert found[0] == found[1]
    assert "https://w3id.org/lhs-kg/concept/value/equity" == found[0][0]["iri"]


def test_the_service_tells_its_state(client: httpx.Client) -> None:
    assert {"status": "live"} == client.get("/api/v1/health/live").json()
    ready = client.get("/api/v1/health/ready").json()
    version = client.get("/api/v1/version").json()

    assert ("ready", version["data_version"]) == (ready["status"], ready["data_version"])
    assert 5_000_000 == client.get("/api/v1/limits").json()["document"]


@pytest.mark.parametrize("address", ["/api", "/api/", "/api/v1", "/api/v1/"])
@pytest.mark.parametrize(
    ("accept", "target"), [("*/*", "/api/openapi.json"), ("text/html,*/*;q=0.8", "/api/docs")]
)
def test_the_address_of_the_interface_leads_to_its_description(
    client: httpx.Client, address: str, accept: str, target: str
) -> None:
    answer = client.get(address, headers={"Accept": accept})

    assert 303 == answer.status_code
    assert target == answer.headers["location"]
    assert 200 == client.get(target).status_code
