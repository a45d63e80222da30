"""The promise: the exported site names forms and profile and heeds parameters as the service."""

import re
from pathlib import Path

import httpx
import pytest

_CASE = "doc/case/improvecarenow"
_GRAPH = "graph/case/improvecarenow"
_DETECTOR = "query/p3-support-without-a-goal"
_DOCUMENTS = ("", "ontology", "shapes", "doc/case", _CASE, "doc/void", _GRAPH, _DETECTOR)
_FULL = "https://w3id.org/lhs-kg/profile/lhs-full"
_TURTLE = "text/turtle"
_RDF_XML = "application/rdf+xml"


def _links(answer: httpx.Response) -> set[str]:
    """The links of an answer, but for those to other profiles, which only the service has."""
    found = {one.strip() for one in re.split(r",\s*(?=<)", answer.headers["link"])}
    return {one for one in found if "profile=" not in one}


def _kind(answer: httpx.Response) -> str:
    return answer.headers["content-type"].split(";")[0]


@pytest.mark.parametrize("accept", ["text/html", _TURTLE, _RDF_XML])
@pytest.mark.parametrize("address", [*_DOCUMENTS, "index.ttl", f"{_CASE}.nt", f"{_CASE}.fr.html"])
def test_links_are_those_of_the_service(
    apache: httpx.Client, client: httpx.Client, address: str, accept: str
) -> None:
    here, there = (host.get(f"/{address}", headers={"Accept": accept}) for host in (apache, client))

    assert here.status_code == there.status_code == 200
    assert _links(here) == _links(there)
    relations = set(re.findall('rel="([a-z]+)"', here.headers["link"]))
    assert {"alternate", "canonical", "describedby", "profile", "license", "type"} == relations
    assert f'<{_FULL}>; rel="profile"' in here.headers["link"]
    for alternate in re.findall('<([^>]*)>; rel="alternate"', here.headers["link"]):
        assert apache.get(alternate).status_code == 200, alternate


@pytest.mark.parametrize(
    ("address", "status"),
    [(_CASE, 200), ("", 200), ("id/case/improvecarenow", 303), ("nowhere", 404), (_CASE, 406)],
)
def test_what_answers_vary_by_is_what_the_service_says(
    apache: httpx.Client, client: httpx.Client, address: str, status: int
) -> None:
    accept = "image/png" if status == 406 else "*/*"
    said = []
    for host in (apache, client):
        asked = {"Accept": accept, "Negotiate": "trans"}
        answer = host.get(f"/{address}", headers=asked, follow_redirects=False)
        assert answer.status_code == status
        said.append(re.split(r",\s*", answer.headers["vary"]))
    assert said[0] == said[1] == ["Accept", "Accept-Language", "Accept-Profile"]


@pytest.mark.parametrize("address", _DOCUMENTS)
@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("_mediatype=application/rdf%2Bxml", "*/*", _RDF_XML),
        ("_mediatype=application%2Frdf%2bxml", "text/html", _RDF_XML),
        ("_mediatype=application/rdf+xml", _TURTLE, _RDF_XML),
        ("_mediatype=application/rdf%20xml", _TURTLE, _RDF_XML),
        ("lang=fr&_mediatype=text/html", _TURTLE, "text/html"),
        ("_mediatype=text%2Fhtml", _TURTLE, "text/html"),
        ("_mediatype=*/*", "text/html", _TURTLE),
        ("_mediatype=text/turtle%3Bq%3D0.1%2Capplication/ld%2Bjson", "", "application/ld+json"),
        ("_mediatype=application/json", "text/html", "application/ld+json"),
        ("_mediatype=image/png", "*/*", None),
        ("_mediatype=image/png", "text/html", None),
        ("_mediatype=", "text/html", "text/html"),
        ("x_mediatype=image/png", "text/html", "text/html"),
    ],
)
def test_the_parameter_beats_the_header(
    apache: httpx.Client,
    client: httpx.Client,
    address: str,
    query: str,
    accept: str,
    kind: str | None,
) -> None:
    for host in (apache, client):
        answer = host.get(f"/{address}?{query}", headers={"Accept": accept})
        assert answer.status_code == (200 if kind else 406), host.base_url
        if kind:
            assert _kind(answer) == kind, host.base_url


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("_profile=lhs-full", 200),
        (f"_profile={_FULL}", 200),
        (f"lang=fr&_profile={_FULL.replace(':', '%3A').replace('/', '%2F')}", 200),
        ("_profile=", 200),
        ("x_profile=nowhere", 200),
        ("_profile=nowhere", 406),
        ("_mediatype=application/rdf%2Bxml&_profile=nowhere", 406),
    ],
)
@pytest.mark.parametrize("address", [*_DOCUMENTS, f"{_CASE}.ttl", "index.rdf"])
def test_profiles_are_taken_and_refused_as_by_the_service(
    apache: httpx.Client, client: httpx.Client, address: str, query: str, status: int
) -> None:
    for host in (apache, client):
        for accept in ("text/html", "*/*"):
            answer = host.get(f"/{address}?{query}", headers={"Accept": accept})
            assert answer.status_code == status, host.base_url


@pytest.mark.parametrize("profile", ["lhs-labelled", "schema", "skos", "dcat", "alt"])
def test_a_profile_that_only_the_service_has_is_refused_in_words(
    apache: httpx.Client, profile: str
) -> None:
    for address in (_CASE, f"{_CASE}.ttl"):
        answer = apache.get(f"/{address}?_profile={profile}&_mediatype=application/rdf%2Bxml")
        assert answer.status_code == 406
        assert "lhs-full" in answer.text


def test_pages_on_profiles_say_that_the_site_has_one(site: Path, client: httpx.Client) -> None:
    for address in ("profile", "profile/skos"):
        for language, said in (("en", "in one profile only"), ("fr", "un seul profil")):
            assert said in (site / f"{address}.{language}.html").read_text(encoding="utf-8")
            assert said not in client.get(f"/{address}.{language}.html").text


def test_what_is_nothing_of_a_document_is_refused_as_by_the_service(
    apache: httpx.Client, client: httpx.Client
) -> None:
    cases = {f"{_CASE}.rq": 406, f"{_CASE}/x?_profile=nowhere": 404, "nowhere?_profile=x": 404}
    for address, status in cases.items():
        for host in (apache, client):
            assert host.get(f"/{address}").status_code == status, (address, host.base_url)
        assert "link" not in apache.get(f"/{address}").headers
