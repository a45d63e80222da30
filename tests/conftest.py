"""What all tests share.

The project's files, the knowledge graph, and how golden files are renewed.
"""

import fcntl
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import settings

from lhs_graph.catalogue import Catalogue
from lhs_graph.release import Release
from lhs_graph.service import KnowledgeGraph

# how long an example takes is no property of what is tested
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


_SHARED = "TESTS_SHARED"
"""The variable that tells the processes of one run the folder that they share.

It does not begin as settings do, which the service would warn of.
"""


def pytest_configure(config: pytest.Config) -> None:
    """Make that folder in the first process; the others are started by it."""
    if _SHARED not in os.environ:
        # pytest's own folders are closed to other users, such as the one that Apache runs as
        whole = tempfile.TemporaryDirectory(prefix="lhs-tests-")
        Path(whole.name).chmod(0o755)
        os.environ[_SHARED] = whole.name
        config.add_cleanup(whole.cleanup)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected files anew")


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written; never under CI."""
    wanted = bool(request.config.getoption("--update-golden"))
    if wanted and os.environ.get("CI"):
        pytest.fail("golden files are written by a person, not by CI")
    return wanted


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.shipped()


@pytest.fixture(scope="session")
def once() -> Callable[[str, Callable[[Path], object]], Path]:
    """Gives the folder of that name, made by whichever process of the run needs it first."""

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder = Path(os.environ[_SHARED]) / name
        done = folder.with_suffix(".made")
        with folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                make(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def release_folder(once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """A folder with a release of the shipped cases."""

    def build(out: Path) -> None:
        graph = KnowledgeGraph(
            Catalogue.shipped(), version("lhs-graph"), lambda _: Release.current(out)
        )
        descriptions = [graph.reader.read_file(path) for path in graph.catalogue.cases()]
        graph.build(out, descriptions, [], datetime(2026, 11, 23, tzinfo=UTC))

    return once("release", build)


@pytest.fixture(scope="session")
def knowledge_graph(release_folder: Path) -> KnowledgeGraph:
    """The knowledge graph of the shipped files, read-only."""
    return KnowledgeGraph(
        Catalogue.shipped(), version("lhs-graph"), lambda _: Release.current(release_folder)
    )
