"""The shipped designs are what they are said to be: constructed, one strong, one a weak draft."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.check import Checker
from lhs_graph.description import DescriptionReader
from lhs_graph.detection import Detectors
from lhs_graph.findings import CheckReport
from lhs_graph.vocabulary import Vocabulary

CATALOGUE = Catalogue.shipped()
DRAFT = CATALOGUE.root / "cases" / "designs" / "reseau-regional-maladies-chroniques-esquisse.yaml"


@cache
def report_on(path: Path) -> CheckReport:
    detectors = Detectors.load(CATALOGUE, Vocabulary.load(CATALOGUE))
    return Checker(detectors, "test").check(DescriptionReader(CATALOGUE).read_file(path))


@pytest.mark.parametrize("path", CATALOGUE.designs(), ids=lambda path: path.stem)
def test_a_design_is_well_formed_and_says_that_it_is_constructed(path: Path) -> None:
    report = report_on(path)

    assert report.problems == ()
    assert (report.record_status, report.coverage) == ("design", "exhaustive")
    assert "constructed" in report.system.label("en")
    assert "construit" in report.system.label("fr")


def test_the_draft_shows_what_an_ordinary_first_draft_shows() -> None:
    findings = report_on(DRAFT).findings

    assert len(findings) == 39
    assert set("VPCSOL") == {one.kind.notation[0] for one in findings}
    assert Counter(one.severity for one in findings) == {"critical": 2, "major": 16, "minor": 21}
    assert {
        certainty: number
        for certainty, number in Counter(one.certainty for one in findings).items()
        if certainty != "confirmed"
    } == {"reported": 1, "undocumented": 3}


def test_a_name_alone_is_a_design_that_lacks_everything(tmp_path: Path) -> None:
    page = tmp_path / "first.yaml"
    page.write_text("id: first\nname: A first idea\n")

    findings = report_on(page).findings

    values = [one.about.iri for one in findings if one.kind.notation == "V1" and one.about]
    assert len(values) == len(set(values)) == 11
    assert {one.kind.nature for one in findings} == {"missing"}
