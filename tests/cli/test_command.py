"""The promise.

The command says what it found, in the person's language, and ends as it says it does.
"""

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


def _designs() -> tuple[str, str]:
    weak, strong = sorted(Catalogue.shipped().designs(), key=lambda path: "exemplaire" in path.name)
    return str(weak), str(strong)


def test_the_strong_design_has_no_finding_and_ends_with_0(lhs: Command) -> None:
    run = lhs("check", _designs()[1])

    assert (0, "") == (run.returncode, run.stderr)
    assert "No finding" in run.stdout


def test_the_weak_design_ends_with_1_and_explains_each_kind(lhs: Command) -> None:
    run = lhs("check", _designs()[0])

    assert 1 == run.returncode
    for words in ("Why:", "What would close it:", "Who did this:", "critical, confirmed:"):
        assert words in run.stdout
    assert "\x1b" not in run.stdout


@pytest.mark.parametrize(
    ("options", "expected"),
    [(["--fail-on", "never"], 0), (["--fail-on", "critical"], 1), (["--fail-on", "minor"], 1)],
)
def test_fail_on_decides_the_exit(lhs: Command, options: list[str], expected: int) -> None:
    assert expected == lhs("check", _designs()[0], *options).returncode


def test_levels_are_cumulative(lhs: Command) -> None:
    found = {
        level: len(
            json.loads(lhs("check", _designs()[0], "--level", level, "-f", "json").stdout)[
                "findings"
            ]
        )
        for level in ("wellformed", "framework", "aligned")
    }

    assert 0 == found["wellformed"] < found["framework"] < found["aligned"]


def test_every_form_tells_the_same_findings(lhs: Command) -> None:
    weak = _designs()[0]
    as_json = json.loads(lhs("check", weak, "-f", "json").stdout)["findings"]
    as_csv = list(csv.DictReader(io.StringIO(lhs("check", weak, "-f", "csv").stdout)))
    turtle = lhs("check", weak, "-f", "turtle").stdout.encode()
    finding = ox.NamedNode("https://w3id.org/lhs-kg/ontology#Finding")
    as_rdf = [one for one in ox.parse(turtle, format=ox.RdfFormat.TURTLE) if one.object == finding]
    page = lhs("check", weak, "-f", "html").stdout

    assert len(as_json) == len(as_csv) == len(as_rdf) == page.count('<article class="finding')
    assert [one["sentence"] for one in as_json] == [one["sentence"] for one in as_csv]


def test_the_page_is_self_contained(lhs: Command) -> None:
    page = lhs("check", _designs()[0], "-f", "html", "--lang", "fr").stdout

    assert '<html lang="fr">' in page
    assert "<svg" in page
    for outside in ("<script", "<link", "src=", "@import", "url("):
        assert outside not in page


def test_both_engines_give_the_same_report(lhs: Command) -> None:
    weak = _designs()[0]

    assert (
        lhs("check", weak, "-f", "csv").stdout
        == lhs("check", weak, "-f", "csv", "--engine", "pyshacl").stdout
    )


def test_a_description_is_the_same_in_every_form(lhs: Command, tmp_path: Path) -> None:
    weak = _designs()[0]
    expected = lhs("check", weak, "-f", "csv").stdout

    def rows(text: str) -> list[dict[str, str]]:
        return [
            {name: value for name, value in row.items() if name not in ("file", "line")}
            for row in csv.DictReader(io.StringIO(text))
        ]

    for form, suffix in (
        ("turtle", "ttl"),
        ("jsonld", "jsonld"),
        ("rdfxml", "rdf"),
        ("ntriples", "nt"),
    ):
        target = str(tmp_path / f"design.{suffix}")
        assert 0 == lhs("convert", weak, "--to", form, "-o", target).returncode
        assert rows(expected) == rows(lhs("check", target, "-f", "csv").stdout), form


def test_a_new_template_is_well_formed_and_never_overwritten(lhs: Command, tmp_path: Path) -> None:
    target = str(tmp_path / "new.yaml")

    assert 0 == lhs("new", target).returncode
    assert lhs("check", target, "--level", "wellformed").returncode == 0
    again = lhs("new", target)
    assert 2 == again.returncode
    assert "there already" in again.stderr


def test_the_matrix_has_every_case_and_every_cell_has_rows(lhs: Command) -> None:
    cases = {path.stem for path in Catalogue.shipped().cases()}
    shown = lhs("gaps").stdout
    rows = json.loads(lhs("gaps", "-f", "json").stdout)["gaps"]

    assert cases == {row["case"] for row in rows}
    assert all(case in shown for case in cases)
    assert {"reported", "undocumented"} >= {row["certainty"] for row in rows}
    assert all(row["sources"] for row in rows if "#" not in row["focus"])


def test_questions_are_listed_and_answered(lhs: Command) -> None:
    listed = json.loads(lhs("ask", "-f", "json").stdout)
    answer = lhs("ask", "R01", "-f", "csv", "--lang", "fr")

    assert len(listed) > 30
    assert 0 == answer.returncode
    rows = list(csv.DictReader(io.StringIO(answer.stdout)))
    assert 39 == len({row["case"] for row in rows})


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", "R99"], "No question is called"),
        (["ask", "R01", "--colour", "red"], "colour"),
        (["ask", "R01", "colour"], "--NAME VALUE"),
        (["show", "geisingr"], "geisinger"),
        (["gaps", "--kind", "P33"], "P3"),
        (["gaps", "--case", "nowhere"], "nowhere"),
        (["check", "absent.yaml"], "absent.yaml"),
        (["check", _designs()[0], "--level", "deep"], "wellformed"),
        (["convert", _designs()[0], "--to", "pdf"], "turtle"),
        (["sparql", "absent.rq"], "absent.rq"),
        (["check", _designs()[0], "--lang", "xx"], "en, fr"),
        (["build", "--out", "/etc/passwd"], "/etc/passwd cannot be written"),
        (["build", "--out", "/proc/1"], "/proc/1 cannot be written"),
        (["export", "/etc/passwd"], "/etc/passwd cannot be written"),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(
    lhs: Command, arguments: list[str], words: str
) -> None:
    run = lhs(*arguments)

    assert 2 == run.returncode, run.stderr
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def test_a_query_runs_with_the_prefixes_declared(lhs: Command) -> None:
    run = lhs(
        "sparql",
        "-",
        "-f",
        "csv",
        text="SELECT (COUNT(?s) AS ?n) WHERE { ?s a lhs:LearningHealthSystem }",
    )

    assert 0 == run.returncode, run.stderr
    assert "39" == run.stdout.splitlines()[1]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELEC ?x",
        "LOAD <file:///etc/passwd>",
    ],
)
def test_a_query_that_reaches_out_or_cannot_be_parsed_is_refused(lhs: Command, query: str) -> None:
    run = lhs("sparql", "-", text=query)

    assert 2 == run.returncode
    assert "The query cannot be run" in run.stderr


def test_a_system_is_shown_with_its_sources(lhs: Command) -> None:
    run = lhs("show", "improvecarenow")

    assert 0 == run.returncode
    assert "Patient Advisory Council" in run.stdout
    assert "menear-2019-framework" in run.stdout


def test_systems_and_designs_are_compared(lhs: Command) -> None:
    run = lhs("compare", "improvecarenow", "geisinger", _designs()[1], "-f", "json")

    assert 3 == len(json.loads(run.stdout)["systems"])
    states = {cell["state"] for row in json.loads(run.stdout)["rows"] for cell in row["cells"]}
    assert {"present", "undocumented"} <= states


def test_a_build_names_what_it_made(lhs: Command, tmp_path: Path) -> None:
    run = lhs("build", "--out", str(tmp_path / "out"))

    assert 0 == run.returncode, run.stderr
    assert "39 descriptions" in run.stdout
    assert 0 == lhs("ask", "R01", "--release", str(tmp_path / "out"), "-f", "csv").returncode


def test_the_doctor_finds_everything_that_is_needed(lhs: Command) -> None:
    found = json.loads(lhs("doctor", "-f", "json").stdout)

    assert [] == [one for one in found if one["state"] == "bad"]
    assert {"release", "Java", "shapes"} <= {one["name"] for one in found}


@pytest.mark.parametrize(
    "arguments",
    [("show", "geisinger"), ("gaps", "--kind", "P11"), ("ask", "R01"), ("doctor",)],
)
def test_text_goes_to_the_file_that_was_asked_for(
    lhs: Command, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    page = tmp_path / "page.txt"

    printed = lhs(*arguments, "--output", str(page))

    assert "" == printed.stdout
    assert page.read_text().strip()
    assert "\x1b" not in page.read_text()
