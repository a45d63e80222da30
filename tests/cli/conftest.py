"""The real command, as a user runs it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

_LHS = str(Path(sys.executable).with_name("lhs"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the commands of a module run."""
    return tmp_path_factory.mktemp("cli")


@pytest.fixture(scope="module")
def lhs(release_folder: Path, folder: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Runs the command on the shipped release; `text` is what it reads."""
    environment = {**os.environ, "LHS_RELEASE": str(release_folder), "LHS_LANG": "en"}

    def run(*arguments: str, text: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [_LHS, *arguments],
            input=text,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run
