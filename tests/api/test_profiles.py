"""The promise: every representation of a document can be found, and asked for by its profile."""

import re

import httpx
import pyoxigraph as ox
import pytest
import rdflib
import rdflib.compare

from lhs_graph.publication.forms import RDF_FORMS
from lhs_graph.terms import BASE

_CASE = "doc/case/improvecarenow"
_DCAT = "http://www.w3.org/ns/dcat#"
_DCTERMS = "http://purl.org/dc/terms/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def _parsed(answer: httpx.Response) -> set[ox.Triple]:
    form = RDF_FORMS[answer.headers["content-type"].split(";")[0]]
    return {quad.triple for quad in ox.parse(answer.content, format=form)}


def test_every_profile_that_is_named_is_described(client: httpx.Client) -> None:
    links = client.get(f"/{_CASE}.ttl").headers["link"]
    named = set(re.findall(rf'profile="{BASE}(profile/[a-z-]+)"', links))

    assert {"profile/lhs-labelled", "profile/schema"} <= named
    for address in (*named, "profile/lhs-full"):
        token = address.removeprefix("profile/")
        assert token in {
            getattr(one.object, "value", "") for one in _parsed(client.get(f"/{address}"))
        }


def test_the_representations_of_a_document_are_listed_and_each_is_there(
    client: httpx.Client,
) -> None:
    alt = client.get(f"/{_CASE}", params={"_profile": "alt"})
    has = "http://www.w3.org/ns/dx/connegp/altr#hasRepresentation"
    found = [
        one.object.value.removeprefix(BASE)  # type: ignore[union-attr]
        for one in _parsed(alt)
        if one.predicate.value == has
    ]

    assert 3 * 4 + 1 == len(found), found
    assert {200} == {client.get(f"/{one}").status_code for one in found}
    assert 'rel="profile"' in alt.headers["link"]
    page = client.get(f"/{_CASE}", params={"_profile": "alt"}, headers={"Accept": "text/html"}).text
    assert "Representations of" in page
    assert "improvecarenow.ttl?_profile=lhs-labelled" in page


def test_a_profile_may_be_asked_for_by_its_iri(client: httpx.Client) -> None:
    asked = client.get(f"/{_CASE}.ttl", params={"_profile": f"{BASE}profile/lhs-labelled"})

    assert 200 == asked.status_code
    assert f'<{BASE}profile/lhs-labelled>; rel="profile"' in asked.headers["link"]


def test_a_named_graph_is_the_same_graph_in_json_ld(client: httpx.Client) -> None:
    graphs = []
    for kind in ("text/turtle", "application/ld+json"):
        answer = client.get("/graph/case/mpog", headers={"Accept": kind})
        graphs.append(rdflib.Graph().parse(data=answer.text, format=kind))

    assert len(graphs[0]) > 100
    assert rdflib.compare.isomorphic(*graphs)


def test_an_etag_of_data_depends_on_no_language(client: httpx.Client) -> None:
    tags = {
        client.get(f"/{_CASE}.ttl", headers={"Accept-Language": one}).headers["etag"]
        for one in ("en", "fr")
    }

    assert 1 == len(tags)


@pytest.mark.parametrize("address", ["dataset", "doc/void", "catalog"])
def test_a_dataset_is_offered_to_readers_of_dcat_and_of_schema(
    client: httpx.Client, address: str
) -> None:
    dcat = client.get(f"/{address}", params={"_profile": "dcat"})
    schema = client.get(f"/{address}", params={"_profile": "schema"})

    assert (dcat.status_code, schema.status_code) == (200, 200)
    statements = _parsed(dcat)
    assert f"{_DCAT}distribution" in {one.predicate.value for one in statements}
    types = {
        one.object.value  # type: ignore[union-attr]
        for one in statements
        if one.predicate.value == f"{_RDF}type"
    }
    assert f"{_DCAT}Dataset" in types
    assert not [one for one in types if "void" in one]
    kind = "DataCatalog" if address == "catalog" else "Dataset"
    assert f"https://schema.org/{kind}" in {
        getattr(one.object, "value", "") for one in _parsed(schema)
    }


def test_what_dcat_ap_demands_is_said_in_both_languages(client: httpx.Client) -> None:
    statements = _parsed(client.get("/catalog.ttl"))
    demanded = {"Catalog": ("title", "description"), "Dataset": ("title", "description")}

    looked_at = 0
    for kind, names in {**demanded, "DataService": ("title",)}.items():
        things = [one.subject for one in statements if one.object == ox.NamedNode(f"{_DCAT}{kind}")]
        for thing, name in ((one, name) for one in things for name in names):
            told = {
                getattr(one.object, "language", None)
                for one in statements
                if one.subject == thing and one.predicate.value == f"{_DCTERMS}{name}"
            }
            assert told == {"en", "fr"}, (thing, name)
            looked_at += 1
    assert looked_at == 2 + 2 * 2 + 2


@pytest.mark.parametrize(
    ("address", "kind", "asked"),
    [
        ("ontology", "text/html", {"params": {"_profile": "skos"}}),
        ("ontology", "text/html", {"headers": {"Accept-Profile": f"<{BASE}profile/skos>"}}),
        ("query/r01-which-cases-are-described", "text/csv", {"params": {"_profile": "schema"}}),
        ("query/r01-which-cases-are-described", "text/csv", {"params": {"_profile": "alt"}}),
        (
            "query/r01-which-cases-are-described",
            "application/sparql-query",
            {"params": {"_profile": "lhs-labelled"}},
        ),
    ],
)
def test_a_form_without_profiles_claims_none_but_the_default(
    client: httpx.Client, address: str, kind: str, asked: dict[str, dict[str, str]]
) -> None:
    accept = {"Accept": kind}
    plain = client.head(f"/{address}", headers=accept)
    wished = client.head(
        f"/{address}", params=asked.get("params"), headers={**accept, **asked.get("headers", {})}
    )

    assert wished.status_code == 200
    assert f'<{BASE}profile/lhs-full>; rel="profile"' in wished.headers["link"]
    for name in ("link", "etag", "content-location", "content-type"):
        assert plain.headers[name] == wished.headers[name]


def test_a_page_refuses_a_profile_that_the_document_has_not(client: httpx.Client) -> None:
    answer = client.get(
        "/ontology", params={"_profile": "nonsense"}, headers={"Accept": "text/html"}
    )

    assert answer.status_code == 406


@pytest.mark.parametrize("suffix", ["", ".ttl", ".fr.html", ".ttl?_profile=lhs-labelled"])
def test_the_canonical_link_of_every_representation_is_the_iri_of_the_document(
    client: httpx.Client, suffix: str
) -> None:
    links = client.head(f"/{_CASE}{suffix}").headers["link"]

    assert re.findall(r'<([^>]*)>; rel="canonical"', links) == [f"{BASE}{_CASE}"]
