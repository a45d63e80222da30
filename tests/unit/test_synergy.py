"""The promise: the analysis of synergy says what a person finds on paper in the two designs."""

import csv
import io
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import DescriptionReader
from lhs_graph.entailment import entail
from lhs_graph.errors import NotFoundError
from lhs_graph.facts import Facts
from lhs_graph.findings import NamedTerm
from lhs_graph.messages import languages, sentence
from lhs_graph.network import ENDS, LEFT_OUT, LINKS, NODES
from lhs_graph.report.synergy import (
    synergy_csv,
    synergy_json,
    synergy_turtle,
    why_csv,
    why_json,
    why_turtle,
)
from lhs_graph.report.synergy_page import synergy_html, why_html
from lhs_graph.report.synergy_words import SynergyWords
from lhs_graph.synergy import (
    TABLES,
    Synergy,
    Why,
    analyse,
    explain,
    find_support,
    network_of,
)
from lhs_graph.synergy import (
    Path as Way,
)
from lhs_graph.terms import LHS
from lhs_graph.vocabulary import Vocabulary

CATALOGUE = Catalogue.shipped()
WEAK, STRONG = sorted(CATALOGUE.designs(), key=lambda path: "exemplaire" in path.name)


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.load(CATALOGUE)


@cache
def read(path: Path) -> tuple[Facts, str]:
    description = DescriptionReader(CATALOGUE).read_file(path)
    entailed = entail(description.triples, vocabulary().axioms)
    return Facts((*description.triples, *entailed), vocabulary()), description.system


@cache
def analysed(path: Path) -> Synergy:
    return analyse(*read(path), "test")


def why(path: Path, support: str) -> Why:
    facts, system = read(path)
    return explain(facts, system, find_support(facts, system, support), "test")


def short(terms: Iterable[NamedTerm]) -> list[str]:
    return [one.iri.replace("#", "/").rsplit("/", 1)[-1] for one in terms]


def walked(way: Way) -> str:
    first, *rest = short(way.nodes)
    steps = (f" {link} {node}" for link, node in zip(way.links, rest, strict=True))
    return first + "".join(steps)


def test_every_alignment_property_is_a_link_or_left_out_for_a_reason() -> None:
    aligned = {iri.removeprefix(LHS) for iri in vocabulary().alignment_properties}
    structure = {"carriesOut", "hasPhase", "isFollowedBy"}

    assert aligned | structure == {*LINKS, *LEFT_OUT}
    assert not {*LINKS} & {*LEFT_OUT}
    assert all(LEFT_OUT.values())
    assert all(f"{LHS}{name}" in vocabulary().texts for name in (*LINKS, *LEFT_OUT, *NODES))


def test_every_link_stop_and_end_has_its_words() -> None:
    wanted = [
        *(f"link_{name}" for name in LINKS),
        *(f"stop_{layer}" for layer in NODES.values()),
        *(f"why_{layer}" for layer in ENDS),
        *(f"metric_way_{layer}" for layer in ENDS),
    ]

    for language in languages():
        assert all(sentence(f"synergy.{key}", language) for key in wanted)


def test_the_draft_hangs_together_but_for_three_parts() -> None:
    """4 goals, 13 supports, 2 cycles, 5 phases, 8 processes, 2 communities and 3 indicators: 37.

    No support serves the goal of stable teams, the lung group pursues no goal and drives no cycle,
    and nothing is said of the telemonitoring pilot. All others meet in goals, phases and cycles.
    """
    components = analysed(WEAK).components

    assert [34, 1, 1, 1] == [len(one.nodes) for one in components]
    assert {"lung-working-group", "stable-teams", "telemonitoring-pilot"} == {
        *short(node for one in components[1:] for _, node in one.nodes)
    }
    assert {"support": 12, "phase": 5, "process": 8}.items() <= components[0].count().items()


def test_the_strong_design_is_one_piece() -> None:
    assert 1 == len(analysed(STRONG).components)


def test_two_supports_hold_the_draft_s_connections_together() -> None:
    """Records, registry and dashboard meet the rest in the orientations only.

    The research centre, the ethics committee, the training, the community of practice and the
    budget meet the patient committee and the orientations in the steering committee only. All of
    them are also tied together by goals, so that all parts as a whole lose nothing.
    """
    roles = [one for one in analysed(WEAK).supports if one.matters]

    assert [("steering-committee", 1, 0), ("regional-orientations", 1, 0)] == [
        (*short([one.support]), one.groups, one.pieces) for one in roles
    ]
    assert not any(one.alone or one.cut for one in roles)


def test_nothing_in_the_strong_design_hangs_on_one_support() -> None:
    assert not any(one.matters for one in analysed(STRONG).supports)


def test_goals_of_the_draft_rest_on_as_many_paths_as_there_are_on_paper() -> None:
    """Seven supports serve fewer complications; the diabetes cycle has no K2P and adds none.

    The dashboard and the act serve fewer hospital days; a third path leads through the lung cycle,
    which four more supports reach through its phases. Four supports serve follow-up close to home,
    none stable teams.
    """
    found = {
        short([one.goal])[0]: (len(one.paths), len(one.servers), len(one.reached_by))
        for one in analysed(WEAK).goals
    }

    assert {
        "follow-up-close-to-home": (4, 4, 4),
        "fewer-complications": (7, 7, 7),
        "fewer-hospital-days": (3, 2, 6),
        "stable-teams": (0, 0, 0),
    } == found


def test_the_pillars_of_the_draft_are_connected_as_on_paper() -> None:
    """The act is the one legal support: it shares a goal with the dashboard, and nothing else.

    So legal and technological serve one goal with no path between them. The scientific supports,
    centre and training, meet the ethics committee by a connection and by a goal.
    """
    synergy = analysed(WEAK)
    cells = {
        tuple(sorted(short((one.one, one.other)))): (one.direct, one.shared, one.spanning)
        for one in synergy.cells
    }

    assert 21 == len(cells)
    assert (0, 1, 0) == cells["legal", "technological"]
    assert (1, 1, 0) == cells["ethical", "scientific"]
    assert (0, 0, 0) == cells["legal", "policy"]
    assert [["legal", "technological"]] == [short(pair) for pair in synergy.apart]
    assert {"health-information-act", "telemonitoring-pilot"} == {
        *short(one.support for one in synergy.supports if not one.across)
    }


def test_the_loops_of_the_draft_break_where_they_do_on_paper() -> None:
    """The diabetes cycle has no K2P; no data of practice feed the indicator of hospital days."""
    found = {
        short([loop.cycle])[0]: [(one.kind, *short([one.at]), one.certainty) for one in loop.breaks]
        for loop in analysed(WEAK).loops
    }

    assert {
        "diabetes-cycle": [("phase", "K2P", "confirmed")],
        "lung-cycle": [("return", "K2P", "confirmed")],
    } == found


def test_the_loops_of_the_strong_design_close_through_indicators() -> None:
    loops = analysed(STRONG).loops

    assert [(), ()] == [loop.breaks for loop in loops]
    assert all(loop.returns for loop in loops)


def test_a_loop_without_hand_over_is_broken_there(tmp_path: Path) -> None:
    text = STRONG.read_text(encoding="utf-8")
    handed = "    followedBy: diabetes-knowledge\n"
    assert handed in text
    path = tmp_path / STRONG.name
    path.write_text(text.replace(handed, ""), encoding="utf-8")

    loop = analysed(path).loops[0]

    assert [("hand-over", ["P2D"], "confirmed")] == [
        (one.kind, short([one.at]), one.certainty) for one in loop.breaks
    ]
    assert short([one.to for one in loop.breaks if one.to]) == ["D2K"]


def test_a_published_case_that_says_little_has_undocumented_breaks_only() -> None:
    breaks = [
        one for path in CATALOGUE.cases() for loop in analysed(path).loops for one in loop.breaks
    ]

    assert breaks
    assert {"undocumented"} == {one.certainty for one in breaks}


def test_the_registry_exists_for_what_it_feeds_and_serves() -> None:
    """It serves one goal; the indicator that it feeds measures population health in two steps."""
    reasons = {
        one.layer: [walked(way) for way in one.paths]
        for one in why(WEAK, "diabetes-registry").reasons
    }

    assert ["diabetes-registry servesGoal fewer-complications"] == reasons["goal"]
    assert [
        "diabetes-registry isFedBy diabetes-under-control measures population-health"
    ] == reasons["dimension"]


def test_a_support_without_a_goal_exists_for_those_that_it_works_with() -> None:
    reasons = {
        one.layer: [walked(way) for way in one.paths]
        for one in why(WEAK, "university-research-centre").reasons
    }

    assert [
        "university-research-centre connectsTo ethics-committee servesGoal fewer-complications"
    ] == reasons["goal"]
    assert ["university-research-centre isEnactedBy scientific-integrity-commitment"] == reasons[
        "commitment"
    ]


def test_a_path_through_a_cycle_passes_its_phases_in_their_order(tmp_path: Path) -> None:
    """Without goals of their own, records and registry reach one through the lung cycle."""
    text = WEAK.read_text(encoding="utf-8")
    start = text.index("- id: clinic-records\n  name:")
    end = text.index("- id: telemonitoring-pilot")
    part = text[start:end].replace("  goals:\n  - fewer-complications\n", "", 2)
    path = tmp_path / WEAK.name
    alone = part.replace("  connectsTo:\n  - diabetes-registry\n  - regional-orientations\n", "")
    path.write_text(text[:start] + alone + text[end:], encoding="utf-8")
    facts, system = read(path)
    layer = network_of(facts, system)

    ways = layer.nearest(f"{system}#clinic-records", "cycle")

    assert ["supportsPhaseKind", "isFollowedBy", "isFollowedBy", "hasPhase"] == [
        step.property for step in ways[0]
    ]
    assert f"{system}#lung-cycle" == ways[0][-1].end


def test_a_support_that_leads_nowhere_says_where_it_stops() -> None:
    reasons = why(WEAK, "telemonitoring-pilot").reasons

    assert list(ENDS) == [one.layer for one in reasons]
    assert all(one.paths == () for one in reasons)
    assert all(
        [("support", "telemonitoring-pilot")]
        == [(layer, *short([node])) for layer, node in one.stops]
        for one in reasons
    )


@pytest.mark.parametrize("name", ["Patient committee", "comité de patients"])
def test_a_support_is_found_by_its_name_in_either_language(name: str) -> None:
    assert ["patient-committee"] == short([why(WEAK, name).support])


def test_a_support_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="telemonitoring-pilot"):
        why(WEAK, "telemonitoring-pilots")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("path", [WEAK, STRONG], ids=["weak", "strong"])
def test_csv_has_a_row_for_each_thing_in_its_table(path: Path, table: str) -> None:
    synergy = analysed(path)
    expected = {
        "components": sum(len(one.nodes) for one in synergy.components),
        "articulation": len(synergy.supports),
        "goals": len(synergy.goals),
        "pillars": 21,
        "loops": sum(len(one.breaks) or 1 for one in synergy.loops),
    }

    rows = list(csv.reader(io.StringIO(synergy_csv(synergy, table, "en"))))

    assert {len(rows[0])} == {len(row) for row in rows}
    assert expected[table] == len(rows) - 1


def test_json_says_the_same_in_both_languages_but_for_labels() -> None:
    one, other = (json.loads(synergy_json(analysed(WEAK), language)) for language in ("en", "fr"))

    def bare(value: object) -> object:
        if isinstance(value, dict):
            return {
                key: bare(own) for key, own in value.items() if key not in ("label", "language")
            }
        return [bare(own) for own in value] if isinstance(value, list) else value

    assert one != other
    assert bare(one) == bare(other)
    assert set(TABLES) <= one.keys()


def test_turtle_holds_the_figures_as_measurements() -> None:
    dqv = "http://www.w3.org/ns/dqv#"
    store = ox.Store()
    store.load(synergy_turtle(analysed(WEAK)).encode(), format=ox.RdfFormat.TURTLE)

    answer = store.query(
        f"SELECT ?value WHERE {{ ?one <{dqv}computedOn> <{read(WEAK)[1]}#fewer-hospital-days> ; "
        f"<{dqv}value> ?value }}"
    )

    assert isinstance(answer, ox.QuerySolutions)
    assert ["3"] == [row["value"].value for row in answer]
    assert why_turtle(why(WEAK, "diabetes-registry")).count("QualityMeasurement") == 3


@pytest.mark.parametrize("language", languages())
def test_the_page_shows_every_section_and_every_number_of_its_picture(language: str) -> None:
    """Framed are the four pillars that nothing connects with the legal one, and the one apart."""
    synergy = analysed(WEAK)
    words = SynergyWords(vocabulary(), language)

    page = synergy_html(synergy, vocabulary(), language)
    picture = ET.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])  # noqa: S314  ours
    drawn = [one.text for one in picture.iter("{http://www.w3.org/2000/svg}text")]

    assert page.count("<section>") == len(TABLES)
    for cell in synergy.cells:
        assert words.cell(synergy, cell) in drawn
    frames = [one.get("stroke") for one in picture.iter("{http://www.w3.org/2000/svg}rect")]
    assert 5 == sum(frame != "none" for frame in frames)


@pytest.mark.parametrize("language", languages())
def test_names_in_the_page_cannot_break_out_of_it(language: str, tmp_path: Path) -> None:
    text = WEAK.read_text(encoding="utf-8").replace("Telemonitoring pilot", "Tele & pilot")
    path = tmp_path / WEAK.name
    path.write_text(text, encoding="utf-8")

    page = why_html(why(path, "telemonitoring-pilot"), vocabulary(), language)

    assert "<script" not in page
    assert ("Tele &amp; pilot" in page) == (language == "en")


def test_reasons_as_data_tell_ways_and_stops_apart() -> None:
    way, stop = why(WEAK, "diabetes-registry"), why(WEAK, "telemonitoring-pilot")

    rows = list(csv.DictReader(io.StringIO(why_csv(way, "en"))))
    assert ["0", "1"] == [row["step"] for row in rows if row["layer"] == "goal"]
    assert {""} == {row["way"] for row in csv.DictReader(io.StringIO(why_csv(stop, "en")))}
    assert [0, 0, 0] == [len(one["paths"]) for one in json.loads(why_json(stop, "en"))["reasons"]]
