"""The promise.

Sizes, prefixes and spellings stay as the house keeps them, and nothing names a machine.
"""

import re
import subprocess
from pathlib import Path

import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.prefixes import read_prefixes

_ROOT = Path(__file__).parents[2]
_PREFIX = re.compile(r"^\s*@?PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)


def _files(*patterns: str) -> list[Path]:
    found = [path for pattern in patterns for path in _ROOT.glob(pattern)]
    assert found, patterns
    return sorted(found)


@pytest.mark.parametrize(
    ("pattern", "most"),
    [
        ("lhs_graph/**/*.py", 400),
        ("lhs_api/**/*.py", 400),
        ("tests/**/*.py", 400),
        ("benchmarks/*.py", 400),
        ("ontology/**/*.ttl", 400),
        ("queries/**/*.rq", 90),
        ("**/README.md", 160),
    ],
)
def test_no_file_is_too_long_to_read(pattern: str, most: int) -> None:
    long = {
        str(path.relative_to(_ROOT)): count
        for path in _files(pattern)
        if ".venv" not in path.parts and (count := len(path.read_text().splitlines())) > most
    }

    assert {} == long


def test_every_prefix_is_the_declared_one() -> None:
    declared = read_prefixes(Catalogue.shipped().prefixes())

    for path in _files("ontology/**/*.ttl", "shapes/**/*.ttl", "queries/**/*.rq"):
        for prefix, namespace in _PREFIX.findall(path.read_text()):
            assert declared.get(prefix) == namespace, f"{path.name}: {prefix}"


def test_no_module_is_called_after_nothing() -> None:
    homeless = {"utils.py", "helpers.py", "common.py", "misc.py", "base.py"}

    found = _files("lhs_graph/**/*.py", "lhs_api/**/*.py", "benchmarks/*.py")
    assert set() == {path.name for path in found} & homeless


def test_nothing_names_a_place_outside_the_project() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    names = listed.stdout.split()
    foreign = re.compile(r"(?<![\w.])/(?:work|root|home)/|\.\./shared")
    for name in names:
        path = _ROOT / name
        if path.suffix in {".py", ".md", ".ttl", ".rq", ".yaml", ".toml"} and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            if path != Path(__file__):
                assert not foreign.search(text), name
