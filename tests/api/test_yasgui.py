"""YASGUI, as it comes from its registry, asks the service from another site in a real browser."""

import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest

_PACKAGE = "@zazuko/yasgui@4.6.2"
_BROWSER = shutil.which("chromium")
_NPM = shutil.which("npm")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--virtual-time-budget=20000", "--dump-dom",
)  # fmt: skip
_PREFIXES = "PREFIX lhs: <https://w3id.org/lhs-kg/ontology#>"

pytestmark = pytest.mark.skipif(
    not (_BROWSER and _NPM), reason="Chromium or npm is not installed (Debian: chromium, npm)"
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of another site, which has YASGUI on a page."""
    folder = tmp_path_factory.mktemp("yasgui")
    pack = [str(_NPM), "pack", "--silent", "--pack-destination", str(folder), _PACKAGE]
    subprocess.run(pack, check=True, timeout=120, stdout=subprocess.DEVNULL)
    with tarfile.open(next(folder.glob("*.tgz"))) as packed:
        for name in ("yasgui.min.js", "yasgui.min.css"):
            content = packed.extractfile(f"package/build/{name}")
            assert content is not None
            (folder / name).write_bytes(content.read())
    shutil.copy(Path(__file__).with_name("yasgui.html"), folder / "index.html")
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{other.server_address[1]}/"
        other.shutdown()


@pytest.fixture
def shown(site: str, server: str, tmp_path: Path) -> Callable[[str], str]:
    """What the page shows in the end when that query was asked."""

    def ask(query: str) -> str:
        address = f"{site}?{urlencode({'endpoint': f'{server}/sparql', 'query': query})}"
        command = [str(_BROWSER), *_FLAGS, f"--user-data-dir={tmp_path / 'browser'}", address]
        run = subprocess.run(command, check=True, timeout=120, capture_output=True, text=True)
        return run.stdout

    return ask


def test_a_table_is_shown(shown: Callable[[str], str]) -> None:
    page = shown(
        f"{_PREFIXES} SELECT ?s {{ GRAPH ?g {{ ?s a lhs:LearningHealthSystem }} }}"
        " ORDER BY ?s LIMIT 3"
    )

    assert "<title>answered 200</title>" in page
    rows = re.findall(r"<td[^>]*>.*?https://w3id\.org/lhs-kg/id/case/([a-z0-9-]+)", page)
    assert 3 == len(rows)
    assert sorted(rows) == rows


def test_a_graph_is_shown(shown: Callable[[str], str]) -> None:
    page = shown("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 3")

    assert "<title>answered 200</title>" in page
    assert "w3id.org/lhs-kg" in page


def test_what_went_wrong_is_shown(shown: Callable[[str], str]) -> None:
    page = shown("SELECT ?s WHERE { SERVICE <https://elsewhere.example/> { ?s ?p ?o } }")

    told = page.partition('class="errorResult"')[2].partition("</pre>")[0]
    assert "feature-refused" in told
