"""A real server process on a free port, as an operator starts it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest

_LHS = str(Path(sys.executable).with_name("lhs"))
_APACHE = shutil.which("apache2") or shutil.which("apache2", path="/usr/sbin")
_MODULES = ("mpm_event", "authz_core", "mime", "negotiation", "rewrite", "headers", "dir", "alias")


@dataclass(frozen=True)
class Running:
    """A server: where it answers, its process, the file that it logs to, and what it said first."""

    address: str
    pid: int
    log: Path
    told: str


Serving: TypeAlias = Callable[..., AbstractContextManager[Running]]


@contextmanager
def _serving(
    release_folder: Path, folder: Path, settings: Mapping[str, str], host: str = "127.0.0.1"
) -> Iterator[Running]:
    command = [_LHS, "serve", "--host", host, "--port", "0", "--release", str(release_folder)]
    command += ["--lang", "en"]
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
            found = re.search(r"http://\S+:[1-9]\d*", line)
            assert found, line
            yield Running(found.group(), process.pid, log, line)
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `lhs serve` on the shipped cases, without the slash at its end."""
    settings = {"LHS_QUERY_SECONDS": "8", "LHS_LOG_LEVEL": "warning"}
    with _serving(release_folder, tmp_path_factory.mktemp("server"), settings) as running:
        yield running.address


@pytest.fixture
def serving(release_folder: Path, tmp_path: Path) -> Serving:
    """Starts another such server with settings of its own, as environment variables."""
    return lambda **settings: _serving(release_folder, tmp_path, settings)


@pytest.fixture
def serving_on(release_folder: Path, tmp_path: Path) -> Serving:
    """The same on another host, which comes first."""
    return lambda host, **settings: _serving(release_folder, tmp_path, settings, host)


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
    with httpx.Client(base_url=server, timeout=30, verify=False) as client:
        yield client


Hosting: TypeAlias = Callable[..., AbstractContextManager[httpx.Client]]


@contextmanager
def _hosting(site: Path, run: Path, path: str) -> Iterator[httpx.Client]:
    if _APACHE is None:
        pytest.skip("Apache is not installed (Debian: apache2-bin)")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    modules = "\n".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in _MODULES
    )
    empty = run / "empty"
    empty.mkdir()
    site.chmod(0o755)
    place = f"DocumentRoot {site}" if path == "/" else f"DocumentRoot {empty}\nAlias {path} {site}/"
    (run / "httpd.conf").write_text(
        f"""ServerRoot {run}
PidFile {run}/httpd.pid
ErrorLog {run}/error.log
Listen 127.0.0.1:{port}
ServerName localhost
User nobody
Group nogroup
{modules}
TypesConfig /dev/null
{place}
<Directory {site}>
  AllowOverride FileInfo Indexes Options=Indexes,MultiViews
  Require all granted
</Directory>
"""
    )
    with subprocess.Popen([_APACHE, "-f", str(run / "httpd.conf"), "-DFOREGROUND"]) as process:
        try:
            with httpx.Client(
                base_url=f"http://127.0.0.1:{port}{path}", timeout=20, verify=False
            ) as client:
                for _ in range(50):
                    try:
                        client.get("robots.txt")
                        break
                    except httpx.TransportError:
                        time.sleep(0.1)
                yield client
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def hosting(tmp_path_factory: pytest.TempPathFactory) -> Hosting:
    """Puts a folder behind a real Apache, at the root or below another path of the host."""
    return lambda site, path="/": _hosting(site, tmp_path_factory.mktemp("apache"), path)


def _export(folder: Path, release: Path, *more: str) -> None:
    command = [_LHS, "export", str(folder), "--release", str(release), "--lang", "en"]
    subprocess.run([*command, *more], check=True, capture_output=True)


@pytest.fixture(scope="session")
def exporting() -> Iterator[Callable[..., Path]]:
    """Exports the release of a folder, with further arguments, into a folder of its own.

    It lies outside pytest's, which each run that begins meanwhile closes to other users, such as
    the one that Apache runs as.
    """
    with tempfile.TemporaryDirectory(prefix="lhs-export-") as whole:
        Path(whole).chmod(0o755)

        def export(release: Path, *more: str) -> Path:
            folder = Path(whole) / f"site{len(list(Path(whole).iterdir()))}"
            _export(folder, release, *more)
            return folder

        yield export


@pytest.fixture(scope="session")
def site(release_folder: Path, once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """The site of the shipped cases, exported without an address."""
    return once("site", lambda folder: _export(folder, release_folder))


@pytest.fixture(scope="session")
def apache(site: Path, hosting: Hosting) -> Iterator[httpx.Client]:
    """A client of the host of that site."""
    with hosting(site) as client:
        yield client
