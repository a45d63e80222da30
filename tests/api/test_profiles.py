"""The promise: every representation of a document can be found, and asked for by its profile."""

import re

import httpx
import pyoxigraph as ox
import rdflib
import rdflib.compare

from lhs_graph.publication.forms import RDF_FORMS
from lhs_graph.terms import BASE

_CASE = "doc/case/improvecarenow"


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
