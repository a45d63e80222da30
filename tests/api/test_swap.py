"""The promise: a new release takes over under load without one failed request."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx

_LHS = str(Path(sys.executable).with_name("lhs"))
_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?case a lhs:LearningHealthSystem }"


def _count(client: httpx.Client) -> tuple[int, int]:
    answer = client.get("/sparql", params={"query": _COUNT})
    if answer.status_code != httpx.codes.OK:
        return answer.status_code, -1
    return 200, int(answer.json()["results"]["bindings"][0]["n"]["value"])


def _replaced(client: httpx.Client) -> float:
    lines = client.get("/metrics").text.splitlines()
    return float(
        next(one for one in lines if one.startswith("lhs_workers_replaced_total ")).split()[1]
    )


def _build(out: Path, cases: Path) -> None:
    command = [_LHS, "build", "--out", str(out), "--cases", str(cases)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


def _case(folder: Path, slug: str) -> None:
    (folder / f"{slug}.yaml").write_text(f"id: {slug}\nname: {slug}\nkind: research-network\n")


def test_a_new_release_takes_over_without_a_failed_request(tmp_path: Path) -> None:
    cases, out = tmp_path / "cases", tmp_path / "out"
    cases.mkdir()
    _case(cases, "first")
    _build(out, cases)
    command = [_LHS, "serve", "--port", "0", "--release", str(out), "--lang", "en"]
    environment = {**os.environ, "LHS_FOLLOW_SECONDS": "0.2", "LHS_WORKERS": "2"}
    seen: list[tuple[int, int]] = []
    stop = threading.Event()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            address = re.search(r"http://[\d.]+:\d+", line)
            assert address, line

            def ask_on(number: int) -> None:
                transport = httpx.HTTPTransport(local_address=f"127.0.2.{number + 1}", verify=False)
                with httpx.Client(
                    base_url=address.group(), timeout=20, transport=transport
                ) as client:
                    while not stop.is_set():
                        seen.append(_count(client))

            asking = [threading.Thread(target=ask_on, args=(one,)) for one in range(3)]
            for thread in asking:
                thread.start()
            _case(cases, "second")
            _build(out, cases)
            end = time.monotonic() + 20
            while seen[-1:] == [] or (seen[-1][1] < seen[0][1] + 1 and time.monotonic() < end):
                time.sleep(0.05)
            time.sleep(0.3)
            stop.set()
            for thread in asking:
                thread.join()
        finally:
            process.terminate()
            process.wait(timeout=20)

    assert {200} == {status for status, _ in seen}
    assert 2 == len({count for _, count in seen})
    assert seen[-1][1] == seen[0][1] + 1
    assert len(seen) > 100


def test_the_count_of_replaced_workers_goes_on_across_a_swap(
    tmp_path: Path, serving_releases: Callable[..., AbstractContextManager[Any]]
) -> None:
    """The new workers of a release are no replacements, and those before are not forgotten."""
    cases, out = tmp_path / "cases", tmp_path / "out"
    cases.mkdir()
    _case(cases, "first")
    _build(out, cases)
    settings = {"LHS_FOLLOW_SECONDS": "0.2", "LHS_QUERY_SECONDS": "1"}
    with (
        serving_releases(out, **settings) as running,
        httpx.Client(base_url=running.address, timeout=20, verify=False) as client,
    ):
        counts = [_replaced(client)]
        assert 503 == client.get("/sparql", params={"query": _ENDLESS}).status_code
        counts.append(_replaced(client))
        _case(cases, "second")
        _build(out, cases)
        end = time.monotonic() + 20
        while _count(client)[1] < 2 and time.monotonic() < end:
            time.sleep(0.1)
        counts.append(_replaced(client))
        assert 503 == client.get("/sparql", params={"query": _ENDLESS}).status_code
        counts.append(_replaced(client))
        records = [one["record"] for one in client.get("/api/v1/cases").json()["items"]]

    assert 0 == counts[0] < counts[1]
    assert counts[1] == counts[2] < counts[3]
    assert [None, None] == records
