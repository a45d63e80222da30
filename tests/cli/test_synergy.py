"""The promise: `lhs synergy` and `lhs why` answer in every form, and refuse in words."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.synergy import TABLES

Command: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]

_LHS = str(Path(sys.executable).with_name("lhs"))
_WEAK = str(min(Catalogue.shipped().designs(), key=lambda path: "exemplaire" in path.name))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["37 parts, 4 component(s).", "Stable primary care teams", "K2P: there is no such"]),
        ("fr", ["37 éléments, 4 composante(s).", "pilier juridique", "cette phase n’existe pas"]),
    ],
)
def test_a_design_is_analysed_in_the_person_s_language(
    lhs: Command, language: str, words: list[str]
) -> None:
    run = lhs("synergy", _WEAK, "--lang", language)

    assert (0, "") == (run.returncode, run.stderr)
    assert all(one in run.stdout for one in words)
    assert "\x1b" not in run.stdout


def test_a_described_system_and_standard_input_are_analysed_too(lhs: Command) -> None:
    stored = lhs("synergy", "geisinger", "--format", "json")
    piped = lhs("synergy", "-", "--format", "json", text=Path(_WEAK).read_text(encoding="utf-8"))

    assert "Geisinger Health System" == json.loads(stored.stdout)["system"]["label"]
    assert 4 == len(json.loads(piped.stdout)["components"])


@pytest.mark.parametrize("table", TABLES)
def test_csv_gives_the_table_that_was_chosen(lhs: Command, table: str) -> None:
    run = lhs("synergy", _WEAK, "--format", "csv", "--table", table)

    assert 0 == run.returncode
    assert 1 < len(list(csv.reader(io.StringIO(run.stdout))))


@pytest.mark.parametrize(
    ("options", "cure"),
    [
        (["--format", "csv"], "--table"),
        (["--format", "csv", "--table", "supports"], ", ".join(TABLES)),
        (["--table", "goals"], "csv"),
    ],
)
def test_a_table_and_a_form_that_do_not_fit_end_with_2_and_the_cure(
    lhs: Command, options: list[str], cure: str
) -> None:
    run = lhs("synergy", _WEAK, *options)

    assert (2, "") == (run.returncode, run.stdout)
    assert cure in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("form", ["text", "json", "csv", "turtle", "html"])
def test_why_answers_in_every_form(lhs: Command, form: str, tmp_path: Path) -> None:
    page = tmp_path / "why"
    run = lhs("why", _WEAK, "diabetes-registry", "--format", form, "--output", str(page))

    assert (0, "", "") == (run.returncode, run.stdout, run.stderr)
    assert page.read_text(encoding="utf-8").strip()


def test_why_says_the_way_in_words(lhs: Command) -> None:
    run = lhs("why", _WEAK, "diabetes-registry")

    way = "Diabetes registry — feeds → Share of people with diabetes under control — measures → "
    assert way + "population health" in run.stdout


def test_why_says_where_the_way_stops_and_how_sure_that_is(lhs: Command) -> None:
    """The draft is exhaustive but for its core values."""
    run = lhs("why", _WEAK, "telemonitoring-pilot", "--lang", "fr")

    assert 2 == run.stdout.count("Aucun chemin n’y mène (confirmé).")
    assert 1 == run.stdout.count("Aucun chemin n’y mène (non documenté).")
    assert "On s’arrête à « Projet pilote de télésurveillance »" in run.stdout


def test_an_unknown_support_ends_with_2_and_names_the_nearest(lhs: Command) -> None:
    run = lhs("why", _WEAK, "diabetes-registri")

    assert (2, "") == (run.returncode, run.stdout)
    assert "diabetes-registry" in run.stderr


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "of the class “strategic goal”"), ("fr", "« but stratégique » et non un soutien")],
)
def test_why_of_another_part_says_that_it_is_there_and_what_it_is(
    lhs: Command, lang: str, words: str
) -> None:
    run = lhs("why", _WEAK, "fewer-complications", "--lang", lang)

    assert (2, "") == (run.returncode, run.stdout)
    assert words in run.stderr


def test_help_stands_in_the_panel_of_what_improves_a_design(lhs: Command) -> None:
    run = lhs("--help")

    assert "Improve" in run.stdout
    assert 0 == lhs("synergy", "--help").returncode == lhs("why", "--help").returncode
