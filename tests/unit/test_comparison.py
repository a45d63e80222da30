"""The promise.

A comparison keeps what is described, reported as a gap, not there and not documented apart, in
every cell, count and picture.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
import yaml

from lhs_graph.comparison import (
    MOST,
    Comparison,
    ComparisonRow,
    Criteria,
    compare,
    gather,
    select_peers,
)
from lhs_graph.description import Description
from lhs_graph.errors import EmptyGroupError, IllTypedParameterError, UnknownTermError
from lhs_graph.facts import Coverage
from lhs_graph.findings import NamedTerm
from lhs_graph.places import STATES, Filling, Place, Profile
from lhs_graph.release import Block
from lhs_graph.report.comparison_svg import heat_maps, radar_of_all, radars
from lhs_graph.service import KnowledgeGraph

_SVG = "{http://www.w3.org/2000/svg}"
_PLACE = Place("value", NamedTerm("https://example.org/place", {"en": "a place"}))


def _design(knowledge_graph: KnowledgeGraph, name: str) -> Description:
    (path,) = (path for path in knowledge_graph.catalogue.designs() if name in path.name)
    return knowledge_graph.reader.read_file(path)


@pytest.fixture(scope="module")
def designs(knowledge_graph: KnowledgeGraph) -> Comparison:
    """The draft beside the exemplary design, and beside all described systems."""
    both = [_design(knowledge_graph, name) for name in ("esquisse", "exemplaire")]
    return knowledge_graph.compare(both, Criteria())


def _row(comparison: Comparison, concept: str) -> ComparisonRow:
    (row,) = (one for one in comparison.rows if one.place.concept.iri.endswith(f"/{concept}"))
    return row


def _yaml_cases(knowledge_graph: KnowledgeGraph) -> Iterator[dict[str, object]]:
    for path in knowledge_graph.catalogue.cases():
        yield yaml.safe_load(Path(path).read_text(encoding="utf-8"))


def _profile(state: str, name: str = "one") -> Profile:
    nodes = (NamedTerm(f"https://example.org/{name}#part", {}),) if state == "present" else ()
    return Profile(
        NamedTerm(f"https://example.org/{name}", {"en": name}),
        Coverage("design", "exhaustive", {}),
        {_PLACE.concept.iri: Filling(state, nodes)},
    )


def _block(slug: str, **features: list[str]) -> Block:
    known = {name: features.get(name, []) for name in ("atLevel", "atScale", "systemKind")}
    known["inJurisdiction"] = features.get("inJurisdiction", [])
    return Block(slug, slug, 0, 0, 0, {}, "published-case", "as-reported", {}, known)


@pytest.mark.parametrize(
    ("concept", "states", "difference"),
    [
        ("ethics-review-board", ["present", "present"], "none"),
        ("ethics-expertise", ["absent", "present"], "certain"),
        ("interoperability-framework", ["reported-gap", "present"], "certain"),
        ("open-innovation", ["undocumented", "present"], "open"),
        ("communication-platform", ["absent", "absent"], "none"),
        ("provider-experience", ["absent", "present"], "certain"),
        ("champion-engagement", ["present", "absent"], "certain"),
    ],
)
def test_the_two_designs_place_by_place(
    designs: Comparison, concept: str, states: list[str], difference: str
) -> None:
    """Worked by hand from the two files.

    The draft is exhaustive but for its values; it has a review board but no ethics expertise,
    reports that records do not exchange data, declares 9 values without open innovation, measures
    no experience of providers, and engages a champion in each clinic. The exemplary design has all
    of this but the champions, and neither has a platform for communication.
    """
    row = _row(designs, concept)

    assert states == [cell.state for cell in row.cells]
    assert difference == row.difference


def test_a_process_fills_the_place_of_the_broader_one(designs: Comparison) -> None:
    narrower, broader = _row(designs, "champion-engagement"), _row(designs, "change-management")

    assert {one.iri for one in narrower.cells[0].nodes} <= {
        one.iri for one in broader.cells[0].nodes
    }
    assert len(broader.cells[0].nodes) > len(narrower.cells[0].nodes)


def test_silence_about_processes_is_absence_only_where_cycles_are_complete_too(
    knowledge_graph: KnowledgeGraph, designs: Comparison
) -> None:
    """A process may be stated of the system or of a cycle, in two sections of the record."""
    profile = designs.profiles[0]

    assert profile.coverage.is_exhaustive(["core-processes", "learning-cycles"])
    assert "absent" == profile.states[_row(designs, "systems-thinking").place.concept.iri]
    published = knowledge_graph.profile(knowledge_graph.stored("geisinger"))
    assert "absent" not in published.count()


def test_only_differences_leave_no_row_that_is_the_same(designs: Comparison) -> None:
    shown = designs.differing()

    assert 0 < len(shown.rows) < len(designs.rows)
    assert {"certain", "open"} == {row.difference for row in shown.rows}
    assert designs.areas == shown.areas


def test_a_group_counts_the_four_states_apart(
    knowledge_graph: KnowledgeGraph, designs: Comparison
) -> None:
    """Counted again from the YAML files, without the graph."""
    described = Counter[str]()
    reported = Counter[str]()
    for case in _yaml_cases(knowledge_graph):
        supports = case.get("supports", [])
        gaps = case.get("reportedGaps", [])
        assert isinstance(supports, list)
        assert isinstance(gaps, list)
        filled = {element for one in supports for element in one.get("elements", [])}
        concerned = {one for gap in gaps for one in gap.get("concerns", [])}
        described.update(filled)
        reported.update(
            word.removeprefix("element/")
            for word in concerned
            if word.startswith("element/") and word.removeprefix("element/") not in filled
        )

    rows = [row for row in designs.rows if row.place.scheme == "element"]
    assert 25 == len(rows)
    for row in rows:
        word = row.place.concept.iri.rsplit("/", 1)[-1]
        assert row.tally is not None
        counts = row.tally.counts
        assert described[word] == counts["present"] == len(row.tally.filled_by), word
        assert reported[word] == counts["reported-gap"], word
        assert 0 == counts["absent"]
        assert 39 == sum(counts.values())
    assert sum(reported.values()) > 5


def test_a_group_is_chosen_by_its_setting(knowledge_graph: KnowledgeGraph) -> None:
    """Counted again from the YAML files, without the graph."""
    expected = {
        str(case["id"])
        for case in _yaml_cases(knowledge_graph)
        if "mesosystem" in str(case["levels"])
        and "CA" in str(case["countries"])
        and case["scale"] in ("regional", "national")
    }

    criteria = Criteria(levels=("mesosystem",), countries=("CA",), scales=("regional", "national"))
    group = knowledge_graph.peers(criteria)

    assert expected == {system.iri.rsplit("/", 1)[-1] for system in group.systems}
    assert 1 < len(expected) < 39


def test_a_country_fits_its_provinces_and_not_the_reverse(
    knowledge_graph: KnowledgeGraph,
) -> None:
    blocks = [_block("whole", inJurisdiction=["CA"]), _block("part", inJurisdiction=["CA-QC"])]

    def chosen(word: str) -> list[str]:
        criteria = Criteria(countries=(word,))
        found = select_peers(blocks, criteria, knowledge_graph.vocabulary)
        return [block.slug for block in found]

    assert ["whole", "part"] == chosen("CA")
    assert ["part"] == chosen("CA-QC")


def test_a_misspelt_criterion_names_the_nearest_word(knowledge_graph: KnowledgeGraph) -> None:
    with pytest.raises(UnknownTermError, match="mesosystem"):
        knowledge_graph.peers(Criteria(levels=("mesosistem",)))


def test_a_group_without_systems_is_refused(knowledge_graph: KnowledgeGraph) -> None:
    with pytest.raises(EmptyGroupError, match="local"):
        knowledge_graph.peers(Criteria(scales=("local",), countries=("SE",)))
    with pytest.raises(EmptyGroupError):
        gather([], Criteria())


@pytest.mark.parametrize("many", [0, 1, MOST + 1])
def test_too_few_and_too_many_systems_are_refused(
    knowledge_graph: KnowledgeGraph, many: int
) -> None:
    profiles = [_profile("present")] * many

    with pytest.raises(IllTypedParameterError, match=str(MOST)):
        compare(profiles, [_PLACE], knowledge_graph.vocabulary)


@pytest.mark.parametrize(
    ("own", "group", "expected"),
    [
        ("present", ["present", "undocumented"], "none"),
        ("present", ["undocumented", "undocumented"], "open"),
        ("present", ["undocumented", "reported-gap"], "certain"),
        ("absent", ["present", "undocumented"], "certain"),
        ("reported-gap", ["present"], "certain"),
        ("undocumented", ["present", "absent"], "open"),
        ("absent", ["undocumented", "absent"], "none"),
        ("undocumented", ["undocumented"], "none"),
    ],
)
def test_one_system_is_measured_by_what_the_group_documents(
    knowledge_graph: KnowledgeGraph, own: str, group: list[str], expected: str
) -> None:
    peers = gather((_profile(state, f"peer-{state}") for state in group), Criteria())

    found = compare([_profile(own)], [_PLACE], knowledge_graph.vocabulary, peers)

    assert [expected] == [row.difference for row in found.rows]


def test_areas_share_out_every_place_once(designs: Comparison) -> None:
    """The four broadest processes stand for narrower ones and are no places of their own there."""
    assert len(designs.rows) - 4 == sum(area.shares[0].total for area in designs.areas)
    assert 13 == len(designs.areas)
    values = designs.areas[0]
    assert (9, 2, 11) == (
        values.shares[0].present,
        values.shares[0].undocumented,
        values.shares[0].total,
    )


def test_the_heat_map_shows_every_cell_with_its_mark(designs: Comparison) -> None:
    drawn = [fromstring(picture) for _, picture in heat_maps(designs, "en")]  # noqa: S314  our own

    assert 5 == len(drawn)
    for picture in drawn:
        assert "img" == picture.get("role")
        assert picture.findtext(f"{_SVG}title")
        assert picture.findtext(f"{_SVG}desc")
    texts = Counter(text.text for one in drawn for text in one.iter(f"{_SVG}text"))
    states = Counter(cell.state for row in designs.rows for cell in row.cells)
    assert states["absent"] == texts["○"]
    assert states["undocumented"] == texts["·"]
    assert states["reported-gap"] == texts["R"]
    assert set(STATES) == set(states)


def test_the_radar_has_a_full_and_a_dotted_line_for_each_system(designs: Comparison) -> None:
    picture = fromstring(radar_of_all(designs, "fr"))  # noqa: S314  our own

    lines = list(picture.iter(f"{_SVG}polygon"))
    rings, mean = 4, 1
    assert rings + mean + 2 * len(designs.systems) == len(lines)
    assert all(len(designs.areas) == len(line.get("points", "").split()) for line in lines)
    assert len(designs.systems) == len(radars(designs, "fr"))


def test_a_design_stands_beside_its_own_earlier_version(knowledge_graph: KnowledgeGraph) -> None:
    design = _design(knowledge_graph, "esquisse")
    shorter = replace(
        design,
        triples=tuple(one for one in design.triples if "hasSupport" not in one.predicate.value),
    )

    found = knowledge_graph.compare([shorter, design])

    assert {"absent"} == {
        row.cells[0].state
        for row in found.rows
        if row.place.scheme == "element" and row.difference == "certain"
    }
    assert 12 == sum(
        row.difference == "certain" for row in found.rows if row.place.scheme == "element"
    )
