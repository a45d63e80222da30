"""The promise: an operator sees what happens, and nothing of what people asked."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from lhs_graph.release import Release

_LHS = str(Path(sys.executable).with_name("lhs"))
_PRIVATE = "a-very-private-question"
_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_metrics_count_requests_and_workers(client: httpx.Client) -> None:
    client.get("/sparql", params={"query": "ASK {}"})

    metrics = client.get("/metrics").text

    found = re.search(r'lhs_requests_total\{part="sparql",status="200"\} (\S+)', metrics)
    assert found
    assert float(found.group(1)) >= 1
    assert re.search(r"lhs_workers_idle [12]\.0", metrics)


def test_queries_are_counted_by_how_they_ended(serving: Callable[..., Any]) -> None:
    with (
        serving(LHS_QUERY_SECONDS="1", LHS_WORKERS="1") as running,
        httpx.Client(base_url=running.address, timeout=20, verify=False) as client,
    ):
        for query in ("ASK {}", "ASK {}", "ASK {", "ASK { SERVICE <urn:x> {} }", _ENDLESS):
            client.get("/sparql", params={"query": query})
        metrics = client.get("/metrics").text

    counted = re.findall(r'lhs_tasks_total\{outcome="(.+)",task="sparql"\} (\S+)', metrics)
    names = ("feature-refused", "kept", "malformed-query", "ok", "timeout")
    assert [(one, "1.0") for one in names] == counted
    assert "lhs_workers_replaced_total 1.0" in metrics


def test_an_answer_that_has_begun_comes_to_its_end_before_the_service_does(
    serving: Callable[..., Any], release_folder: Path
) -> None:
    """Its client reads for longer than a query may take, and holds little of it."""
    little = httpx.HTTPTransport(socket_options=[(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)])
    version = Release.current(release_folder).manifest.data_version
    size = Release.current(release_folder).dump.stat().st_size
    got = 0
    with serving(LHS_QUERY_SECONDS="1") as running:
        address = f"{running.address}/data/{version}/lhs.nq"
        with httpx.Client(transport=little) as client, client.stream("GET", address) as answer:
            for part in answer.iter_raw():
                if not got:
                    os.kill(running.pid, signal.SIGTERM)
                    time.sleep(3.5)
                got += len(part)
        log = running.log.read_text(encoding="utf-8")

    assert size == got
    assert '"level":"error"' not in log


def test_a_request_keeps_its_id_or_gets_one(client: httpx.Client) -> None:
    given = client.get("/sparql", headers={"X-Request-ID": "abc-1"})
    made = client.get("/sparql", headers={"X-Request-ID": "no good\tone"})

    assert "abc-1" == given.headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", made.headers["x-request-id"])


def test_logs_are_json_lines_without_questions(release_folder: Path) -> None:
    command = [_LHS, "serve", "--port", "0", "--release", str(release_folder), "--lang", "en"]
    with subprocess.Popen(
        command,
        env={**os.environ, "LHS_WORKERS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        line = process.stdout.readline() if process.stdout else ""
        address = re.search(r"http://[\d.]+:\d+", line)
        assert address, line
        query = f"ASK {{ ?s ?p '{_PRIVATE}' }}"
        httpx.get(f"{address.group()}/sparql", params={"query": query}, verify=False)
        process.terminate()
        _, errors = process.communicate(timeout=20)

    lines = [json.loads(one) for one in errors.splitlines()]
    requests = [one for one in lines if one["message"] == "request"]
    assert [("GET", "sparql", 200)] == [
        (one["method"], one["part"], one["status"]) for one in requests
    ]
    assert _PRIVATE not in errors
    assert process.returncode in (0, -signal.SIGTERM)
