"""The promise: what-if and diff say the same in every form, in both languages, and end as told."""

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
_DASH = "http://datashapes.org/dash#"
_PROV = "http://www.w3.org/ns/prov#"
_CHANGE = (
    *("--add", "telemonitoring-pilot goals fewer-complications"),
    *("--remove", "start-up-budget"),
)
"""Closes P3 of the pilot and opens P11, since nothing funds the operations any more."""


def _design(word: str) -> str:
    return str(next(path for path in Catalogue.shipped().designs() if word in path.name))


def test_a_what_if_says_what_closes_and_what_opens(lhs: Command) -> None:
    run = lhs("whatif", _design("esquisse"), *_CHANGE)

    assert (1, "") == (run.returncode, run.stderr)
    closed, opened = (
        run.stdout.index("Closed findings (1)"),
        run.stdout.index("Opened findings (1)"),
    )
    assert closed < run.stdout.index("Telemonitoring pilot” is tied to no") < opened
    assert opened < run.stdout.index("P11")
    for words in ("closed: 1; opened: 1;", "start-up-budget) – removed", "Nothing was stored"):
        assert words in run.stdout
    assert "\x1b" not in run.stdout


def test_a_what_if_says_it_in_french(lhs: Command) -> None:
    run = lhs("whatif", _design("esquisse"), *_CHANGE, "--lang", "fr")

    for words in ("Et si : Réseau régional", "Constats levés (1)", "sert le but", "enregistré"):
        assert words in run.stdout
    for words in ("What if", "closed", "Findings", "serves goal", "removed"):
        assert words not in run.stdout


def test_every_form_tells_the_same_change(lhs: Command) -> None:
    arguments = ("whatif", _design("esquisse"), *_CHANGE, "-f")
    told = json.loads(lhs(*arguments, "json").stdout)
    rows = list(csv.DictReader(io.StringIO(lhs(*arguments, "csv").stdout)))
    graph = ox.Store()
    graph.load(lhs(*arguments, "turtle").stdout.encode(), format=ox.RdfFormat.TURTLE)
    page = lhs(*arguments, "html").stdout

    def linked(name: str) -> int:
        return len(list(graph.quads_for_pattern(None, ox.NamedNode(name), None)))

    assert {"closed": 1, "opened": 1, "changed": 0, "unchanged": 38} == told["counts"]
    found = {key: len(value) for key, value in told["findings"].items()}
    assert told["counts"] == found
    of_findings = [row["change"] for row in rows if row["of"] == "finding"]
    assert found == {key: of_findings.count(key) for key in found}
    assert (1, 1) == (linked(f"{_PROV}wasInvalidatedBy"), linked(f"{_PROV}wasGeneratedBy"))
    assert len(told["patch"]["added"]) == linked(f"{_DASH}addedTriple") == 1
    assert len(told["patch"]["removed"]) == linked(f"{_DASH}deletedTriple") > 5
    assert 40 == page.count('<article class="finding')
    assert ["changed", "removed"] == [one["state"] for one in told["parts"]]
    assert {"changed", "removed"} == {row["change"] for row in rows if row["of"] == "part"}


def test_the_page_is_self_contained_and_in_its_language(lhs: Command, folder: Path) -> None:
    page = folder / "change.html"
    run = lhs(
        "diff", _design("esquisse"), _design("exemplaire"), "-f", "html", "--lang", "fr",
        "-o", str(page),
    )  # fmt: skip
    text = page.read_text(encoding="utf-8")

    assert (1, "", "") == (run.returncode, run.stdout, run.stderr)
    assert '<html lang="fr">' in text
    assert "Constats levés (39)" in text
    for outside in ("<script", "src=", "<link", "@import", "url("):
        assert outside not in text


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--fail-on", "never"], 0),
        (["--fail-on", "critical"], 1),
        (["--fail-on", "grave"], 2),
    ],
)
def test_fail_on_decides_the_exit_of_a_what_if(
    lhs: Command, options: list[str], expected: int
) -> None:
    assert expected == lhs("whatif", _design("esquisse"), *_CHANGE, *options).returncode


def test_a_what_if_that_leaves_nothing_ends_with_0(lhs: Command) -> None:
    run = lhs("whatif", _design("exemplaire"), "--add", "conditionFocus: {en: asthma}")

    assert (0, "") == (run.returncode, run.stderr)


def test_a_what_if_of_a_described_system_looks_at_its_neighbours(lhs: Command) -> None:
    run = lhs("whatif", "pcornet", "--remove", "description", "--fail-on", "never", "-f", "json")

    told = json.loads(run.stdout)
    assert 0 == run.returncode
    assert {"lhsnet", "path-network"} == {
        one["system"]["iri"].rsplit("/", 1)[1] for one in told["others"]
    }
    assert len(told["looked_at"]) > 5


def test_a_change_is_read_from_files_that_lhs_diff_wrote(lhs: Command, folder: Path) -> None:
    """The Turtle that diff writes is a patch: what-if with it gives the findings of diff."""
    old = _design("esquisse")
    new = folder / "new.yaml"
    text = (
        Path(old).read_text(encoding="utf-8").replace("value: solidarity", "value: open-innovation")
    )
    new.write_text(text, encoding="utf-8")
    patch = folder / "change.ttl"

    assert 1 == lhs("diff", old, str(new), "-f", "turtle", "-o", str(patch)).returncode
    by_diff = json.loads(lhs("diff", old, str(new), "-f", "json").stdout)
    by_patch = json.loads(lhs("whatif", old, "--patch", str(patch), "-f", "json").stdout)

    assert by_diff["patch"] == by_patch["patch"]
    assert by_diff["counts"] == by_patch["counts"]
    assert 0 < by_diff["counts"]["closed"]


def test_a_description_comes_from_standard_input(lhs: Command) -> None:
    text = Path(_design("esquisse")).read_text(encoding="utf-8")

    run = lhs("whatif", "-", "--add", "scale regional", "-f", "json", text=text)

    assert 1 == json.loads(run.stdout)["counts"]["closed"]


def test_a_version_does_not_differ_from_itself(lhs: Command) -> None:
    run = lhs("diff", _design("esquisse"), _design("esquisse"))

    assert (0, "") == (run.returncode, run.stderr)
    assert "The two versions say the same." in run.stdout


def test_two_forms_of_one_version_do_not_differ(lhs: Command, folder: Path) -> None:
    turtle = folder / "same.ttl"
    lhs("convert", _design("esquisse"), "--to", "turtle", "-o", str(turtle))

    assert 0 == lhs("diff", _design("esquisse"), str(turtle)).returncode


def test_the_findings_that_stay_are_listed_on_request(lhs: Command) -> None:
    few = lhs("diff", _design("esquisse"), _design("esquisse")).stdout
    all_of_them = lhs("diff", _design("esquisse"), _design("esquisse"), "--unchanged").stdout

    assert 39 == all_of_them.count(", confirmed: ") + all_of_them.count(
        ", undocumented: "
    ) + all_of_them.count(", reported: ")
    assert "confirmed: " not in few


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["whatif", "DRAFT"], "--add"),
        (["whatif", "DRAFT", "--add", "clinic-record goals stable-teams"], "clinic-records"),
        (["whatif", "DRAFT", "--remove", "scale"], "--remove:1:1"),
        (["whatif", "DRAFT", "--patch", "nowhere.yaml"], "nowhere.yaml"),
        (["whatif", "nowhere", "--remove", "scale"], "nowhere"),
        (["whatif", "nowhere.yaml", "--remove", "scale"], "nowhere.yaml"),
        (["diff", "DRAFT", "nowhere.yaml"], "nowhere.yaml"),
        (["diff", "DRAFT", "geisingr"], "geisinger"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_cannot_be_read_ends_with_2_and_a_sentence(
    lhs: Command, arguments: list[str], words: str, language: str
) -> None:
    named = [_design("esquisse") if one == "DRAFT" else one for one in arguments]

    run = lhs(*named, "--lang", language)

    assert (2, "") == (run.returncode, run.stdout)
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def test_a_change_that_breaks_the_form_is_said_and_ends_with_1(lhs: Command) -> None:
    run = lhs(
        "whatif", _design("exemplaire"), "--remove", "steering-committee elements",
        "--fail-on", "critical",
    )  # fmt: skip

    assert 1 == run.returncode
    assert "no longer well formed" in run.stdout
