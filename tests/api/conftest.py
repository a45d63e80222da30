"""A real server process on a free port, as an operator starts it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest

_LHS = str(Path(sys.executable).with_name("lhs"))


@dataclass(frozen=True)
class Running:
    """A server: where it answers, its process, and the file that it logs to."""

    address: str
    pid: int
    log: Path


Serving: TypeAlias = Callable[..., AbstractContextManager[Running]]


@contextmanager
def _serving(release_folder: Path, folder: Path, settings: Mapping[str, str]) -> Iterator[Running]:
    command = [_LHS, "serve", "--port", "0", "--release", str(release_folder), "--lang", "en"]
    environment = {**os.environ, "LHS_WORKERS": "2", "PYTHONUNBUFFERED": "1", **settings}
    log = folder / "log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            line = process.stdout.readline() if process.stdout else ""
            found = re.search(r"http://[\d.]+:\d+", line)
            assert found, line
            yield Running(found.group(), process.pid, log)
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `lhs serve` on the shipped cases, without the slash at its end."""
    settings = {"LHS_QUERY_SECONDS": "4", "LHS_LOG_LEVEL": "warning"}
    with _serving(release_folder, tmp_path_factory.mktemp("server"), settings) as running:
        yield running.address


@pytest.fixture
def serving(release_folder: Path, tmp_path: Path) -> Serving:
    """Starts another such server with settings of its own, as environment variables."""
    return lambda **settings: _serving(release_folder, tmp_path, settings)


@pytest.fixture(scope="module")
def module_serving(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Serving:
    """The same for servers that all tests of a module share."""
    return lambda **settings: _serving(release_folder, tmp_path_factory.mktemp("log"), settings)


@pytest.fixture(scope="module")
def serving_releases(tmp_path_factory: pytest.TempPathFactory) -> Serving:
    """The same for another folder of releases, which comes first."""
    return lambda folder, **settings: _serving(folder, tmp_path_factory.mktemp("log"), settings)


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    """An HTTP client of that server; it follows no redirects."""
    with httpx.Client(base_url=server, timeout=30) as client:
        yield client
