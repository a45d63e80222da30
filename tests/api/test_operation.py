"""The promise: an operator sees what happens, and nothing of what people asked."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx

_LHS = str(Path(sys.executable).with_name("lhs"))
_PRIVATE = "a-very-private-question"


def test_metrics_count_requests_and_workers(client: httpx.Client) -> None:
    client.get("/sparql", params={"query": "ASK {}"})

    metrics = client.get("/metrics").text

    found = re.search(r'lhs_requests_total\{part="sparql",status="200"\} (\S+)', metrics)
    assert found
    assert float(found.group(1)) >= 1
    assert re.search(r"lhs_workers_idle [12]\.0", metrics)


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
