"""The promise.

`lhs compare` and `lhs nearest` tell the same in every form, in both languages, and say what is
wrong with what they were asked.
"""

import csv
import io
import json
import re
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
_CUBE = """
    PREFIX qb: <http://purl.org/linked-data/cube#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_WELL_FORMED = {
    "an observation is in one data set": """ASK {
        ?o a qb:Observation
        OPTIONAL { SELECT ?o (COUNT(?set) AS ?n) { ?o qb:dataSet ?set } GROUP BY ?o }
        FILTER(!BOUND(?n) || ?n != 1) }""",
    "a data set has one structure": """ASK {
        ?set a qb:DataSet
        OPTIONAL { SELECT ?set (COUNT(?s) AS ?n) { ?set qb:structure ?s } GROUP BY ?set }
        FILTER(!BOUND(?n) || ?n != 1) }""",
    "a structure has a measure": """ASK {
        ?dsd a qb:DataStructureDefinition
        FILTER NOT EXISTS { ?dsd qb:component/qb:measure ?any } }""",
    "a component has a range": """ASK {
        ?c qb:dimension|qb:measure ?p FILTER NOT EXISTS { ?p rdfs:range ?range } }""",
    "a coded dimension has a code list": """ASK {
        ?c qb:dimension ?p . ?p rdfs:range skos:Concept
        FILTER NOT EXISTS { ?p qb:codeList ?list } }""",
    "an observation has every component": """ASK {
        ?o qb:dataSet/qb:structure/qb:component/(qb:dimension|qb:measure) ?p
        FILTER NOT EXISTS { ?o ?p ?value } }""",
    "codes are from the code list": """ASK {
        ?o qb:dataSet/qb:structure/qb:component/(qb:dimension|qb:measure) ?p .
        ?p qb:codeList ?list . ?o ?p ?value
        FILTER NOT EXISTS { ?value a skos:Concept ; skos:inScheme ?list } }""",
}


def _designs() -> tuple[str, str]:
    weak, strong = sorted(Catalogue.shipped().designs(), key=lambda path: "exemplaire" in path.name)
    return str(weak), str(strong)


def _broken(turtle: str) -> list[str]:
    """The rules of data cubes that the text breaks."""
    store = ox.Store()
    store.bulk_load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    return [name for name, query in _WELL_FORMED.items() if store.query(_CUBE + query)]


def _count(turtle: str, data_set: str) -> int:
    triples = ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)
    return sum(
        one.predicate.value == "http://purl.org/linked-data/cube#dataSet"
        and isinstance(one.object, ox.NamedNode)
        and one.object.value.endswith(f"#{data_set}")
        for one in triples
    )


def test_a_comparison_is_the_same_in_every_form(lhs: Command) -> None:
    asked = ("compare", *_designs(), "improvecarenow", "--with", "all")
    as_json = json.loads(lhs(*asked, "-f", "json").stdout)
    as_csv = list(csv.DictReader(io.StringIO(lhs(*asked, "-f", "csv").stdout)))
    turtle = lhs(*asked, "-f", "turtle").stdout
    page = lhs(*asked, "-f", "html").stdout

    systems = [one["iri"] for one in as_json["systems"]]
    assert [[cell["state"] for cell in row["cells"]] for row in as_json["rows"]] == [
        [row[iri] for iri in systems] for row in as_csv
    ]
    assert [row["aggregate"]["present"] for row in as_json["rows"]] == [
        int(row["group_present"]) for row in as_csv
    ]
    assert 3 * len(as_csv) == _count(turtle, "states")
    assert 4 * len(as_csv) == _count(turtle, "group")
    assert page.count('<th scope="row">') >= len(as_csv)
    assert 6 == page.count("<svg")


@pytest.mark.parametrize(
    "asked",
    [
        ("compare", "geisinger", "improvecarenow", "--with", "all"),
        ("compare", _designs()[0], _designs()[0]),
        ("nearest", _designs()[0], "--top", "3"),
    ],
)
def test_the_cube_is_well_formed(lhs: Command, asked: tuple[str, ...]) -> None:
    turtle = lhs(*asked, "-f", "turtle").stdout

    assert [] == _broken(turtle)
    assert "qb:Observation" in turtle


def test_a_broken_cube_is_noticed() -> None:
    for name, query in _WELL_FORMED.items():
        assert query.startswith("ASK"), name
    cube = "PREFIX qb: <http://purl.org/linked-data/cube#> "

    assert ["an observation is in one data set"] == _broken(f"{cube} [] a qb:Observation .")
    assert ["a data set has one structure"] == _broken(f"{cube} [] a qb:DataSet .")
    assert ["a component has a range"] == _broken(f"{cube} [] qb:measure <urn:p> .")


def test_thirty_nine_systems_stand_side_by_side(lhs: Command) -> None:
    slugs = [path.stem for path in Catalogue.shipped().cases()]

    text = lhs("compare", *slugs)
    page = lhs("compare", *slugs, "-f", "html", "--lang", "fr").stdout

    assert (0, "") == (text.returncode, text.stderr)
    assert "Comparison of 39 systems" in text.stdout
    assert 39 + 5 == page.count("<svg")


def test_a_single_design_stands_beside_a_group(lhs: Command) -> None:
    run = lhs("compare", _designs()[0], "--level", "mesosystem", "--country", "ca", "-f", "json")

    group = json.loads(run.stdout)["group"]
    assert 1 < group["size"] == len(group["systems"]) < 39
    assert ["CA"] == group["countries"]


def test_only_differences_are_shown_on_demand(lhs: Command) -> None:
    asked = ("compare", *_designs(), "-f", "csv")
    every = list(csv.DictReader(io.StringIO(lhs(*asked).stdout)))
    shown = list(csv.DictReader(io.StringIO(lhs(*asked, "--differences").stdout)))

    assert shown == [row for row in every if row["difference"] != "none"]
    assert 0 < len(shown) < len(every)


def test_the_nearest_are_the_same_in_every_form(lhs: Command) -> None:
    asked = ("nearest", _designs()[0], "--top", "3")
    as_json = json.loads(lhs(*asked, "-f", "json").stdout)["nearest"]
    as_csv = list(csv.DictReader(io.StringIO(lhs(*asked, "-f", "csv").stdout)))
    turtle = lhs(*asked, "-f", "turtle").stdout
    page = lhs(*asked, "-f", "html").stdout
    text = lhs(*asked).stdout

    assert 3 == len(as_json) == page.count('<section class="case">') == _count(turtle, "nearest")
    assert sum(len(one["places"]) for one in as_json) == len(as_csv) == _count(turtle, "shared")
    for one in as_json:
        assert one["system"]["label"] in text
        assert one["assured"] <= one["similarity"] <= one["possible"]


@pytest.mark.parametrize(
    ("command", "systems"), [("compare", ("geisinger", "spor")), ("nearest", ("geisinger",))]
)
def test_pages_cite_sources_so_that_they_can_be_read(
    lhs: Command, command: str, systems: tuple[str, ...]
) -> None:
    page = lhs(command, *systems, "-f", "html").stdout

    link = '<a href="https://doi.org/10.1186/s12961-019-0477-3" title="A framework for'
    assert f'[{link} value-creating learning health systems">Menear M, et al. 2019</a>' in page
    assert not re.search(r"\[[a-z]+-?\d{4}[a-z]?[,\]]", page), "a bare key"


def test_the_sources_of_a_design_are_cited_from_the_design(lhs: Command) -> None:
    page = lhs("compare", _designs()[1], "geisinger", "-f", "html").stdout

    assert "[LHS Graph project 2026]" in page
    assert "constructed-planning-file" not in page


def test_both_speak_french(lhs: Command) -> None:
    compared = lhs("compare", *_designs(), "--with", "all", "--lang", "fr").stdout
    nearest = lhs("nearest", _designs()[0], "--lang", "fr").stdout

    assert "non documenté" in compared
    assert "Tous les systèmes décrits (39)" in compared
    assert "Les deux ont" in nearest
    assert "similarité 0," in nearest
    for words in ("Both have", "similarity 0", "described systems"):
        assert words not in nearest


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("command", ["compare", "nearest"])
def test_the_pages_are_self_contained(lhs: Command, command: str, lang: str) -> None:
    systems = _designs() if command == "compare" else _designs()[:1]

    page = lhs(command, *systems, "-f", "html", "--lang", lang).stdout

    assert f'<html lang="{lang}">' in page
    for outside in ("<script", "<link", "src=", "@import", "url(http", "srcset="):
        assert outside not in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare", "geisinger"], "two to 40"),
        (["compare", *["geisinger"] * 41], "two to 40"),
        (["compare", "geisingr", "spor"], "geisinger"),
        (["compare", "absent.yaml", "spor"], "absent.yaml"),
        (["compare", "spor", "--level", "mesosistem"], "mesosystem"),
        (["compare", "spor", "--kind", "research-networks"], "research-network"),
        (["compare", "spor", "--country", "SE", "--scale", "local"], "local, SE"),
        (["compare", "spor", "--with", "some"], "all is the only word"),
        (["nearest", "nowhere-at-all"], "nowhere-at-all"),
        (["nearest", "spor", "--top", "0"], "--top"),
        (["nearest", "spor", "--country", "ZZ"], "ZZ"),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(
    lhs: Command, arguments: list[str], words: str
) -> None:
    run = lhs(*arguments)

    assert 2 == run.returncode, run.stderr
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def test_the_page_is_written_to_the_file_that_was_asked_for(lhs: Command, tmp_path: Path) -> None:
    for form in ("text", "html"):
        target = tmp_path / f"nearest.{form}"
        run = lhs("nearest", "spor", "-f", form, "-o", str(target))
        assert "" == run.stdout
        assert "ImproveCareNow" in target.read_text() or "1." in target.read_text()


@pytest.mark.parametrize("arguments", [("nearest", "-"), ("compare", "-", "spor")])
def test_a_design_is_read_from_standard_input(lhs: Command, arguments: tuple[str, ...]) -> None:
    text = Path(_designs()[0]).read_text(encoding="utf-8")
    named = [_designs()[0] if one == "-" else one for one in arguments]

    assert lhs(*arguments, text=text).stdout == lhs(*named).stdout != ""


@pytest.mark.parametrize(
    ("lang", "asked", "words"),
    [
        (
            "en",
            ("nearest", "spor", "-o", "no-folder/x"),
            "no-folder/x cannot be written: the folder",
        ),
        ("fr", ("nearest", "spor", "-o", "."), ". ne peut pas être écrit : c’est un dossier"),
        ("fr", ("nearest", "no.yaml"), "no.yaml ne peut pas être lu : ce fichier ou ce dossier"),
        ("en", ("nearest", "no/x.yaml"), "cannot be read: there is no such file"),
    ],
)
def test_what_the_system_refuses_is_said_in_our_words(
    lhs: Command, lang: str, asked: tuple[str, ...], words: str
) -> None:
    run = lhs(*asked, "--lang", lang)

    assert (2, "") == (run.returncode, run.stdout)
    assert words in run.stderr


def test_where_nothing_can_be_written_no_work_is_begun(lhs: Command) -> None:
    """Neither the file nor the folder is there; the folder is what is told."""
    run = lhs("check", "no-design.yaml", "--output", "no-folder/x")

    assert 2 == run.returncode
    assert "no-folder/x cannot be written" in run.stderr
    assert "no-design.yaml" not in run.stderr


def test_a_shared_condition_is_said_in_the_language_of_the_reader(lhs: Command) -> None:
    """The draft names it in both languages, the system only in English."""
    said = lhs("nearest", _designs()[0], "--lang", "fr").stdout

    assert "initiative régionale, maladie pulmonaire obstructive chronique" in said
    assert "chronic obstructive pulmonary disease" not in said
    assert "bit) : " in said
    assert "0,8 bits" not in said
