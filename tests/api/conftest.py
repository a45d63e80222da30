"""A real server process on a free port, as an operator starts it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

_LHS = str(Path(sys.executable).with_name("lhs"))


@pytest.fixture(scope="session")
def server(release_folder: Path) -> Iterator[str]:
    """The address of `lhs serve` on the shipped cases, without the slash at its end."""
    command = [_LHS, "serve", "--port", "0", "--release", str(release_folder), "--lang", "en"]
    environment = {
        **os.environ,
        "LHS_WORKERS": "2",
        "LHS_QUERY_SECONDS": "4",
        "LHS_LOG_LEVEL": "warning",
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            found = re.search(r"http://[\d.]+:\d+", line)
            assert found, line
            yield found.group()
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    """An HTTP client of that server; it follows no redirects."""
    with httpx.Client(base_url=server, timeout=30) as client:
        yield client
