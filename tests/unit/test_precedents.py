"""The promise: a finding names the cases that fill its place, ranked by the documented rule."""

import csv
import re
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

import pyoxigraph as ox
import pytest
from markupsafe import escape
from rich.console import Console

from lhs_graph.catalogue import Catalogue
from lhs_graph.detection import RawGap
from lhs_graph.facts import FEATURES, Facts
from lhs_graph.findings import CheckReport, Citation, Finding
from lhs_graph.precedents import Precedents
from lhs_graph.release import Block
from lhs_graph.report.html import report_html
from lhs_graph.report.precedent_words import (
    address_of,
    citation_words,
    precedent_words,
    ranking_rule,
    source_words,
)
from lhs_graph.report.rows import report_csv, report_data
from lhs_graph.report.text import print_report
from lhs_graph.service import KnowledgeGraph
from lhs_graph.terms import CASE, CONCEPT, LHS, REFERENCE, system_of
from lhs_graph.vocabulary import Vocabulary

CATALOGUE = Catalogue.shipped()
DRAFT = CATALOGUE.root / "cases/designs/reseau-regional-maladies-chroniques-esquisse.yaml"
GUIDE = CATALOGUE.root / "docs/precedents.md"
KIND = "https://example.org/kind"
OWN = f"{CASE}mine"
READS_MORE_THAN_ITS_DETECTOR = {"engagement-of-those-concerned"}
"""Rules that, as their `basis` says, accept what the detector cannot be sure of."""


def block(slug: str, features: Mapping[str, Sequence[str]]) -> Block:
    return Block(slug, f"{CASE}{slug}", 0, 0, 0, {"en": slug}, "published-case", "", {}, features)


def design(features: Mapping[str, Sequence[str]], *concepts: str) -> Facts:
    """A design with those features, whose part `focus` names those concepts."""
    stated = [
        (OWN, name, f"{CONCEPT}{name}/{word}") for name, words in features.items() for word in words
    ]
    stated += [(f"{OWN}#focus", "realises", concept) for concept in concepts]
    triples = (
        ox.Triple(ox.NamedNode(subject), ox.NamedNode(f"{LHS}{name}"), ox.NamedNode(value))
        for subject, name, value in stated
    )
    return Facts(tuple(triples), Vocabulary(()))


def found(
    places: Sequence[tuple[str, str, str, str]],
    cases: Mapping[str, Mapping[str, Sequence[str]]],
    own: Facts,
    **gap: Any,  # noqa: ANN401  the fields of a gap
) -> list[str]:
    """The slugs of the precedents among places of slug, about, related and a concept."""
    rows: list[tuple[str, str, str, list[str]]] = [
        (f"{CASE}{slug}#part", about, related, []) for slug, about, related, _ in places
    ]
    nodes = {
        f"{CASE}{slug}#part": {"labels": {"en": slug}, "sources": ["s"], "concepts": [concept]}
        for slug, _, _, concept in places
    }
    blocks = {slug: block(slug, features) for slug, features in cases.items()}
    precedents = Precedents({"places": {KIND: rows}, "nodes": nodes}, blocks)

    answer = precedents.for_design(own).find(RawGap(KIND, OWN, f"{OWN}#focus", **gap))

    return [one.case.label("en") for one in answer]


def test_the_very_place_comes_before_a_nearer_case() -> None:
    cases = {"near": {"atScale": ["local"]}, "far": {"atScale": ["national"]}}
    places = [("near", "a", "x", ""), ("far", "a", "b", "")]

    answer = found(places, cases, design({"atScale": ["local"]}), about="a", related="b")

    assert answer == ["far", "near"]


def test_another_place_is_no_precedent() -> None:
    cases = {"one": {"atScale": ["local"]}}

    answer = found([("one", "other", "", "")], cases, design({"atScale": ["local"]}), about="a")

    assert answer == []


def test_a_rule_without_a_place_serves_the_kind_at_large() -> None:
    answer = found([("one", "", "", "")], {"one": {}}, design({}), about="a")

    assert answer == ["one"]


def test_what_a_gap_names_as_missing_is_its_place() -> None:
    places = [("a", "policy", "", ""), ("b", "law", "", "")]

    answer = found(places, {"a": {}, "b": {}}, design({}), facts=(("missing", ("law",)),))

    assert answer == ["b", "a"]


def test_a_like_part_comes_before_a_nearer_case() -> None:
    concept = f"{CONCEPT}element/data-infrastructure"
    cases = {"near": {"atScale": ["local"]}, "alike": {"atScale": ["national"]}}
    places = [("near", "", "", "else"), ("alike", "", "", concept)]

    answer = found(places, cases, design({"atScale": ["local"]}, concept))

    assert answer == ["alike", "near"]


def test_what_one_side_leaves_unsaid_is_unknown_and_not_different() -> None:
    cases = {
        "differs": {"atScale": ["local"], "atLevel": ["meso"], "systemKind": ["network"]},
        "silent": {"atScale": ["local"], "atLevel": ["meso"], "systemKind": []},
    }
    own = design({"atScale": ["local"], "atLevel": ["meso"], "systemKind": ["hospital"]})

    answer = found([(slug, "", "", "") for slug in cases], cases, own)

    assert answer == ["silent", "differs"]


def test_of_equal_shares_the_one_with_more_in_common_comes_first_and_then_the_name() -> None:
    both = {"atScale": ["local"], "atLevel": ["meso"]}
    cases = {"c-one": {"atScale": ["local"]}, "b-both": both, "a-one": {"atLevel": ["meso"]}}

    answer = found([(slug, "", "", "") for slug in cases], cases, design(both))

    assert answer == ["b-both", "a-one", "c-one"]


def test_the_system_itself_and_what_is_not_described_are_no_precedents() -> None:
    places = [("mine", "", "", ""), ("unknown", "", "", "")]

    assert found(places, {"mine": {}}, design({})) == []


@pytest.fixture(scope="module")
def draft(knowledge_graph: KnowledgeGraph) -> CheckReport:
    return knowledge_graph.check(knowledge_graph.reader.read_file(DRAFT))


def test_condition_focus_agrees_whatever_its_capitals(knowledge_graph: KnowledgeGraph) -> None:
    features = knowledge_graph.release.blocks["swedish-rheumatology"].features

    assert set(features) == set(FEATURES)
    assert features["conditionFocus"] == ["rheumatic diseases"]
    assert (
        "crohn's disease"
        in knowledge_graph.release.blocks["improvecarenow"].features["conditionFocus"]
    )


def test_every_precedent_has_a_name_and_a_source(knowledge_graph: KnowledgeGraph) -> None:
    table = knowledge_graph.release.precedents
    nodes = {row[0] for rows in table["places"].values() for row in rows}

    assert len(nodes) > 1000
    assert {node for node in nodes if not any(table["nodes"][node]["labels"].values())} == set()
    assert {node for node in nodes if not table["nodes"][node]["sources"]} == set()


def test_no_case_is_a_precedent_for_what_it_lacks_itself(knowledge_graph: KnowledgeGraph) -> None:
    table = knowledge_graph.release.precedents
    kinds = knowledge_graph.vocabulary.kinds
    gaps = list(knowledge_graph.stream_gaps([], []))
    lacking = {(gap.kind.iri, gap.focus, gap.about or "") for gap in gaps}

    at_fault = {
        kinds[kind].notation
        for kind, rows in table["places"].items()
        if kinds[kind].precedent_place not in READS_MORE_THAN_ITS_DETECTOR
        for node, about, *_ in rows
        if {(kind, node, about), (kind, node, ""), (kind, system_of(node), about)} & lacking
    }

    assert len(lacking) > 1000
    assert at_fault == set()


def test_findings_of_the_draft_carry_ranked_precedents(draft: CheckReport) -> None:
    filled = [finding for finding in draft.findings if finding.precedents]

    assert len(filled) > 15
    for finding in filled:
        cases = [one.case.iri for one in finding.precedents]
        assert len(cases) == len(set(cases)) <= 3
        keys = [
            (one.distance, -len(one.shared), -one.nearness, -len(one.agreeing), one.case.iri)
            for one in finding.precedents
        ]
        assert keys == sorted(keys)
        assert draft.system.iri not in cases


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_form_of_the_report_names_precedents_or_says_that_there_is_none(
    knowledge_graph: KnowledgeGraph, draft: CheckReport, language: str
) -> None:
    vocabulary = knowledge_graph.vocabulary
    page = report_html([draft], vocabulary, language)
    out = StringIO()
    print_report(Console(file=out, width=10_000), draft, vocabulary, language, brief=False)
    data = report_data(draft, language)

    table = report_csv([draft], language)

    assert ranking_rule(language) == data["precedents_rule"]
    for text in (out.getvalue(), page):
        assert ranking_rule(language) in text
    for finding, row in zip(draft.findings, data["findings"], strict=True):
        _compare(finding, row, language)
        for one in finding.precedents:
            words = precedent_words(one, language)
            assert words in out.getvalue()
            assert (
                words.replace("'", "&#39;").replace("&", "&amp;").replace("&amp;#39;", "&#39;")
                in page
            )
        if not finding.precedents:
            assert row["precedents_note"] in out.getvalue()
            assert row["precedents_note"] in page
            assert row["precedents_note"] in table


def test_each_source_of_a_precedent_is_cited_with_where_it_is_to_be_read(
    knowledge_graph: KnowledgeGraph, draft: CheckReport
) -> None:
    page = report_html([draft], knowledge_graph.vocabulary, "en")
    out = StringIO()
    vocabulary = knowledge_graph.vocabulary
    print_report(Console(file=out, width=10_000), draft, vocabulary, "en", brief=False)
    rows = list(csv.DictReader(StringIO(report_csv([draft], "en"))))

    cited = [one for finding in draft.findings for one in finding.precedents]
    assert len(cited) > 30
    for finding, row in zip(draft.findings, rows, strict=True):
        assert row["sources"] == " | ".join(map(source_words, finding.precedents))
    for one in cited:
        assert [source.iri for source in one.citations] == list(one.sources)
        assert source_words(one, 3) in out.getvalue()
        for source in one.citations[:3]:
            assert source.title
            assert f'<a href="{escape(address_of(source))}" title="' in page
            assert f">{escape(citation_words(source))}</a>" in page


@pytest.mark.parametrize(
    ("source", "words", "address"),
    [
        (
            Citation("", "T", "Menear M, Blanchette MA, Roy D", "2019", "10.1186/s12961"),
            "Menear M, et al. 2019",
            "https://doi.org/10.1186/s12961",
        ),
        (
            Citation("", "T", "Vachon B, Huynh AT, et al.", "", "", "https://example.org/a"),
            "Vachon B, et al.",
            "https://example.org/a",
        ),
        (
            Citation("", "T", "Vanderbilt University, Department of Anesthesiology, Unit", "2020"),
            "Vanderbilt University, Department of Anesthesiology, Unit 2020",
            "",
        ),
        (Citation("", "Title", "", "2020", "", "javascript:alert()"), "Title 2020", ""),
        (Citation(f"{REFERENCE}no-text"), "no-text", ""),
    ],
)
def test_a_source_is_cited_shortly(source: Citation, words: str, address: str) -> None:
    assert citation_words(source) == words
    assert address_of(source) == address


def _compare(finding: Finding, row: Mapping[str, Any], language: str) -> None:
    assert bool(row["precedents"]) != bool(row["precedents_note"])
    for one, said in zip(finding.precedents, row["precedents"], strict=True):
        assert said["case"] == {"iri": one.case.iri, "label": one.case.label(language)}
        assert said["node"]["label"] == one.node.label(language)
        assert said["sources"]
        assert said["same_place"] == (one.distance == 0)
        assert said["nearness"] == pytest.approx(
            len(said["agreeing"]) / len(said["compared"]), abs=1e-3
        )


def test_the_example_in_the_guide_is_what_the_program_says(draft: CheckReport) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    (example,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    notation, *lines = example.strip().splitlines()

    (finding,) = (
        one for one in draft.findings if f"{one.kind.notation} {one.focus.label('en')}" == notation
    )

    expected = [
        f"{number}. {precedent_words(one, 'en')}"
        for number, one in enumerate(finding.precedents, 1)
    ]
    assert lines == expected


def test_the_guide_lists_the_kinds_that_no_case_fills(knowledge_graph: KnowledgeGraph) -> None:
    filled = knowledge_graph.release.precedents["places"]
    kinds = knowledge_graph.vocabulary.kinds.values()

    missing = " ".join(kind.notation for kind in kinds if kind.iri not in filled)

    assert f"\n{missing}\n" in GUIDE.read_text(encoding="utf-8")
