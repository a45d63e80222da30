"""Linked data against the running service: the HTTP section of the publication design."""

import json
from email.utils import parsedate_to_datetime
from hashlib import sha256

import httpx
import pyoxigraph as ox
import pytest

from lhs_graph.terms import BASE

_QUERY = "query/r01-which-cases-are-described"
_CASE = "doc/case/improvecarenow"
_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_TYPES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
}


def _parsed(answer: httpx.Response) -> set[ox.Triple]:
    kind = answer.headers["content-type"].split(";")[0]
    return {quad.triple for quad in ox.parse(answer.content, format=_TYPES[kind])}


@pytest.mark.parametrize(
    ("thing", "document"),
    [
        ("id/case/improvecarenow", _CASE),
        ("concept/pillar/social", "doc/concept/pillar/social"),
        ("scheme/pillar", "doc/scheme/pillar"),
        ("id/reference/menear-2019-framework", "doc/reference/menear-2019-framework"),
        (".well-known/void", "doc/void"),
    ],
)
def test_a_thing_is_answered_with_303_to_its_document(
    client: httpx.Client, thing: str, document: str
) -> None:
    answer = client.get(f"/{thing}?lang=fr")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/{document}?lang=fr"
    assert "Accept-Profile" in answer.headers["vary"]
    assert client.get(answer.headers["location"]).status_code == 200


def test_limits_are_found_at_the_base_too(client: httpx.Client) -> None:
    answer = client.get("/limits?lang=fr")

    assert (303, "/api/v1/limits?lang=fr") == (answer.status_code, answer.headers["location"])
    assert "seconds" in client.get(answer.headers["location"]).json()


def test_a_thing_that_is_not_there_is_404_and_not_redirected(client: httpx.Client) -> None:
    assert client.get("/id/case/nowhere").status_code == 404


@pytest.mark.parametrize("kind", sorted(_TYPES))
def test_every_form_holds_the_same_statements(client: httpx.Client, kind: str) -> None:
    one = _parsed(client.get(f"/{_CASE}", headers={"Accept": kind}))
    turtle = _parsed(client.get(f"/{_CASE}.ttl"))

    assert len(turtle) > 100
    assert one == turtle


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (_BROWSER, "text/html"),
        ("*/*", "text/turtle"),
        ("", "text/turtle"),
        ("text/turtle, text/html", "text/html"),
        ("text/turtle;q=0.9, application/rdf+xml", "application/rdf+xml"),
        ("application/*, text/turtle;q=0.1", "application/ld+json"),
        ("application/json", "application/ld+json"),
        ("text/*;q=0.5, text/turtle;q=0, application/n-triples;q=0.4", "text/html"),
    ],
)
@pytest.mark.parametrize("address", ["ontology", "shapes", _CASE, "doc/concept/pillar/social"])
def test_the_type_is_negotiated_by_full_q_values(
    client: httpx.Client, address: str, accept: str, kind: str
) -> None:
    answer = client.get(f"/{address}", headers={"Accept": accept})

    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == kind
    assert answer.headers["vary"].startswith("Accept, Accept-Language, Accept-Profile")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_answer_of_a_query_is_one_of_its_forms(client: httpx.Client, language: str) -> None:
    wanted = {"Accept": "text/csv", "Accept-Language": language}

    answer = client.get(f"/{_QUERY}", headers=wanted)
    fixed = client.get(answer.headers["content-location"])
    again = client.get(f"/{_QUERY}", headers={**wanted, "If-None-Match": answer.headers["etag"]})

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-language"] == language
    assert answer.headers["content-location"] == f"/{_QUERY}.{language}.csv"
    assert answer.text.count("\n") > 30
    assert fixed.text == answer.text
    assert again.status_code == 304
    assert "text/csv" in client.get(f"/{_QUERY}.ttl").headers["link"]


def test_nothing_acceptable_is_406_with_what_is_offered(client: httpx.Client) -> None:
    answer = client.get("/ontology", headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    assert "text/turtle" in answer.json()["offered"]
    assert "Accept-Profile" in answer.headers["vary"]


def test_links_name_the_other_forms_and_they_are_there(client: httpx.Client) -> None:
    answer = client.get(f"/{_CASE}", headers={"Accept": "text/turtle"})

    alternates = [
        part.split(">")[0].strip(" <")
        for part in answer.headers["link"].split(", ")
        if 'rel="alternate"' in part
    ]
    assert len(alternates) == 4 + 3, "four other forms, three other profiles"
    for address in (*alternates, answer.headers["content-location"]):
        assert client.get(address).status_code == 200, address
    for relation in ("canonical", "describedby", "profile", "license", "type"):
        assert f'rel="{relation}"' in answer.headers["link"]


def test_a_read_has_a_strong_etag_of_its_form_and_answers_304(client: httpx.Client) -> None:
    turtle, page = client.get(f"/{_CASE}.ttl"), client.get(f"/{_CASE}.en.html")
    again = client.get(f"/{_CASE}.ttl", headers={"If-None-Match": turtle.headers["etag"]})

    assert turtle.headers["etag"] != page.headers["etag"]
    assert not turtle.headers["etag"].startswith("W/")
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["vary"] == turtle.headers["vary"]
    assert parsedate_to_datetime(turtle.headers["last-modified"]).tzinfo is not None


def test_head_is_get_without_the_body_and_options_says_what_is_allowed(
    client: httpx.Client,
) -> None:
    head = client.head(f"/{_CASE}.ttl")
    options = client.options(f"/{_CASE}")

    assert head.content == b""
    assert int(head.headers["content-length"]) == len(client.get(f"/{_CASE}.ttl").content)
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    assert client.put(f"/{_CASE}").status_code == 405


def test_profiles_choose_the_statements(client: httpx.Client) -> None:
    address = "/doc/concept/pillar/social"
    full = _parsed(client.get(address))
    labelled = client.get(address, params={"_profile": "lhs-labelled"})
    skos = client.get(
        address, headers={"Accept-Profile": f"<{BASE}profile/skos>", "Accept": "text/turtle"}
    )

    assert labelled.headers["content-type"].startswith("text/turtle")
    assert full < _parsed(labelled)
    assert _parsed(skos)
    assert f'<{BASE}profile/skos>; rel="profile"' in skos.headers["link"]
    assert client.get(address, params={"_profile": "nonsense"}).status_code == 406


def test_a_parameter_beats_the_header(client: httpx.Client) -> None:
    answer = client.get(f"/{_CASE}", params={"_mediatype": "application/rdf+xml", "download": "1"})

    assert answer.headers["content-type"] == "application/rdf+xml"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "content-disposition" not in client.get(f"/{_CASE}").headers


def test_iris_are_never_rewritten(client: httpx.Client, server: str) -> None:
    for suffix in ("ttl", "jsonld", "rdf", "nt"):
        text = client.get(f"/{_CASE}.{suffix}").text
        assert f"{BASE}id/case/improvecarenow" in text or "improvecarenow" in text
        assert server.split("//")[1] not in text


def test_the_ontology_has_one_header_and_needs_no_redirect(client: httpx.Client) -> None:
    triples = _parsed(client.get("/ontology", headers={"Accept": "application/rdf+xml"}))

    kind = ox.NamedNode("http://www.w3.org/2002/07/owl#Ontology")
    assert {str(one.subject) for one in triples if one.object == kind} == {f"<{BASE}ontology>"}
    imports = "http://www.w3.org/2002/07/owl#imports"
    assert not [one for one in triples if one.predicate.value == imports]


def test_the_version_iri_of_the_ontology_answers(client: httpx.Client) -> None:
    version = "http://www.w3.org/2002/07/owl#versionIRI"
    iri = next(
        one.object.value  # type: ignore[union-attr]
        for one in _parsed(client.get("/ontology"))
        if one.predicate.value == version
    )
    answer = client.get(f"/{iri.removeprefix(BASE)}", headers={"Accept": "text/turtle"})

    assert answer.status_code == 200


def test_every_term_and_part_has_its_anchor_on_the_page(client: httpx.Client) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    case = client.get(f"/{_CASE}.en.html").text

    assert 'id="Support"' in page
    assert 'id="multicentre-registry"' in case
    assert "application/ld+json" in case


def test_pages_speak_the_language_that_is_asked_for(client: httpx.Client) -> None:
    header = client.get(f"/{_CASE}", headers={"Accept": "text/html", "Accept-Language": "fr-CA"})
    asked = client.get(
        f"/{_CASE}", params={"lang": "en"}, headers={"Accept": "text/html", "Accept-Language": "fr"}
    )

    assert header.headers["content-language"] == "fr"
    assert '<html lang="fr">' in header.text
    assert asked.headers["content-language"] == "en"
    assert "default-src 'self'" in asked.headers["content-security-policy"]


@pytest.mark.parametrize(
    "address",
    [f"{_CASE}.de.html", f"{_CASE}.fr.ttl", f"{_CASE}.zz.html", "index.de.html", f"{_QUERY}.fr.rq"],
)
def test_a_language_that_the_form_has_not_is_no_address(client: httpx.Client, address: str) -> None:
    assert client.get(f"/{address}").status_code == 404


def test_what_is_not_there_is_a_page_for_browsers_and_a_problem_for_others(
    client: httpx.Client,
) -> None:
    page = client.get("/nothing", headers={"Accept": _BROWSER})
    problem = client.get("/nothing")

    assert (page.status_code, problem.status_code) == (404, 404)
    assert page.headers["content-type"].startswith("text/html")
    kind = problem.json()["type"]
    assert client.get(f"/{kind.removeprefix(BASE)}").status_code == 200


def test_the_home_page_has_addresses_of_its_forms(client: httpx.Client) -> None:
    for address in ("/", "/index", "/index.fr.html", "/index.ttl"):
        assert client.get(address).status_code == 200, address


def test_a_query_is_there_as_text(client: httpx.Client) -> None:
    answer = client.get("/query/r01-which-cases-are-described.rq")

    assert answer.headers["content-type"] == "application/sparql-query"
    assert "SELECT" in answer.text


def test_a_graph_keeps_its_name_where_the_form_has_names(client: httpx.Client) -> None:
    answer = client.get("/graph/case/improvecarenow.nq")
    quads = list(ox.parse(answer.content, format=ox.RdfFormat.N_QUADS))

    names = {str(quad.graph_name) for quad in quads}
    assert names == {f"<{BASE}graph/case/improvecarenow>"}


def test_the_catalogue_names_files_that_are_there_with_their_checksums(
    client: httpx.Client,
) -> None:
    triples = _parsed(client.get("/catalog"))
    value = "http://spdx.org/rdf/terms#checksumValue"
    sums = {
        str(one.subject).strip("<>").split("#")[0]: one.object.value  # type: ignore[union-attr]
        for one in triples
        if one.predicate.value == value
    }

    assert sums
    for iri, digest in sums.items():
        content = client.get(f"/{iri.removeprefix(BASE)}").content
        assert sha256(content).hexdigest() == digest


def test_void_counts_what_the_dump_holds(client: httpx.Client) -> None:
    triples = _parsed(client.get("/doc/void"))
    void = "http://rdfs.org/ns/void#"
    parts = {one.object for one in triples if one.predicate.value == f"{void}propertyPartition"}
    counted = sum(
        int(one.object.value)  # type: ignore[union-attr,misc]
        for one in triples
        if one.predicate.value == f"{void}triples" and one.subject in parts
    )
    whole = next(
        int(one.object.value)  # type: ignore[union-attr]
        for one in triples
        if one.predicate.value == f"{void}triples" and str(one.subject) == f"<{BASE}dataset>"
    )

    assert counted == whole > 10_000


def test_every_address_of_the_sitemap_answers(client: httpx.Client) -> None:
    text = client.get("/sitemap.xml").text
    found = [part.split("</loc>")[0] for part in text.split("<loc>")[1:]]

    assert len(found) > 1000
    for address in found[:: len(found) // 60]:
        assert client.get(address).status_code == 200, address


def test_what_a_page_embeds_for_search_engines_is_json(client: httpx.Client) -> None:
    page = client.get("/doc/scheme/pillar.en.html").text
    embedded = page.split('<script type="application/ld+json">')[1].split("</script>")[0]

    assert json.loads(embedded)["@type"] == "DefinedTermSet"


def test_the_interfaces_keep_their_own_failures(client: httpx.Client) -> None:
    assert client.get("/api/v1/check").status_code == 405
    assert client.get("/api/v1/nothing").status_code == 404


@pytest.mark.parametrize("address", ["ontology", "sparql", "api/v1/version"])
def test_scripts_of_other_sites_may_read(client: httpx.Client, address: str) -> None:
    answer = client.get(f"/{address}", headers={"Origin": "https://example.org"})

    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert "Link" in answer.headers["access-control-expose-headers"]
    assert "Accept" in answer.headers["vary"]
