"""The promise: a what-if is the check of the changed design, and of the collection around it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lhs_graph.description import Description
from lhs_graph.findings import CheckReport, Finding
from lhs_graph.release import Release
from lhs_graph.service import KnowledgeGraph
from lhs_graph.terms import CASE
from lhs_graph.whatif import WhatIf

Row: TypeAlias = tuple[str, ...]

DRAFT = "reseau-regional-maladies-chroniques-esquisse"
STRONG = "reseau-apprenant-maladies-chroniques-exemplaire"


@pytest.fixture(scope="module")
def draft(knowledge_graph: KnowledgeGraph) -> Description:
    return _design(knowledge_graph, DRAFT)


@pytest.fixture(scope="module")
def strong(knowledge_graph: KnowledgeGraph) -> Description:
    return _design(knowledge_graph, STRONG)


def _design(graph: KnowledgeGraph, name: str) -> Description:
    path = next(one for one in graph.catalogue.designs() if one.stem == name)
    return graph.reader.read_file(path)


def _brief(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return sorted(
        (one.kind.notation, (one.about or one.focus).iri.replace("#", "/").rsplit("/", 1)[1])
        for one in findings
    )


def _answer(answer: WhatIf) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    found = answer.difference.findings
    return _brief(found.closed), _brief(found.opened)


def test_a_goal_for_a_support_that_served_none_closes_that_gap_alone(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    """The telemonitoring pilot serves no goal (P3), and gets one.

    The goal has supports of several pillars, the technological one among them, so nothing that
    concerns the goal (P4, P5) or the paths between pillars that serve it (P7) changes; the pilot
    still is connected with no support of another pillar (P6), which stays.
    """
    answer = knowledge_graph.whatif(draft, add=["telemonitoring-pilot goals fewer-complications"])

    assert ([("P3", "telemonitoring-pilot")], []) == _answer(answer)
    assert 38 == len(answer.difference.findings.unchanged)


def test_a_first_support_of_a_goal_closes_one_gap_and_opens_two(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    """Nothing serves the goal of stable teams (P4) until a fund does.

    Then the goal rests on one pillar only (P5), and the fund, which is connected with nothing, is
    connected with no other pillar (P6).
    """
    fund = "supports: {id: fund, name: Fund, elements: research-funding, goals: stable-teams}"

    answer = knowledge_graph.whatif(draft, add=[fund])

    assert ([("P4", "stable-teams")], [("P5", "stable-teams"), ("P6", "fund")]) == _answer(answer)


def test_a_scale_closes_the_gap_of_none(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    """The draft states its level but not its scale (L1), and nothing else looks at the scale."""
    answer = knowledge_graph.whatif(draft, add=["scale regional"])

    assert ([("L1", "Scale")], []) == _answer(answer)


def test_what_a_description_reports_itself_stays_until_it_is_taken_out(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    """The draft has two data sources and nothing that lets them work together (P9), and says so.

    With a framework for interoperability the detector is satisfied, but the draft still reports the
    gap, at the records that it names, so that it is neither closed nor opened; taking the report
    out closes it. The framework itself serves a goal and is connected with no support of another
    pillar (P6).
    """
    framework = (
        "supports: {id: exchange, name: Exchange standard, elements: interoperability-framework, "
        "goals: fewer-complications}"
    )
    reported = knowledge_graph.whatif(draft, add=[framework])
    silent = knowledge_graph.whatif(draft, add=[framework], remove=["records-do-not-talk"])

    assert ([], [("P6", "exchange")]) == _answer(reported)
    kept = [one for one in reported.difference.findings.unchanged if one.kind.notation == "P9"]
    assert [("P9", "clinic-records")] == _brief(kept)
    assert ([("P9", DRAFT)], [("P6", "exchange")]) == _answer(silent)


def test_a_reported_gap_that_the_check_no_longer_finds_is_the_same_gap(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    """Without the registry there is one data source only, and P9 is no longer found but reported.

    The indicator of the registry is tied to no data source any more (O3). With the report gone as
    well, P9 is closed.
    """
    reported = knowledge_graph.whatif(draft, remove=["diabetes-registry"])
    silent = knowledge_graph.whatif(draft, remove=["diabetes-registry", "records-do-not-talk"])

    assert ([], [("O3", "diabetes-under-control")]) == _answer(reported)
    assert ([("P9", DRAFT)], [("O3", "diabetes-under-control")]) == _answer(silent)
    assert () == reported.difference.findings.changed


def test_a_value_without_enactment_opens_one_gap_in_the_faultless_design(
    knowledge_graph: KnowledgeGraph, strong: Description
) -> None:
    """Nothing enacts adaptability any more and no practice shows it (V2); what enacted it stays."""
    answer = knowledge_graph.whatif(strong, remove=["adaptability-commitment enactedBy"])

    assert ([], [("V2", "adaptability")]) == _answer(answer)
    assert () == answer.difference.findings.unchanged


def test_a_value_not_embraced_opens_one_gap_in_the_faultless_design(
    knowledge_graph: KnowledgeGraph, strong: Description
) -> None:
    """Without the commitment, one of the eleven core values is not embraced (V1)."""
    answer = knowledge_graph.whatif(strong, remove=["solidarity-commitment"])

    assert ([], [("V1", "solidarity")]) == _answer(answer)
    presence = [
        one.met for one in (answer.difference.old.meters[0], answer.difference.new.meters[0])
    ]
    assert 1 == presence[0] - presence[1]


def test_a_patch_and_its_words_are_the_same_change(
    knowledge_graph: KnowledgeGraph, strong: Description
) -> None:
    patch = knowledge_graph.edits.read(strong, remove=["solidarity-commitment"])

    assert _answer(knowledge_graph.whatif(strong, patch)) == _answer(
        knowledge_graph.whatif(strong, remove=["solidarity-commitment"])
    )


def test_a_change_that_breaks_the_form_says_so_and_still_has_findings(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    """A support without an element of the framework belongs to no pillar: the form forbids it."""
    answer = knowledge_graph.whatif(draft, remove=["clinic-records elements"])

    assert answer.difference.old.problems == ()
    assert ["clinic-records"] == [
        one.focus.iri.split("#")[1] for one in answer.difference.new.problems
    ]
    assert len(answer.difference.new.findings) > 20


REMOVALS = st.lists(
    st.sampled_from(
        "lung-cycle diabetes-cycle fewer-complications steering-committee clinic-records levels "
        "hospital-days supports values".split()
    ),
    max_size=2,
    unique=True,
)
ADDITIONS = st.lists(
    st.sampled_from(
        [
            "scale regional",
            "partOf pcornet",
            "goals: {id: g9, name: A goal, dimensions: population-health}",
            "values: {id: v9, value: open-innovation}",
            "supports: {name: Fund, elements: research-funding}",
            "record: {coverage: as-reported}",
        ]
    ),
    max_size=3,
    unique=True,
)


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(REMOVALS, ADDITIONS)
def test_a_what_if_is_the_check_of_the_changed_design(
    knowledge_graph: KnowledgeGraph, draft: Description, remove: list[str], add: list[str]
) -> None:
    answer = knowledge_graph.whatif(draft, add=add, remove=remove)

    changed = answer.patch.apply(draft)
    assert _said(knowledge_graph.check(changed)) == _said(answer.difference.new)
    found = answer.difference.findings
    before = {one.identity for one in knowledge_graph.check(draft).findings}
    after = {one.identity for one in knowledge_graph.check(changed).findings}
    assert before - after == {one.identity for one in found.closed}
    assert after - before == {one.identity for one in found.opened}


def _said(report: CheckReport) -> object:
    return report.findings, report.problems, tuple(report.meters), report.coverage


def _support_of(graph: KnowledgeGraph, slug: str) -> str:
    names = (
        one.object for one in graph.stored(slug).triples if "hasSupport" in one.predicate.value
    )
    return next(str(getattr(one, "value", "")).removeprefix(CASE) for one in names)


@pytest.mark.parametrize(
    ("slug", "remove", "add", "others"),
    [
        ("geisinger", ["supports"], [], set()),
        ("lhsnet", ["partOf"], ["partners geisinger"], set()),
        (
            "pcornet",
            [],
            ["supports: {id: s9, name: Hub, elements: data-infrastructure, connectsTo: LHSNET}"],
            {"lhsnet"},
        ),
        ("pcornet", ["description"], [], {"lhsnet", "path-network"}),
        ("pcornet", ["goals", "partners"], ["partOf fda-sentinel"], set()),
        ("kaiser-permanente", ["partners"], ["partOf [pcornet, hcsrn]"], set()),
        (
            "born-ontario",
            [],
            ["partOf lhsnet", "values: {id: v9, value: open-innovation}"],
            set(),
        ),
    ],
)  # fmt: skip
def test_a_what_if_of_a_described_system_is_the_rebuilt_collection(
    knowledge_graph: KnowledgeGraph,
    tmp_path: Path,
    slug: str,
    remove: list[str],
    add: list[str],
    others: set[str],
) -> None:
    """Every gap of every system, before and after a release is built with the changed one."""
    add = [one.replace("LHSNET", f"'{_support_of(knowledge_graph, 'lhsnet')}'") for one in add]

    answer = knowledge_graph.whatif(slug, add=add, remove=remove)

    descriptions = [
        answer.patch.apply(one) if one.slug == slug else one
        for one in map(knowledge_graph.stored, knowledge_graph.release.blocks)
    ]
    rebuilt = KnowledgeGraph(knowledge_graph.catalogue, "0", lambda _: Release.current(tmp_path))
    rebuilt.build(tmp_path, descriptions, [], datetime(2026, 11, 23, tzinfo=UTC))
    before, after = _gaps(knowledge_graph), _gaps(rebuilt)
    assert before - after == _rows(answer, "closed")
    assert after - before == _rows(answer, "opened")
    assert others == {one.system.iri.removeprefix(CASE) for one in answer.others}
    assert before ^ after


def _gaps(graph: KnowledgeGraph) -> set[Row]:
    found = graph.gaps([], [])
    return {
        (
            one.block.slug,
            one.kind.notation,
            one.focus,
            one.about or "",
            one.related or "",
            one.severity,
            one.certainty,
        )
        for one in found.gaps
    }


def _rows(answer: WhatIf, fate: str) -> set[Row]:
    """The findings of that fate in all systems; a changed one has both."""
    rows = set()
    for changes in (answer.difference.findings, *(one.findings for one in answer.others)):
        altered = [pair[fate == "opened"] for pair in changes.changed]
        for one in (*getattr(changes, fate), *altered):
            slug = one.system.iri.removeprefix(CASE)
            rows.add((slug, *one.identity, one.severity, one.certainty))
    return rows


def test_the_findings_of_a_described_system_are_those_of_the_collection(
    knowledge_graph: KnowledgeGraph,
) -> None:
    """What links of others entail is known to both, such as partners that only the other names."""
    slugs = ["pcornet", "geisinger", "lhsnet", "c3n-cincinnati"]

    for slug in slugs:
        answer = knowledge_graph.whatif(slug)
        own = {row[1:] for row in _gaps(knowledge_graph) if row[0] == slug}

        assert not answer.difference
        assert own == {
            (*one.identity, one.severity, one.certainty)
            for one in answer.difference.findings.unchanged
        }
        assert not answer.others
