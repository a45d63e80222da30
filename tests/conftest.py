"""What all tests share.

The project's files, the knowledge graph, and how golden files are renewed.
"""

import os
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
def release_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release of the shipped cases."""
    out = tmp_path_factory.mktemp("release")
    graph = KnowledgeGraph(
        Catalogue.shipped(), version("lhs-graph"), lambda _: Release.current(out)
    )
    descriptions = [graph.reader.read_file(path) for path in graph.catalogue.cases()]
    graph.build(out, descriptions, [], "2026-11-23T00:00:00+00:00")
    return out


@pytest.fixture(scope="session")
def knowledge_graph(release_folder: Path) -> KnowledgeGraph:
    """The knowledge graph of the shipped files, read-only."""
    return KnowledgeGraph(
        Catalogue.shipped(), version("lhs-graph"), lambda _: Release.current(release_folder)
    )
