"""The promise: `lhs repair` says the same plan in every form, and writes a design to go on with."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue

Command: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]

_LHS = str(Path(sys.executable).with_name("lhs"))
(_WEAK,) = (str(path) for path in Catalogue.shipped().designs() if "esquisse" in path.name)
_NAME_AND_RECORD = """\
id: my-network
name: My network
record:
  author: Planning team
  created: '2026-11-23'
  licence: https://creativecommons.org/licenses/by/4.0/
  coverage: exhaustive
  status: design
"""


def test_every_form_tells_the_same_plan(lhs: Command) -> None:
    forms = {
        form: lhs("repair", _WEAK, "--severity", "critical", "--format", form)
        for form in ("text", "json", "csv", "turtle", "html")
    }
    assert {0} == {one.returncode for one in forms.values()}, [one.stderr for one in forms.values()]
    plan = json.loads(forms["json"].stdout)
    steps = len(plan["steps"])
    assert steps
    assert plan["left"] == []
    assert steps == len(list(csv.DictReader(io.StringIO(forms["csv"].stdout))))
    assert f"\n  {steps}. " in forms["text"].stdout
    assert f"\n  {steps + 1}. " not in forms["text"].stdout
    turtle = list(ox.parse(forms["turtle"].stdout, format=ox.RdfFormat.TURTLE))
    added = [one for one in turtle if one.predicate.value.endswith("addedTriple")]
    assert added
    assert forms["html"].stdout.count("<html") == 1
    assert "<script" not in forms["html"].stdout
    french = lhs("repair", _WEAK, "--severity", "critical", "--lang", "fr")
    assert "Qui l’a fait" in french.stdout or "Qui l'a fait" in french.stdout


def test_the_repaired_design_can_be_checked(lhs: Command, tmp_path: Path) -> None:
    page = tmp_path / "repaired.yaml"

    repaired = lhs("repair", _WEAK, "--patched", str(page))
    checked = lhs("check", str(page), "--format", "json")

    assert (repaired.returncode, checked.returncode) == (0, 0)
    assert json.loads(checked.stdout)["findings"] == []
    assert "Proposed: " in page.read_text(encoding="utf-8")
    assert Path(_WEAK).read_text(encoding="utf-8") != page.read_text(encoding="utf-8")


def test_what_keeps_the_repaired_design_from_being_well_formed_is_told(
    lhs: Command, tmp_path: Path
) -> None:
    """A record that is not marked as a design asks for sources, which proposals do not have."""
    page = tmp_path / "unmarked.yaml"
    page.write_text("id: my-network\nname: My network\n", encoding="utf-8")

    plan = lhs("repair", str(page), "--severity", "critical", "--time", "5")

    assert "not yet well formed" in plan.stdout
    assert "mark the record as a design" in plan.stdout


@pytest.mark.parametrize("start", ["name", "template"])
def test_a_design_that_says_next_to_nothing_is_brought_to_the_end(
    lhs: Command, tmp_path: Path, start: str
) -> None:
    """Most findings to close are opened on the way, by parts proposed for others."""
    page, repaired = tmp_path / "page.yaml", tmp_path / "repaired.yaml"
    if start == "template":
        lhs("new", str(page))
    else:
        page.write_text(_NAME_AND_RECORD, encoding="utf-8")

    told = ("--patched", str(repaired), "--format", "json", "--time", "40")
    plan = lhs("repair", str(page), *told)
    checked = lhs("check", str(repaired), "--format", "json")

    assert (plan.returncode, checked.returncode) == (0, 0), plan.stderr + checked.stdout
    answer = json.loads(plan.stdout)
    assert answer["left"] == []
    assert 0 < answer["proof"]["least"] <= len(answer["steps"])
    assert json.loads(checked.stdout)["findings"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--severity", "terrible"),
        ("--certainty", "sure"),
        ("--costs", "no-such-file.yaml"),
        ("--format", "pdf"),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(lhs: Command, arguments: tuple[str, ...]) -> None:
    ended = lhs("repair", _WEAK, *arguments)

    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert ended.stderr.strip()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Support: 3\nconnectsTo: [\n", "costs.yaml:3:1: This is no YAML"),
        (b"Support: 3\nconnectsTo: \xe9\n", "not UTF-8"),
        (b"#" * (1 << 21), "larger than"),
    ],
)
def test_costs_that_cannot_be_read_are_told_in_our_words(
    lhs: Command, tmp_path: Path, content: bytes, words: str
) -> None:
    costs = tmp_path / "costs.yaml"
    costs.write_bytes(content)

    ended = lhs("repair", _WEAK, "--costs", str(costs))

    assert ended.returncode == 2
    assert words in ended.stderr
    assert "codec" not in ended.stderr
    assert "unicode string" not in ended.stderr


def test_a_repaired_design_keeps_the_comments_of_its_author(lhs: Command, tmp_path: Path) -> None:
    page, repaired = tmp_path / "page.yaml", tmp_path / "repaired.yaml"
    text = (
        f"# our draft\n{_NAME_AND_RECORD}# what we want\ngoals:\n- id: fewer\n  name: Fewer # !\n"
    )
    page.write_text(text, encoding="utf-8")

    lhs("repair", str(page), "--severity", "critical", "--patched", str(repaired), "--time", "20")

    made = repaired.read_text(encoding="utf-8")
    assert made.startswith(text)
    assert "\nsupports:\n" in made.removeprefix(text.rstrip("\n"))


def test_what_would_replace_the_input_is_refused_before_the_search(
    lhs: Command, tmp_path: Path
) -> None:
    page = tmp_path / "page.yaml"
    page.write_text(_NAME_AND_RECORD, encoding="utf-8")
    (tmp_path / "linked.yaml").symlink_to(page)
    wrong = [
        ("--patched", str(page)),
        ("--patched", str(tmp_path / "linked.yaml")),
        ("--patched", str(tmp_path / "no-folder" / "new.yaml")),
        ("--patched", str(tmp_path)),
        ("--output", str(page)),
    ]

    for arguments in wrong:
        ended = lhs("repair", str(page), "--time", "1000000", *arguments)

        assert ended.returncode == 2, arguments
        assert ended.stdout == ""
        assert len(ended.stderr.strip().splitlines()) == 1
        assert arguments[0] in ended.stderr
    assert page.read_text(encoding="utf-8") == _NAME_AND_RECORD
