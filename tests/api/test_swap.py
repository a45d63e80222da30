"""The promise: a new release takes over under load without one failed request."""

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx

_LHS = str(Path(sys.executable).with_name("lhs"))
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?case a lhs:LearningHealthSystem }"


def _count(client: httpx.Client) -> tuple[int, int]:
    answer = client.get("/sparql", params={"query": _COUNT})
    if answer.status_code != httpx.codes.OK:
        return answer.status_code, -1
    return 200, int(answer.json()["results"]["bindings"][0]["n"]["value"])


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
