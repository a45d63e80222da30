"""The promise: below a path of a proxy every link that we give stays below that path."""

import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

_APACHE = shutil.which("apache2") or shutil.which("apache2", path="/usr/sbin")
_MODULES = Path("/usr/lib/apache2/modules")
_NAMES = ("mpm_event", "authz_core", "proxy", "proxy_http")
_BELOW = "/lhs"
_CASE = "/doc/case/improvecarenow"
_LOCAL = re.compile(r'(?:href|src|action)="([^"]*)"')
_HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def proxied(
    module_serving: Callable[..., AbstractContextManager[Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[httpx.Client]:
    """A client of Apache, which has the service below `/lhs/` and nothing else."""
    if _APACHE is None or not (_MODULES / "mod_proxy_http.so").exists():
        pytest.skip("Apache is not installed (Debian: apache2-bin)")
    run = tmp_path_factory.mktemp("proxy")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    with module_serving(LHS_ROOT_PATH=_BELOW, LHS_LOG_LEVEL="error") as running:
        modules = "\n".join(f"LoadModule {one}_module {_MODULES}/mod_{one}.so" for one in _NAMES)
        (run / "httpd.conf").write_text(
            f"""ServerRoot {run}
PidFile {run}/httpd.pid
ErrorLog {run}/error.log
Listen 127.0.0.1:{port}
ServerName localhost
User nobody
Group nogroup
{modules}
AllowEncodedSlashes NoDecode
ProxyPass {_BELOW}/ {running.address}/ nocanon
"""
        )
        command = [_APACHE, "-f", str(run / "httpd.conf"), "-DFOREGROUND"]
        with subprocess.Popen(command) as process:
            with httpx.Client(
                base_url=f"http://127.0.0.1:{port}", timeout=20, verify=False
            ) as client:
                for _ in range(50):
                    try:
                        client.get(f"{_BELOW}/robots.txt")
                        break
                    except httpx.TransportError:
                        time.sleep(0.1)
                yield client
            process.terminate()


def _stays(client: httpx.Client, page: httpx.Response, link: str) -> httpx.URL:
    """The link as a browser resolves it, below the path."""
    target = page.url.join(link)
    assert target.host != client.base_url.host or target.path.startswith(f"{_BELOW}/"), (
        page.url,
        link,
    )
    return target


@pytest.mark.parametrize(
    "path", ["/", _CASE, "/doc/case", "/ontology", "/query", "/data", "/api/docs", "/nowhere"]
)
def test_links_of_pages_lead_to_what_is_there(proxied: httpx.Client, path: str) -> None:
    page = proxied.get(f"{_BELOW}{path}", headers=_HTML)
    assert page.status_code == (404 if path == "/nowhere" else 200)

    links = set(_LOCAL.findall(page.text))
    targets = {_stays(proxied, page, link.split("#")[0]) for link in links if link[:1] != "#"}
    ours = sorted(
        {str(one) for one in targets if (one.host, one.port) == (page.url.host, page.url.port)}
    )
    assert ours
    for address in ours[:40]:
        answer = proxied.get(address, headers=_HTML, follow_redirects=True)
        itself = answer.url.path == page.url.path
        assert answer.status_code in ((page.status_code,) if itself else (200, 406)), address
        assert answer.url.path.startswith(f"{_BELOW}/")


@pytest.mark.parametrize(
    "thing",
    [
        "/id/case/improvecarenow",
        "/concept/pillar/social",
        "/.well-known/void",
        "/limits",
        "/api/v1/queries/R01",
        "/api/v1/queries/R01?limit=3",
    ],
)
def test_a_redirect_stays_below(proxied: httpx.Client, thing: str) -> None:
    answer = proxied.get(f"{_BELOW}{thing}")

    assert 303 == answer.status_code
    assert _stays(proxied, answer, answer.headers["location"])
    found = proxied.get(f"{_BELOW}{thing}", follow_redirects=True)
    assert 200 == found.status_code
    assert found.url.path.startswith(f"{_BELOW}/")


@pytest.mark.parametrize(
    ("path", "relations"),
    [
        (_CASE, {"alternate", "describedby"}),
        ("/api/v1/cases?limit=2&offset=2", {"next", "prev", "first", "last"}),
        ("/api/v1/gaps?limit=2", {"next"}),
        ("/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D&rows=2", {"next"}),
    ],
)
def test_link_headers_stay_below(proxied: httpx.Client, path: str, relations: set[str]) -> None:
    answer = proxied.get(f"{_BELOW}{path}")
    assert 200 == answer.status_code

    found = re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["link"])
    assert relations <= {relation for _, relation in found}
    for link, relation in found:
        if relation in relations:
            target = _stays(proxied, answer, link)
            assert 200 == proxied.get(str(target), headers={"Accept": "*/*"}).status_code
    if "content-location" in answer.headers:
        _stays(proxied, answer, answer.headers["content-location"])


def test_the_description_names_the_path_and_its_page_works(proxied: httpx.Client) -> None:
    document = proxied.get(f"{_BELOW}/openapi.json").json()

    assert [{"url": _BELOW}] == [{"url": one["url"]} for one in document["servers"]]
    path = f"{document['servers'][0]['url']}/api/v1/version"
    assert "/api/v1/version" in document["paths"]
    assert 200 == proxied.get(path).status_code
    page = proxied.get(f"{_BELOW}/api/docs").text
    named = re.search('data-document="([^"]*)"', page)
    assert named
    assert f"{_BELOW}/openapi.json?lang=en" == named.group(1)
    assert 200 == proxied.get(named.group(1)).status_code


def test_what_is_told_of_a_problem_is_below(proxied: httpx.Client) -> None:
    for path in ("/nowhere", "/api/v1/nowhere", "/sparql?query=x"):
        page = proxied.get(f"{_BELOW}{path}", headers=_HTML)
        assert page.status_code in (400, 404)
        for link in _LOCAL.findall(page.text):
            _stays(proxied, page, link)


def test_robots_and_sitemap_name_addresses_below(proxied: httpx.Client) -> None:
    rules = proxied.get(f"{_BELOW}/robots.txt").text
    assert f"{_BELOW}/sitemap.xml" in rules
    assert [f"{_BELOW}/sparql", f"{_BELOW}/api/"] == re.findall(
        "^Disallow: (.*)$", rules, re.MULTILINE
    )
    found = re.findall("<loc>([^<]*)</loc>", proxied.get(f"{_BELOW}/sitemap.xml").text)
    assert len(found) > 100
    assert all(f"{_BELOW}/" in one for one in found)


def test_statements_are_the_same_wherever_they_are_served(
    proxied: httpx.Client, client: httpx.Client
) -> None:
    here = proxied.get(f"{_BELOW}{_CASE}.nt").text
    assert here == client.get(f"{_CASE}.nt").text
    store = proxied.get(f"{_BELOW}/rdf-graph-store?default", headers={"Accept": "text/turtle"})
    assert 200 == store.status_code


def test_a_long_query_and_a_stream_pass(proxied: httpx.Client) -> None:
    """A link to the next page would repeat the query and be longer than proxies take."""
    query = "SELECT * { ?s ?p ?o } #" + "x" * 30_000
    answer = proxied.post(f"{_BELOW}/sparql", data={"query": query})

    assert 200 == answer.status_code
    assert len(answer.json()["results"]["bindings"]) == 10_000
    assert "true" == answer.headers["lhs-rows-left-out"]


@pytest.fixture(scope="module")
def unstripped(
    module_serving: Callable[..., AbstractContextManager[Any]],
) -> Iterator[tuple[str, str, Path]]:
    """A service that is asked with the path, as by a proxy that takes nothing away.

    Its address without the path, what it said first, and its log.
    """
    with module_serving(LHS_ROOT_PATH=_BELOW) as running:
        yield running.address, running.told, running.log


def test_the_path_itself_leads_to_what_is_below(
    unstripped: tuple[str, str, Path],
) -> None:
    with httpx.Client(base_url=unstripped[0], verify=False) as client:
        found = client.get(f"{_BELOW}?lang=fr")
        assert (308, f"{_BELOW}/?lang=fr") == (found.status_code, found.headers["location"])
        assert 308 == client.post(_BELOW).status_code
        assert 200 == client.get(f"{_BELOW}/").status_code
        document = client.get(f"{_BELOW}/openapi.json").json()
        assert [_BELOW] == [one["url"] for one in document["servers"]]


@pytest.mark.parametrize("path", ["/nope", "/api/v1/nope", "/api/docs/nope"])
@pytest.mark.parametrize("asked", ["", _BELOW])
def test_a_problem_tells_the_path_that_the_client_asked_for(
    unstripped: tuple[str, str, Path], path: str, asked: str
) -> None:
    """Whether the proxy took something away or not."""
    members = httpx.get(f"{unstripped[0]}{asked}{path}", verify=False).json()

    assert f"{_BELOW}{path}" == members["instance"]
    assert f"There is nothing at {_BELOW}{path}." == members["detail"]


def test_who_asks_another_host_is_told_so_below(unstripped: tuple[str, str, Path]) -> None:
    other = {"Host": "elsewhere.example", **_HTML}
    page = httpx.get(f"{unstripped[0]}{_BELOW}/", headers=other, verify=False)

    assert 421 == page.status_code
    links = [one for one in _LOCAL.findall(page.text) if one.startswith("/")]
    assert links
    assert all(one.startswith(f"{_BELOW}/") for one in links)


def test_the_address_that_is_told_has_the_path_and_the_log_has_json_lines(
    unstripped: tuple[str, str, Path],
) -> None:
    address, told, log = unstripped
    assert f"{address}{_BELOW}/ " in told
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert lines
