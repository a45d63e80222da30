"""The promise: where the service cannot listen it says why before it starts anything."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

_LHS = str(Path(sys.executable).with_name("lhs"))
_ENVIRONMENT = {**os.environ, "LHS_WORKERS": "1"}


def _refused(release: Path, *arguments: str, language: str = "en") -> str:
    """What `lhs serve` says on standard error, where it ends by itself as wrong use does."""
    run = subprocess.run(
        [_LHS, "serve", "--release", str(release), "--lang", language, *arguments],
        env=_ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (2, "") == (run.returncode, run.stdout)
    return run.stderr


@pytest.mark.parametrize(("language", "words"), [("en", "another port"), ("fr", "un autre port")])
def test_a_port_in_use_is_told_in_a_sentence(
    release_folder: Path, language: str, words: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = _refused(release_folder, "--port", port, language=language)

    assert 1 == len(said.splitlines())
    for word in ("--port", port, "127.0.0.1", words):
        assert word in said


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("nowhere.invalid", "no address is known"),
        ("a..b", "no address is known"),
        ("192.0.2.1", "this machine has no such address"),
    ],
)
def test_a_host_that_cannot_be_listened_on_is_told_in_a_sentence(
    release_folder: Path, host: str, words: str
) -> None:
    said = _refused(release_folder, "--port", "0", "--host", host)

    assert 1 == len(said.splitlines())
    for word in ("--host", host, words):
        assert word in said


@pytest.mark.parametrize("host", ["::1", "localhost"])
def test_each_address_of_a_host_is_listened_on_at_the_port_that_is_told(
    serving_on: Callable[..., AbstractContextManager[Any]], host: str
) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with serving_on(host, LHS_WORKERS="1") as running:
        port = running.address.rpartition(":")[2]
        name = "[::1]" if ":" in host else host
        answer = httpx.get(f"http://{name}:{port}/api/v1/health/live", verify=False)

    assert 200 == answer.status_code
