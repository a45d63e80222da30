"""The exported site: whole, without dead ends, and behind a real Apache as the service is."""

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urljoin

import httpx
import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.release import Release
from lhs_graph.terms import BASE

_LHS = str(Path(sys.executable).with_name("lhs"))
_CASE = "doc/case/improvecarenow"
_DETECTOR = "query/p3-support-without-a-goal"
_FORMATS = {"text/turtle": ox.RdfFormat.TURTLE, "application/ld+json": ox.RdfFormat.JSON_LD}
_HTML = {"Accept": "text/html"}
_LINK = re.compile(r'(?:href|src)="([^"#?]*)[^"]*"')
_THINGS = re.compile(r"(?:id|scheme|concept)/.+")

Hosting = Callable[..., AbstractContextManager[httpx.Client]]


def test_things_are_redirected_and_fragments_are_on_the_page(apache: httpx.Client) -> None:
    for thing in ("id/case/improvecarenow", "concept/pillar/social", ".well-known/void"):
        answer = apache.get(f"/{thing}", follow_redirects=False)
        assert answer.status_code == 303
        assert apache.get(answer.headers["location"]).status_code == 200
    page = apache.get(f"/{_CASE}", headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert '<html lang="fr">' in page.text
    assert 'id="multicentre-registry"' in page.text


@pytest.mark.parametrize(
    ("address", "accept", "status", "title"),
    [
        (_CASE, "image/png", 406, "Aucun des types acceptés n’est offert"),
        ("doc/case/nowhere", "*/*", 404, "Rien de tel ici"),
        ("doc/case/nowhere", "image/png", 404, "Rien de tel ici"),
        ("doc/case/nowhere.ttl", "text/turtle", 404, "Rien de tel ici"),
        (f"{_CASE}/", "text/html", 404, "Rien de tel ici"),
        (f"{_CASE}/x", "*/*", 404, "Rien de tel ici"),
        (f"{_CASE}.ttl/x", "text/turtle", 404, "Rien de tel ici"),
        (f"{_DETECTOR}/", "text/html", 404, "Rien de tel ici"),
        ("doc", "text/html", 404, "Rien de tel ici"),
        ("static/", "text/html", 404, "Rien de tel ici"),
        ("w3id", "text/html", 404, "Rien de tel ici"),
        ("w3id/README.md", "*/*", 404, "Rien de tel ici"),
        ("w3id/htaccess.txt", "*/*", 404, "Rien de tel ici"),
    ],
)
def test_refusals_are_pages_of_ours(
    apache: httpx.Client, client: httpx.Client, address: str, accept: str, status: int, title: str
) -> None:
    asked = {"Accept": accept, "Accept-Language": "fr"}
    answer = apache.get(f"/{address}", headers=asked)

    assert client.get(f"/{address}", headers=asked).status_code == answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    home = re.findall(r'class="home" href="([^"]*)"', answer.text)
    assert home == ["/"]


def test_answers_say_how_long_they_may_be_kept_and_under_which_licence(
    apache: httpx.Client, client: httpx.Client
) -> None:
    for host in (apache, client):
        caching = host.get(f"/{_CASE}").headers["cache-control"]
        assert caching == "public, max-age=300"
        links = host.get("/ontology").headers["link"]
        assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in links
        assert '</doc/void>; rel="describedby"' in links
        assert '</shapes>; rel="describedby"' in host.get(f"/{_CASE}").headers["link"]
    listed = apache.get("/data", headers=_HTML).text
    version = re.findall(r'href="\./(data/[0-9.]+\+[0-9a-f]+)"', listed)[-1]
    for host in (apache, client):
        caching = host.get(f"/{version}/index.json").headers["cache-control"]
        assert caching == "public, max-age=31536000, immutable"


def test_who_has_the_newest_is_told_so(apache: httpx.Client, release_folder: Path) -> None:
    made = Release.current(release_folder).manifest.created
    for address in ("", _CASE, "data"):
        for accept in ("text/html", "text/turtle"):
            first = apache.get(f"/{address}", headers={"Accept": accept})
            assert "etag" not in first.headers
            since = first.headers["last-modified"]
            assert parsedate_to_datetime(since) == datetime.fromisoformat(made)
            asked = {"Accept": accept, "If-Modified-Since": since}
            again = apache.get(f"/{address}", headers=asked)
            assert again.status_code == 304
            assert "accept" in again.headers["vary"].lower()


def test_files_hold_what_the_service_says(apache: httpx.Client, client: httpx.Client) -> None:
    for kind, form in _FORMATS.items():
        here, there = (
            {
                quad.triple
                for quad in ox.parse(
                    host.get(f"/{_CASE}", headers={"Accept": kind}).content, format=form
                )
            }
            for host in (apache, client)
        )
        assert here == there
        assert len(here) > 100


def test_the_logo_is_where_the_ontology_says(apache: httpx.Client, client: httpx.Client) -> None:
    for host in (apache, client):
        answer = host.get("/logo.svg")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("image/svg+xml")


def test_files_have_the_types_that_the_service_says(
    apache: httpx.Client, client: httpx.Client, site: Path
) -> None:
    version = max(site.glob("data/*/lhs.nq")).parent.relative_to(site)
    data = [f"{version}/{name}" for name in ("SHA256SUMS", "lhs.nq", "index.json")]
    for name in ("description.schema.json", "context.jsonld", "static/site.css", *data):
        here, there = (host.get(f"/{name}") for host in (apache, client))
        assert here.status_code == there.status_code == 200, name
        assert here.headers["content-type"] == there.headers["content-type"], name
        assert here.content == there.content, name


def test_the_checksums_are_those_of_the_files_and_offered_beside_them(
    client: httpx.Client, site: Path
) -> None:
    (version,) = [path.parent for path in site.glob("data/*/SHA256SUMS")]
    address = f"/{version.relative_to(site)}"
    said = client.get(f"{address}/SHA256SUMS").text

    names = [line.split("  ")[1] for line in said.splitlines()]
    assert "lhs.nq" in names
    for line in said.splitlines():
        digest, name = line.split("  ")
        assert sha256(client.get(f"{address}/{name}").content).hexdigest() == digest
    assert 'SHA256SUMS">SHA256SUMS</a>' in client.get(address, headers=_HTML).text


def test_every_query_has_its_answer_and_its_page_leads_there(site: Path) -> None:
    queries = sorted(site.glob("query/*.rq"))
    assert len([one for one in queries if one.stem.startswith(("r", "p"))]) > 30
    for query in queries:
        answer = query.with_suffix(".csv")
        columns = next(csv.reader(answer.read_text(encoding="utf-8").splitlines()))
        assert len(columns) > 1, query.stem
        for language in ("en", "fr"):
            page = query.with_suffix(f".{language}.html").read_text()
            assert f'<a href="../query/{answer.name}" type="text/csv">' in page


def test_the_answer_of_a_detector_is_what_the_command_says(
    apache: httpx.Client, client: httpx.Client, site: Path, release_folder: Path
) -> None:
    assert (site / "query/r01-which-cases-are-described.csv").read_text().count("\n") > 30
    command = [_LHS, "gaps", "--kind", "P3", "--format", "csv", "--lang", "en"]
    run = subprocess.run(
        [*command, "--release", str(release_folder)], check=True, capture_output=True, text=True
    )
    answer = apache.get(f"/{_DETECTOR}", headers={"Accept": "text/csv"})

    live = client.get(f"/{_DETECTOR}", headers={"Accept": "text/csv"})

    assert run.stdout.count("\n") > 2
    assert live.text == run.stdout
    assert answer.text == run.stdout
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_no_page_leads_to_what_is_not_there(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 1000
    targets: dict[str, str] = {}
    for page in pages:
        own = f"/{page.relative_to(site)}"
        for link in _LINK.findall(page.read_text()):
            if link and not link.startswith(("http://", "https://")):
                targets.setdefault(unquote(urljoin(own, link)).removeprefix("/"), own)
    assert len(targets) > 1000
    dead = {
        target: page
        for target, page in targets.items()
        if not (site / target).is_file()
        and not (site / f"{target or 'index'}.var").is_file()
        and not _THINGS.fullmatch(target)
    }
    assert not dead


def test_no_statement_leads_to_what_is_not_there(site: Path) -> None:
    said: dict[str, str] = {}
    for file in sorted({*site.glob("*.nt"), *site.glob("query/*.nt"), site / "doc/void.nt"}):
        for triple in ox.parse(path=str(file), format=ox.RdfFormat.N_TRIPLES):
            for term in (triple.subject, triple.object):
                if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                    address = unquote(term.value.removeprefix(BASE).split("#")[0])
                    said.setdefault(address, file.name)
    assert len(said) > 200
    assert {"", "dataset", "ontology.ttl", "concept/gap/P3"} <= said.keys()
    dead = {
        address: file
        for address, file in said.items()
        if not (site / address).is_file()
        and not (site / f"{address or 'index'}.var").is_file()
        and not _THINGS.fullmatch(address)
    }
    assert not dead


def test_a_graph_is_exported_as_the_data_has_it(apache: httpx.Client, client: httpx.Client) -> None:
    here, there = (
        host.get("/graph/queries", headers={"Accept": "application/n-triples"}).text
        for host in (apache, client)
    )
    assert f"<{BASE}sparql>" in here
    assert here == there


def test_the_live_service_links_to_its_interfaces(client: httpx.Client, site: Path) -> None:
    live = client.get("/", headers=_HTML).text
    for link in ('href="./sparql"', 'href="./api/docs"'):
        assert link in live
        assert link not in (site / "index.en.html").read_text()


def test_what_a_publisher_needs_is_there(site: Path) -> None:
    for name in (".htaccess", "w3id/htaccess.txt", "w3id/README.md", "sitemap.xml", "robots.txt"):
        assert (site / name).read_text()
    assert [site / ".htaccess"] == list(site.rglob(".ht*"))
    assert list(site.glob("data/*/lhs.nq"))


def test_a_site_without_an_address_lies_at_the_root_and_says_what_to_replace(site: Path) -> None:
    placeholder = "https://your-host.example/"
    assert f"<loc>{placeholder}ontology</loc>" in (site / "sitemap.xml").read_text()
    assert f"{placeholder}$1" in (site / "w3id/htaccess.txt").read_text()
    told = (site / "w3id/README.md").read_text()
    assert "replace it" in told
    assert "Rename `htaccess.txt` to `.htaccess`" in told
    rules = (site / ".htaccess").read_text()
    assert "/lhs-kg/" not in re.sub("https://w3id.org/lhs-kg/", "", rules)
    assert " /doc/$1 [R=303,L]" in rules


@pytest.fixture
def small_release(tmp_path: Path) -> Path:
    """The release of a single case."""
    cases, releases = tmp_path / "cases", tmp_path / "releases"
    cases.mkdir()
    shutil.copy(Catalogue.shipped().root / "cases" / "improvecarenow.yaml", cases)
    command = [_LHS, "build", "--cases", str(cases), "--out", str(releases), "--lang", "en"]
    subprocess.run(command, check=True, capture_output=True)
    return releases


def test_a_site_with_an_address_may_lie_below_a_path(
    small_release: Path, exporting: Callable[..., Path], hosting: Hosting
) -> None:
    site = exporting(small_release, "--url", "http://localhost/lhs-kg")
    assert "<loc>http://localhost/lhs-kg/ontology</loc>" in (site / "sitemap.xml").read_text()
    assert "Disallow: /lhs-kg/sparql\n" in (site / "robots.txt").read_text()
    assert "http://localhost/lhs-kg/$1" in (site / "w3id/htaccess.txt").read_text()
    assert "replace it" not in (site / "w3id/README.md").read_text()
    with hosting(site, "/lhs-kg/") as client:
        answer = client.get("id/case/improvecarenow?lang=fr", headers=_HTML)
        assert answer.status_code == 303
        assert answer.headers["location"].endswith(f"/lhs-kg/{_CASE}?lang=fr")
        assert '<html lang="fr">' in client.get(answer.headers["location"], headers=_HTML).text
        links = client.get("ontology").headers["link"]
        assert '</lhs-kg/doc/void>; rel="describedby"' in links
        missing = client.get("nowhere")
        assert missing.status_code == 404
        assert 'class="home" href="/lhs-kg/"' in missing.text
        for link in re.findall(r'(?:href|src)="(/[^"]*)"', missing.text):
            assert client.get(str(missing.url.join(link)), headers=_HTML).status_code == 200, link


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://w3id.org/lhs-kg/", "https://w3id.org/lhs-kg/ are redirected"),
        ("http://w3id.org/lhs-kg", "https://w3id.org/lhs-kg/ are redirected"),
        ("https://W3ID.org/lhs-kg/site/", "https://w3id.org/lhs-kg/ are redirected"),
        ("nonsense", "no address of a site"),
        ("ftp://example.org/", "no address of a site"),
        ("https://", "no address of a site"),
        ("https://[/", "no address of a site"),
        ("https://example.org/?x=1", "no address of a site"),
        ("https://example.org/a b/", "no address of a site"),
        ("https://example.org/$1/", "no address of a site"),
    ],
)
def test_an_address_that_no_site_can_have_is_refused(
    tmp_path: Path, release_folder: Path, url: str, said: str
) -> None:
    folder = tmp_path / "site"
    command = [_LHS, "export", str(folder), "--release", str(release_folder), "--lang", "en"]
    run = subprocess.run([*command, "--url", url], capture_output=True, text=True, check=False)

    assert run.returncode == 2
    assert said in run.stderr
    assert run.stderr.strip().count("\n") == 0
    assert not folder.exists()


def test_a_folder_that_holds_something_is_left_alone(site: Path, release_folder: Path) -> None:
    before = sorted(site.iterdir())
    command = [_LHS, "export", str(site), "--release", str(release_folder), "--lang", "en"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)

    assert run.returncode == 2
    assert "not empty" in run.stderr
    assert sorted(site.iterdir()) == before
