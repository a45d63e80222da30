"""The promise: no fact collected on a real system got lost on its way into its description.

`counts.json` says for each case and section how many facts were collected from sources, how many
the case holds and how many were left out on purpose because no source ties them to the system.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from lhs_graph.catalogue import Catalogue

_COUNTS: Mapping[str, Mapping[str, Mapping[str, int]]] = json.loads(
    (Path(__file__).parent / "counts.json").read_text(encoding="utf-8")
)
_CASES = {path.stem: path for path in Catalogue.shipped().cases()}


def _recount(case: Mapping[str, Any]) -> dict[str, int]:
    supports, cycles = case["supports"], case["cycles"]
    reported, context = case.get("reportedGaps", []), case.get("contextNotes", [])
    return {
        "goals": len(case["goals"]),
        "communities": len(case["communities"]),
        "values": len(case["values"]),
        "supports": len(supports),
        "accelerators": sum(support.get("accelerator", False) for support in supports),
        "goalLinks": sum(len(support.get("goals", [])) for support in supports),
        "phaseLinks": sum(len(support.get("phases", [])) for support in supports),
        "cycles": len(cycles),
        "phases": sum(len(cycle["phases"]) for cycle in cycles),
        "indicators": len(case["indicators"]),
        "results": sum(len(indicator.get("results", [])) for indicator in case["indicators"]),
        "gaps": len(reported) + len(context),
        "partners": len(case.get("partners", [])),
        "sources": len(case["sources"]),
    }


def test_every_case_is_counted_and_every_count_has_its_case() -> None:
    assert sorted(_COUNTS) == sorted(_CASES)


@pytest.mark.parametrize("slug", sorted(_COUNTS))
def test_a_case_holds_what_its_counts_say(slug: str) -> None:
    case = yaml.safe_load(_CASES[slug].read_text(encoding="utf-8"))

    expected = {section: count["case"] for section, count in _COUNTS[slug].items()}
    assert expected == _recount(case)


@pytest.mark.parametrize("slug", sorted(_COUNTS))
def test_what_was_collected_is_in_the_case_or_left_out_on_purpose(slug: str) -> None:
    lost = {
        section: count["collected"] - count["case"] - count.get("leftOut", 0)
        for section, count in _COUNTS[slug].items()
    }

    assert dict.fromkeys(_COUNTS[slug], 0) == lost


@pytest.mark.parametrize("slug", sorted(_COUNTS))
def test_each_collected_weakness_is_a_reported_gap_or_context(slug: str) -> None:
    case = yaml.safe_load(_CASES[slug].read_text(encoding="utf-8"))

    found = (len(case.get("reportedGaps", [])), len(case.get("contextNotes", [])))
    assert (_COUNTS[slug]["gaps"]["reported"], _COUNTS[slug]["gaps"]["context"]) == found


def test_only_one_case_had_facts_that_no_source_ties_to_it() -> None:
    sections = ["supports", "phaseLinks", "cycles", "phases", "indicators", "results", "gaps"]

    left_out = {
        (slug, section)
        for slug, sections_of_case in _COUNTS.items()
        for section, count in sections_of_case.items()
        if "leftOut" in count
    }
    assert {("c3n-cincinnati", section) for section in sections} == left_out
