"""The promise: what was once described and no more is said to be withdrawn, build after build."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from lhs_graph.catalogue import Catalogue
from lhs_graph.release import Release
from lhs_graph.service import KnowledgeGraph

_CASE = "https://w3id.org/lhs-kg/id/case/"


def _build(out: Path, slugs: Sequence[str]) -> Release:
    graph = KnowledgeGraph(Catalogue.shipped(), "0.1.0", lambda _: Release.current(out))
    texts = {slug: f"id: {slug}\nname: The {slug}\nkind: research-network\n" for slug in slugs}
    descriptions = [
        graph.reader.read(text.encode(), name=f"{slug}.yaml") for slug, text in texts.items()
    ]
    release = graph.build(
        out, descriptions, [], datetime(2026, 1, 1, second=len(slugs), tzinfo=UTC)
    )
    assert release.withdrawn is not None, "read before the next build discards the release"
    return release


def test_a_first_release_withdraws_nothing(tmp_path: Path) -> None:
    assert {} == _build(tmp_path, ["one", "two"]).withdrawn


def test_what_is_left_out_stays_withdrawn_until_it_is_back(tmp_path: Path) -> None:
    """`two` goes in the second build and comes back in the fourth; the third keeps in mind."""
    first = _build(tmp_path, ["one", "two", "three"]).manifest.data_version

    second = _build(tmp_path, ["one", "three"]).withdrawn
    third = _build(tmp_path, ["one"]).withdrawn
    fourth = _build(tmp_path, ["one", "two"]).withdrawn

    assert [f"{_CASE}two"] == list(second)
    gone = second[f"{_CASE}two"]
    assert first == gone.last
    assert "The two" in gone.labels.values()
    assert [f"{_CASE}three", f"{_CASE}two"] == list(third)
    assert gone == third[f"{_CASE}two"]
    assert [f"{_CASE}three"] == list(fourth)


def test_building_the_same_again_forgets_nothing(tmp_path: Path) -> None:
    _build(tmp_path, ["one", "two"])
    _build(tmp_path, ["one"])

    again = _build(tmp_path, ["one"])

    assert [f"{_CASE}two"] == list(again.withdrawn)


def test_every_version_before_is_known_though_not_every_one_is_kept(tmp_path: Path) -> None:
    versions = [
        _build(tmp_path, slugs).manifest.data_version
        for slugs in (["one"], ["one", "two"], ["one", "two", "three"])
    ]
    newest = Release.current(tmp_path)

    assert sorted(versions[:2]) == list(newest.earlier)
    assert set(versions[1:]) == {one.manifest.data_version for one in newest.kept()}


def test_what_another_version_of_the_program_wrote_is_kept(tmp_path: Path) -> None:
    """Its manifest is read, whatever its format; one that cannot be read is no release."""
    older = _build(tmp_path, ["one"])
    newer = _build(tmp_path, ["one", "two"])
    path = older.folder / "manifest.json"
    manifest = json.loads(path.read_text())

    path.write_text(json.dumps({**manifest, "format": 1}))
    assert [newer.folder, older.folder] == [one.folder for one in newer.kept()]

    path.write_text(json.dumps({**manifest, "format": 99, "unheard-of": True}))
    assert [newer.folder] == [one.folder for one in newer.kept()]
