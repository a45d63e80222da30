"""The exported site behind a real Apache: negotiated as the service negotiates it."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

_APACHE = shutil.which("apache2") or shutil.which("apache2", path="/usr/sbin")
_LHS = str(Path(sys.executable).with_name("lhs"))
_CASE = "doc/case/improvecarenow"
_MODULES = ("mpm_event", "authz_core", "mime", "negotiation", "rewrite", "headers", "dir")
_FORMATS = {"text/turtle": ox.RdfFormat.TURTLE, "application/ld+json": ox.RdfFormat.JSON_LD}


@pytest.fixture(scope="session")
def site(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "site"
    command = [_LHS, "export", str(folder), "--release", str(release_folder)]
    subprocess.run([*command, "--url", "http://localhost/"], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def apache(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    if _APACHE is None:
        pytest.skip("Apache is not installed (Debian: apache2-bin)")
    run = tmp_path_factory.mktemp("apache")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    modules = "\n".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in _MODULES
    )
    site.chmod(0o755)
    for parent in list(site.parents)[:3]:
        parent.chmod(parent.stat().st_mode | 0o055)
    (run / "httpd.conf").write_text(
        f"""ServerRoot {run}
PidFile {run}/httpd.pid
ErrorLog {run}/error.log
Listen 127.0.0.1:{port}
ServerName localhost
User nobody
Group nogroup
{modules}
TypesConfig /dev/null
DocumentRoot {site}
<Directory {site}>
  AllowOverride All
  Require all granted
</Directory>
"""
    )
    with subprocess.Popen([_APACHE, "-f", str(run / "httpd.conf"), "-DFOREGROUND"]) as process:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            for _ in range(50):
                try:
                    client.get("/robots.txt")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield client
        process.terminate()


@pytest.mark.parametrize("address", ["", "ontology", "shapes", "doc/case", _CASE, "doc/void"])
@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("*/*", "text/turtle"),
        ("text/turtle, text/html", "text/html"),
        ("text/turtle;q=0.9, application/rdf+xml", "application/rdf+xml"),
        ("text/*;q=0.5, text/turtle;q=0, application/n-triples;q=0.4", "text/html"),
    ],
)
def test_the_host_negotiates_as_the_service_does(
    apache: httpx.Client, client: httpx.Client, address: str, accept: str, kind: str
) -> None:
    for host in (apache, client):
        answer = host.get(f"/{address}", headers={"Accept": accept})
        assert answer.status_code == 200
        assert answer.headers["content-type"].split(";")[0] == kind
        assert "accept" in answer.headers["vary"].lower()


def test_things_are_redirected_and_fragments_are_on_the_page(apache: httpx.Client) -> None:
    for thing in ("id/case/improvecarenow", "concept/pillar/social", ".well-known/void"):
        answer = apache.get(f"/{thing}", follow_redirects=False)
        assert answer.status_code == 303
        assert apache.get(answer.headers["location"]).status_code == 200
    page = apache.get(f"/{_CASE}", headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert '<html lang="fr">' in page.text
    assert 'id="multicentre-registry"' in page.text


def test_nothing_acceptable_is_406_and_nothing_there_404(apache: httpx.Client) -> None:
    assert apache.get(f"/{_CASE}", headers={"Accept": "image/png"}).status_code == 406
    assert apache.get("/doc/case/nowhere").status_code == 404


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


def test_what_a_publisher_needs_is_there(site: Path) -> None:
    for name in (".htaccess", "w3id/.htaccess", "w3id/README.md", "sitemap.xml", "robots.txt"):
        assert (site / name).read_text()
    assert list(site.glob("data/*/lhs.nq"))
    assert (site / "query/r01-which-cases-are-described.csv").read_text().count("\n") > 30


def test_a_folder_that_holds_something_is_left_alone(site: Path, release_folder: Path) -> None:
    before = sorted(site.iterdir())
    command = [_LHS, "export", str(site), "--release", str(release_folder), "--lang", "en"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)

    assert run.returncode == 2
    assert "not empty" in run.stderr
    assert sorted(site.iterdir()) == before
