"""The promise: a release is whole or not there, and what was opened stays as it was."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lhs_graph.errors import ReleaseDamagedError, ReleaseMissingError
from lhs_graph.release import Manifest, Release, publish


def _writer(content: str, digest: str, version: str = "1.0.0") -> Callable[[Path], Manifest]:
    def write(folder: Path) -> Manifest:
        (folder / "lhs.nq").write_text(content)
        return Manifest(version, "2026-01-01T00:00:00+00:00", digest * 16, {"quads": 1})

    return write


def test_an_interrupted_build_leaves_the_old_release_whole(tmp_path: Path) -> None:
    publish(tmp_path, _writer("old", "aaaa"))

    def interrupted(folder: Path) -> Manifest:
        (folder / "lhs.nq").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path, interrupted)
    current = Release.current(tmp_path)
    current.verify()
    assert "old" == current.dump.read_text()
    assert [] == [path for path in (tmp_path / "releases").iterdir() if path.name.startswith(".")]


def test_a_reader_keeps_the_release_that_it_opened(tmp_path: Path) -> None:
    publish(tmp_path, _writer("old", "aaaa"))
    opened = Release.current(tmp_path)

    publish(tmp_path, _writer("new", "bbbb"))

    assert "old" == opened.dump.read_text()
    assert "new" == Release.current(tmp_path).dump.read_text()


def test_only_the_newest_releases_are_kept(tmp_path: Path) -> None:
    for digest in ("aaaa", "bbbb", "cccc"):
        publish(tmp_path, _writer(digest, digest), keep=2)

    kept = {path.name for path in (tmp_path / "releases").iterdir()}
    assert {"1.0.0+bbbbbbbbbbbb", "1.0.0+cccccccccccc"} == kept


def test_of_each_version_the_newest_release_is_kept(tmp_path: Path) -> None:
    for version, digest in (("1.0.0", "aaaa"), ("1.0.0", "bbbb"), ("1.1.0", "cccc")):
        publish(tmp_path, _writer(digest, digest, version), keep=2)
    for digest in ("dddd", "eeee", "ffff"):
        publish(tmp_path, _writer(digest, digest, "1.2.0"), keep=2)

    kept = {path.name for path in (tmp_path / "releases").iterdir()}
    newest = {"1.2.0+ffffffffffff", "1.2.0+eeeeeeeeeeee"}
    assert {"1.0.0+bbbbbbbbbbbb", "1.1.0+cccccccccccc", *newest} == kept


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    release = publish(tmp_path, _writer("old", "aaaa"))
    release.dump.write_text("flipped")

    with pytest.raises(ReleaseDamagedError, match=r"lhs\.nq"):
        release.verify()


def test_a_release_of_another_format_is_built_again(tmp_path: Path) -> None:
    release = publish(tmp_path, _writer("old", "aaaa"))
    manifest = release.folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": ', '"format": 9'))

    with pytest.raises(ReleaseMissingError):
        Release.current(tmp_path)


def test_a_folder_without_a_release_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(ReleaseMissingError, match="lhs build --out"):
        Release.current(tmp_path)
