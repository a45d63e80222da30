"""The promise: what was published goes on answering: versions, what changed, what was withdrawn."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.release import Release
from lhs_graph.service import KnowledgeGraph

_BASE = "https://w3id.org/lhs-kg/"
_OLD = "0.0.9"
_LEFT = "choir"
"""A case that the newer release does not describe any more."""
_CASES = {_LEFT, "alberta-scns", "improvecarenow", "kaiser-permanente"}
"""Those of the releases; what is seen here does not depend on how many there are."""


def _older_catalogue(folder: Path) -> Catalogue:
    """The shipped files as an older version would have them.

    It lacks a scale, words a label otherwise, and has a term that is deprecated since.
    """
    root = Catalogue.shipped().root
    for name in ("ontology", "shapes", "queries", "cases"):
        shutil.copytree(root / name, folder / name)
    header = folder / "ontology" / "lhs.ttl"
    header.write_text(header.read_text().replace("0.1.0", _OLD))
    scales = folder / "ontology" / "concepts" / "scale.ttl"
    scales.write_text(scales.read_text().replace('"scales of operation"@en', '"scales"@en'))
    with (folder / "ontology" / "core.ttl").open("a") as core:
        core.write('\nlhs:oldTerm a owl:ObjectProperty ; rdfs:label "old term"@en .\n')
    return Catalogue(folder)


def _build(catalogue: Catalogue, out: Path, number: str, leave_out: str, created: datetime) -> None:
    graph = KnowledgeGraph(catalogue, number, lambda _: Release.current(out))
    paths = [path for path in graph.catalogue.cases() if path.stem in _CASES - {leave_out}]
    descriptions = [graph.reader.read_file(path) for path in paths]
    graph.build(out, descriptions, [], created)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An older release, one that is not kept, one that is, and one without a case."""
    out = tmp_path_factory.mktemp("releases")
    older = _older_catalogue(tmp_path_factory.mktemp("older"))
    _build(older, out, _OLD, "", datetime(2026, 10, 1, tzinfo=UTC))
    for day, slug in ((1, "kaiser-permanente"), (2, "alberta-scns"), (3, _LEFT)):
        _build(Catalogue.shipped(), out, "0.1.0", slug, datetime(2026, 11, day, tzinfo=UTC))
    return out


@pytest.fixture(scope="module")
def client(
    releases: Path, serving_releases: Callable[[Path], AbstractContextManager[Any]]
) -> Iterator[httpx.Client]:
    """A client of a service that holds both."""
    with (
        serving_releases(releases) as running,
        httpx.Client(base_url=running.address, timeout=30, verify=False) as client,
    ):
        yield client


def _turtle(client: httpx.Client, address: str) -> set[ox.Triple]:
    answer = client.get(f"/{address}", headers={"Accept": "text/turtle"})
    assert answer.status_code == 200, answer.text
    return {quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.TURTLE)}


def test_both_versions_of_the_ontology_answer_each_with_its_own_words(
    client: httpx.Client,
) -> None:
    scheme = ox.NamedNode(f"{_BASE}scheme/scale")
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    worded = {
        version: {
            one.object.value
            for one in _turtle(client, f"ontology/{version}")
            if (one.subject, one.predicate) == (scheme, label)
            and isinstance(one.object, ox.Literal)
            and one.object.language == "en"
        }
        for version in (_OLD, "0.1.0")
    }

    assert {_OLD: {"scales"}, "0.1.0": {"scales of operation"}} == worded


def test_a_version_may_be_kept_for_ever_once_another_follows_it(client: httpx.Client) -> None:
    caching = {
        version: client.get(f"/ontology/{version}.ttl").headers["cache-control"]
        for version in (_OLD, "0.1.0")
    }

    assert "immutable" in caching[_OLD]
    assert "immutable" not in caching["0.1.0"]


def test_what_changed_between_them_is_a_document(client: httpx.Client) -> None:
    account = "ontology/0.1.0/changes"
    triples = _turtle(client, account)
    said = {(str(one.subject), one.predicate.value, str(one.object)) for one in triples}

    assert (
        f"<{_BASE}ontology/0.1.0>",
        "http://www.w3.org/ns/prov#wasRevisionOf",
        f"<{_BASE}ontology/{_OLD}>",
    ) in said
    subjects = {
        str(one.object) for one in triples if one.predicate.value.endswith("#subjectOfChange")
    }
    assert {f"<{_BASE}ontology#oldTerm>", f"<{_BASE}scheme/scale>"} == subjects
    page = client.get(f"/{account}.fr.html").text
    assert "modifiés : 1" in page
    assert "retirés : 1" in page
    assert f"Ce qui a changé dans l&#39;ontologie, de {_OLD} à 0.1.0" in page
    assert client.get(f"/ontology/{_OLD}/changes").status_code == 404


def test_the_version_and_the_sitemap_lead_to_what_changed(client: httpx.Client) -> None:
    changes = ox.NamedNode("http://purl.org/vocab/vann/changes")

    found = {one.object for one in _turtle(client, "ontology/0.1.0") if one.predicate == changes}
    assert {ox.NamedNode(f"{_BASE}ontology/0.1.0/changes")} == found
    assert "/ontology/0.1.0/changes</loc>" in client.get("/sitemap.xml").text


@pytest.mark.parametrize(
    "address", [f"id/case/{_LEFT}", f"doc/case/{_LEFT}", f"doc/case/{_LEFT}.ttl"]
)
def test_what_was_withdrawn_is_gone_and_says_where_it_was(
    client: httpx.Client, releases: Path, address: str
) -> None:
    answer = client.get(f"/{address}")

    assert 410 == answer.status_code
    problem = answer.json()
    assert f"{_BASE}problem/withdrawn" == problem["type"]
    assert f"{_BASE}id/case/{_LEFT}" == problem["iri"]
    last = problem["last_version"]
    assert last in {path.name for path in (releases / "releases").iterdir()}
    assert (
        f'</data/{last.replace("+", "%2B")}>; rel="predecessor-version"' == answer.headers["link"]
    )
    assert client.get(f"/data/{last}").status_code == 200


def test_people_see_a_page_for_what_was_withdrawn(client: httpx.Client) -> None:
    answer = client.get(
        f"/id/case/{_LEFT}", headers={"Accept": "text/html", "Accept-Language": "fr"}
    )

    assert 410 == answer.status_code
    assert "n’est plus décrit" in answer.text
    assert "CHOIR" in answer.text


def test_what_never_was_is_not_found(client: httpx.Client) -> None:
    assert 404 == client.get("/id/case/never-was").status_code


@pytest.fixture(scope="module")
def exported(
    releases: Path,
    exporting: Callable[..., Path],
    hosting: Callable[[Path], AbstractContextManager[httpx.Client]],
) -> Iterator[httpx.Client]:
    """A client of a plain host with the site of both releases."""
    with hosting(exporting(releases)) as client:
        yield client


@pytest.mark.parametrize(
    "address", [f"id/case/{_LEFT}", f"doc/case/{_LEFT}", f"doc/case/{_LEFT}.ttl"]
)
@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/turtle", "image/png"])
def test_the_exported_site_says_that_it_is_gone(
    exported: httpx.Client, address: str, accept: str
) -> None:
    answer = exported.get(f"/{address}?lang=fr", headers={"Accept": accept})

    assert 410 == answer.status_code
    assert "<h1>Retiré</h1>" in answer.text
    assert "no-store" == answer.headers["cache-control"]
    assert 404 == exported.get(f"/doc/case/{_LEFT}x").status_code
    assert 303 == exported.get("/id/case/improvecarenow").status_code


def test_the_exported_site_lets_the_same_versions_be_kept_for_ever(
    exported: httpx.Client, client: httpx.Client
) -> None:
    for version in (_OLD, "0.1.0"):
        for suffix in ("ttl", "en.html"):
            here, there = (
                host.get(f"/ontology/{version}.{suffix}").headers["cache-control"]
                for host in (exported, client)
            )
            assert here == there


@pytest.fixture
def dropped(releases: Path) -> str:
    """The data version that was published and is not kept."""
    newest = Release.current(releases)
    kept = {one.manifest.data_version for one in newest.kept()}
    (found,) = (one for one in newest.earlier if one not in kept)
    return found


@pytest.mark.parametrize("file", ["", "/lhs.nq", ".ttl"])
def test_a_data_version_that_is_not_kept_is_gone_and_says_what_to_take(
    client: httpx.Client, exported: httpx.Client, releases: Path, dropped: str, file: str
) -> None:
    current = Release.current(releases).manifest.data_version

    answer = client.get(f"/data/{dropped}{file}")

    assert 410 == answer.status_code
    problem = answer.json()
    assert f"{_BASE}problem/version-dropped" == problem["type"]
    assert (dropped, current) == (problem["version"], problem["current_version"])
    assert f'</data/{current.replace("+", "%2B")}>; rel="latest-version"' == answer.headers["link"]
    assert 200 == client.get(f"/data/{current}/lhs.nq", headers={"Range": "bytes=0-1"}).status_code
    assert 410 == exported.get(f"/data/{dropped}{file}").status_code
    assert 404 == client.get(f"/data/{dropped[:-1]}x{file}").status_code
