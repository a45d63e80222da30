"""The promise: the notebooks run as they are, and show what they would show today."""

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

_ROOT = Path(__file__).parents[2]
_NOTEBOOKS = sorted((_ROOT / "examples").glob("*.ipynb"))
_MOST = 150_000
"""Bytes of a notebook with what it shows."""


def test_there_is_a_notebook_for_the_researcher_and_one_for_the_planner() -> None:
    assert ["planner", "researcher"] == [path.stem for path in _NOTEBOOKS]


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("path", _NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_showed(
    path: Path,
    update_golden: bool,  # noqa: FBT001  a fixture
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It runs beside an empty folder, so that it can lean on nothing but the package."""
    for name in ("JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR", "TMPDIR"):
        folder = tmp_path / name.lower()
        folder.mkdir()
        monkeypatch.setenv(name, str(folder))
    committed = _read(path)
    fresh = _read(path)
    client = NotebookClient(
        fresh,
        timeout=50,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,  # how often a stream is flushed is chance
        resources={"metadata": {"path": str(tmp_path)}},
    )

    client.execute()

    assert any(_shown(fresh)), "it shows nothing"
    if update_golden:
        fresh.metadata = committed.metadata
        nbformat.write(fresh, path)  # type: ignore[no-untyped-call]
    else:
        assert _shown(committed) == _shown(fresh)


@pytest.mark.parametrize("path", _NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_small_and_names_no_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    notebook = _read(path)

    nbformat.validate(notebook)
    assert len(text) < _MOST
    assert not re.search(r"/(home|root|tmp|Users|work)/", text)
    assert not any("execution" in cell.metadata for cell in notebook.cells)


def _read(path: Path) -> Any:  # noqa: ANN401  nbformat's own mapping
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def _shown(notebook: Any) -> list[str]:  # noqa: ANN401  nbformat's own mapping
    """What the cells print and give back as text; pictures are drawn by another library."""
    shown = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            text = output.get("text") or output.get("data", {}).get("text/plain", "")
            if text and not text.startswith("<Figure"):
                shown.append(text)
    return shown
