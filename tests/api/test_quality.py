"""The running service keeps to what FAIR checkers ask; one that gives nonsense does not pass."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.messages import sentence
from lhs_graph.quality import Metric, Metrics

_LHS = str(Path(sys.executable).with_name("lhs"))
_DQV = "http://www.w3.org/ns/dqv#"
_METRICS = Metrics.load(Catalogue.shipped()).metrics
_ASKED = [one for one in _METRICS if one.expectations]
_MEASURED = [one for one in _METRICS if one.query and not one.expectations]


class _Nonsense(BaseHTTPRequestHandler):
    """Answers everything with 200, the type that was asked for, and nothing of sense."""

    def do_GET(self) -> None:
        body = b"nonsense" if self.command == "GET" else b""
        self.send_response(200)
        self.send_header("Content-Type", self.headers.get("Accept", "text/plain"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815  the name that the base class calls

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


@pytest.fixture
def nonsense() -> Iterator[str]:
    """The address of a service that gives nonsense."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Nonsense) as service:
        thread = Thread(target=service.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{service.server_port}"
        finally:
            service.shutdown()
            thread.join()


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [_LHS, "quality", "--lang", "en", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)


def _states(output: str) -> dict[str, str]:
    return {one["number"]: one["state"] for one in json.loads(output)["metrics"]}


def _subjects(store: ox.Store, name: str) -> set[str]:
    found = store.quads_for_pattern(None, ox.NamedNode(f"{_DQV}{name}"), None)
    return {str(one.subject) for one in found}


def _numbers(metrics: list[Metric]) -> set[str]:
    return {one.number for one in metrics}


def test_the_service_is_clean(server: str) -> None:
    run = _run("--service", server, "--format", "json")

    states = _states(run.stdout)
    failed = [one for one in json.loads(run.stdout)["metrics"] if one["state"] == "failed"]
    assert failed == []
    assert run.returncode == 0, run.stderr
    assert len(_ASKED) >= 10
    assert {number for number in _numbers(_ASKED) if states[number] != "passed"} == set()
    unchecked = {number for number, state in states.items() if state == "unchecked"}
    assert unchecked == _numbers([one for one in _METRICS if one.reason])


def test_a_service_that_gives_nonsense_is_red(nonsense: str) -> None:
    run = _run("--service", nonsense, "--format", "json")

    states = _states(run.stdout)
    assert run.returncode == 1, run.stderr
    assert {number for number in _numbers(_ASKED) if states[number] != "failed"} == set()
    assert {number for number in _numbers(_MEASURED) if states[number] == "failed"} == set()


def test_what_was_asked_and_answered_is_named(nonsense: str) -> None:
    run = _run("--service", nonsense)

    assert f"GET {nonsense}/ontology (text/turtle): the answer cannot be read" in run.stdout


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "127.0.0.1:8000", "http://[nowhere"])
def test_a_service_that_is_not_there_is_named(address: str) -> None:
    run = _run("--service", address)

    assert run.returncode == 2
    assert address in run.stderr
    assert "Traceback" not in run.stderr


def test_the_measurements_are_published(client: httpx.Client) -> None:
    answer = client.get("/quality", headers={"accept": "text/turtle"})

    store = ox.Store()
    store.bulk_load(answer.content, format=ox.RdfFormat.TURTLE)
    measured = _subjects(store, "isMeasurementOf")
    assert answer.status_code == 200
    assert len(measured) == len(_MEASURED)
    assert measured == _subjects(store, "value") == _subjects(store, "computedOn")
    assert len(_subjects(store, "inDimension")) == len(_METRICS)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_says_what_came_of_every_metric(client: httpx.Client, language: str) -> None:
    headers = {"accept": "text/html", "accept-language": language}

    page = client.get("/quality", headers=headers).text

    assert sentence("quality.title", language) in page
    missing = [one.number for one in _METRICS if f'id="{one.number}"' not in page]
    assert missing == []
    unnamed = [one.number for one in _METRICS if f">{one.number} – " not in page]
    assert unnamed == []


def test_what_the_service_answered_is_published_by_it(
    release_folder: Path, tmp_path: Path, serving_releases: Callable[..., Any]
) -> None:
    folder = tmp_path / "releases-of-its-own"
    shutil.copytree(release_folder, folder, symlinks=True)

    with (
        serving_releases(folder) as running,
        httpx.Client(base_url=running.address, verify=False) as client,
    ):
        before = client.get("/quality.ttl")
        run = _run("--service", running.address, "--publish", str(folder), "--format", "json")
        after = client.get("/quality.ttl", headers={"If-None-Match": before.headers["etag"]})

    assert run.returncode == 0, run.stderr
    assert after.status_code == 200
    store = ox.Store()
    store.bulk_load(after.content, format=ox.RdfFormat.TURTLE)
    assert len(_subjects(store, "isMeasurementOf")) == len(_MEASURED) + len(_ASKED)


def test_to_publish_takes_a_service_that_was_asked(tmp_path: Path) -> None:
    run = _run("--publish", str(tmp_path))

    assert run.returncode == 2
    assert "--service" in run.stderr
