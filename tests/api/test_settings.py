"""The promise: settings come from environment or file, and a wrong one is said in a sentence."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

import lhs_graph.cli
from lhs_api.settings import Settings, unknown_in_environment

_LHS = str(Path(sys.executable).with_name("lhs"))


def _environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LHS_")}
    return {**kept, **more}


def _run(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """What `lhs serve` says in that folder, where it ends by itself."""
    return subprocess.run(
        [_LHS, "serve", "--port", "0", "--lang", "en"],
        cwd=folder,
        env=_environment(**more),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_file_is_read_and_names_the_release(release_folder: Path, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        f"LHS_RELEASE={release_folder}\nLHS_QUERY_ROWS=7\nLHS_TRUSTED_HOSTS=lhs.example.org\n"
    )
    with subprocess.Popen(
        [_LHS, "serve", "--port", "0", "--lang", "en"],
        cwd=tmp_path,
        env=_environment(XDG_CACHE_HOME=str(tmp_path / "cache"), LHS_WORKERS="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            address = re.search(r"http://[\d.]+:\d+", line)
            assert address, line
            query = {"query": "SELECT ?s { ?s a lhs:LearningHealthSystem }"}
            host = {"Host": "lhs.example.org"}
            answer = httpx.get(
                f"{address.group()}/sparql", params=query, headers=host, verify=False
            )
        finally:
            process.terminate()
            process.wait(timeout=20)

    assert "7" == answer.headers["lhs-row-limit"]
    assert 7 == len(answer.json()["results"]["bindings"])
    assert not (tmp_path / "cache").exists(), "another release was built and served"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("LHS_WORKERS", "abc", "whole number"),
        ("LHS_WORKERS", "0", "1"),
        ("LHS_QUERY_SECONDS", "-1", "more than 0"),
        ("LHS_QUERY_SECONDS", "soon", "a number"),
        ("LHS_QUERY_SECONDS", "inf", "a number"),
        ("LHS_FOLLOW_SECONDS", "nan", "a number"),
        ("LHS_BODY_SECONDS", "1e300", "at most 86400"),
        ("LHS_LOG_LEVEL", "loud", "'debug'"),
        ("LHS_RELEASE", "/etc/passwd", "a part of its path is no folder"),
        ("LHS_RELEASE", "/proc/1", "/proc/1 cannot be written"),
    ],
)
def test_a_wrong_setting_ends_with_its_name_and_a_sentence(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    run = _run(tmp_path, **{name: value})

    assert (2, "") == (run.returncode, run.stdout)
    assert name in run.stderr or value in run.stderr
    assert words in run.stderr
    assert 1 == len(run.stderr.splitlines())
    assert "pydantic" not in run.stderr


def test_a_file_that_is_no_text_ends_with_its_name_and_a_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"LHS_WORKERS=\xff\n")

    run = _run(tmp_path)

    assert (2, "") == (run.returncode, run.stdout)
    assert ".env cannot be read: The text is not UTF-8. Save it as UTF-8.\n" == run.stderr


@pytest.mark.parametrize("name", ["LHS_QUERY_SECOND", "lhs_query_second"])
def test_a_mistyped_name_in_the_file_is_refused_with_the_nearest(tmp_path: Path, name: str) -> None:
    (tmp_path / ".env").write_text(f"OTHER=1\nLHS_LANG=en\n{name}=3\n")

    run = _run(tmp_path)

    assert (2, "") == (run.returncode, run.stdout)
    assert 1 == len(run.stderr.splitlines())
    assert "LHS_QUERY_SECOND”" in run.stderr
    assert "Did you mean “LHS_QUERY_SECONDS”" in run.stderr


def test_a_mistyped_name_in_the_environment_is_logged(
    serving: Callable[..., AbstractContextManager[Any]],
) -> None:
    """It may be another program's: Kubernetes tells addresses as LHS_PORT."""
    with serving(LHS_QUERY_SECOND="3", LHS_LANG="en", LHS_LOG_LEVEL="warning") as running:
        lines = [json.loads(line) for line in running.log.read_text().splitlines()]

    told = [line["name"] for line in lines if line["message"] == "no setting"]
    assert ["LHS_QUERY_SECOND"] == told


def test_what_the_command_reads_of_the_environment_is_no_mistyped_setting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = Path(lhs_graph.cli.__file__).parent
    names = {
        name
        for path in command.rglob("*.py")
        for name in re.findall(r"\bLHS_[A-Z_]+\b", path.read_text(encoding="utf-8"))
    }
    assert {"LHS_DEBUG", "LHS_LANG", "LHS_RELEASE"} <= names
    for name in names:
        monkeypatch.setenv(name, "x")

    assert not names & set(unknown_in_environment())


def test_hosts_may_be_a_list_by_commas_or_in_json(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("a.org, *.b.org", '["a.org", "*.b.org"]'):
        monkeypatch.setenv("LHS_TRUSTED_HOSTS", text)
        assert ["a.org", "*.b.org"] == Settings().trusted_hosts


@pytest.mark.parametrize("text", ["lhs", "/lhs", "/lhs/", "lhs/"])
def test_a_path_has_one_spelling(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("LHS_ROOT_PATH", text)

    assert "/lhs" == Settings().root_path
