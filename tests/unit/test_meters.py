"""The promise: the three meters count what `docs/measures.md` says, and tell unknown from unmet."""

from functools import cache

import pyoxigraph as ox
import pytest
import yaml

from lhs_graph.catalogue import Catalogue
from lhs_graph.check import LEVELS, Checker
from lhs_graph.description import DescriptionReader
from lhs_graph.detection import Detectors
from lhs_graph.findings import Meter
from lhs_graph.meters import ALIGNED, SOURCED
from lhs_graph.terms import LHS, SHAPES
from lhs_graph.vocabulary import Vocabulary, parse_turtle

CATALOGUE = Catalogue.shipped()
SH = "http://www.w3.org/ns/shacl#"
PLACES = 11 + 25 + 4

RECORD = """
author: A planner
created: '2026-11-23'
licence: https://creativecommons.org/licenses/by/4.0/
status: design
basis: constructed
constructed: true
"""


@cache
def checker() -> Checker:
    return Checker(Detectors.load(CATALOGUE, Vocabulary.load(CATALOGUE)), "test")


def meters(body: str, coverage: str = "exhaustive", level: str = LEVELS[-1]) -> dict[str, Meter]:
    """The meters of a design with those parts, by name."""
    document = {
        "id": "network",
        "name": "A network (constructed)",
        "language": "en",
        "record": {**yaml.safe_load(RECORD), "coverage": coverage},
        **yaml.safe_load(body),
    }
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
    description = DescriptionReader(CATALOGUE).read(text.encode(), name="design.yaml")
    return {one.name: one for one in checker().check(description, level=level).meters}


def counts(meter: Meter) -> tuple[int, int, int]:
    return meter.met, meter.unknown, meter.total


ONE_PHASE = """
cycles:
- {id: asthma, name: Asthma, phases: [{id: asthma-data, phase: P2D}]}
"""
TWO_CYCLES = """
cycles:
- id: asthma
  name: Asthma
  phases: [{id: a1, phase: P2D}, {id: a2, phase: D2K}, {id: a3, phase: K2P}]
- id: falls
  name: Falls
  phases: [{id: f1, phase: P2D}]
"""


def test_the_places_are_as_many_as_the_framework_names() -> None:
    schemes = checker().detectors.vocabulary.schemes

    assert PLACES == sum(len(schemes[name]) for name in ("value", "element", "dimension"))
    assert 3 == len(schemes["phase"])


def test_a_system_without_a_cycle_has_the_phases_of_one_to_fill() -> None:
    assert (0, 0, PLACES + 3) == counts(meters("goals: [{id: g, name: G}]")["presence"])


def test_a_phase_that_one_cycle_has_does_not_fill_the_place_of_another() -> None:
    """Three of three phases in one cycle and one of three in the other: four of six."""
    assert (1, 0, PLACES + 3) == counts(meters(ONE_PHASE)["presence"])
    assert (4, 0, PLACES + 6) == counts(meters(TWO_CYCLES)["presence"])


def test_what_an_as_reported_description_leaves_empty_is_unknown() -> None:
    presence = meters(ONE_PHASE, coverage="as-reported")["presence"]

    assert (1, PLACES + 2, PLACES + 3) == counts(presence)
    assert 1.0 == presence.share


def test_a_lack_that_a_source_reports_is_known() -> None:
    """The gap names one of the four dimensions as lacking, so that one place less is unknown."""
    body = (
        ONE_PHASE
        + """
reportedGaps:
- {id: gap, name: No costs are known, concerns: [dimension/health-system-cost]}
"""
    )
    presence = meters(body, coverage="as-reported")["presence"]

    assert (1, PLACES + 1, PLACES + 3) == counts(presence)


def test_a_section_that_is_not_complete_is_unknown_by_itself() -> None:
    """Eleven core values are unknown; all else that is empty is known to be."""
    document = yaml.safe_load(ONE_PHASE)
    record = yaml.safe_load(RECORD)
    record["coverage"] = "exhaustive"
    record["sectionCoverage"] = [{"section": "core-values", "coverage": "as-reported"}]
    text = yaml.safe_dump({"id": "n", "name": "N", "record": record, **document})
    description = DescriptionReader(CATALOGUE).read(text.encode(), name="design.yaml")

    presence = checker().check(description).meters[0]

    assert (1, 11, PLACES + 3) == counts(presence)


BOTH = """
goals: [{id: g, name: G, dimensions: [population-health]}]
supports:
- {id: used, name: Used, elements: [it-system], goals: [g], accelerator: false}
- {id: idle, name: Idle, elements: [it-system], accelerator: false}
"""


def test_parts_that_a_misalignment_names_are_not_connected() -> None:
    """Nothing measures the goal, and no support is connected with another pillar: none of three."""
    assert (0, 0, 3) == counts(meters(BOTH)["connection"])


def test_misalignment_that_nothing_documents_is_unknown() -> None:
    assert (0, 3, 3) == counts(meters(BOTH, coverage="as-reported")["connection"])


@pytest.mark.parametrize("level", LEVELS[:-1])
def test_without_a_look_at_the_alignment_all_connection_is_unknown(level: str) -> None:
    assert (0, 3, 3) == counts(meters(BOTH, level=level)["connection"])


def test_parts_without_a_source_lack_evidence_and_that_is_never_unknown() -> None:
    body = (
        BOTH
        + """
sources: [{id: plan, title: A plan}]
"""
    )
    body = body.replace("id: used, name: Used,", "id: used, name: Used, source: plan,")

    for coverage in ("exhaustive", "as-reported"):
        assert (1, 0, 3) == counts(meters(body, coverage=coverage)["evidence"])


def test_parts_of_another_system_do_not_count() -> None:
    """What is known of the system that encloses a design is looked at, but not measured."""
    weak = min(CATALOGUE.designs(), key=lambda path: "exemplaire" in path.name)
    strong = max(CATALOGUE.designs(), key=lambda path: "exemplaire" in path.name)
    reader = DescriptionReader(CATALOGUE)
    own, other = reader.read_file(weak), reader.read_file(strong)
    together = type(own)(own.slug, own.system, (*own.triples, *other.triples), {}, own.form)

    assert checker().check(own).meters == checker().check(together).meters


def test_evidence_is_asked_of_the_parts_that_a_published_case_must_source() -> None:
    shape, target = (
        ox.NamedNode(f"{SHAPES}PublishedPartShape"),
        ox.NamedNode(f"{SH}targetObjectsOf"),
    )
    targets = {
        str(triple.object).strip("<>").removeprefix(LHS)
        for triple in parse_turtle(CATALOGUE.shapes())
        if (triple.subject, triple.predicate) == (shape, target)
    }

    assert targets == set(SOURCED)


def test_the_classes_that_should_be_aligned_are_those_that_alignment_links_start_or_end_in() -> (
    None
):
    """Only a process has no alignment link of its own: its phase carries it out."""
    vocabulary = checker().detectors.vocabulary
    rdfs = "http://www.w3.org/2000/01/rdf-schema#"
    ends = {
        end.removeprefix(LHS)
        for iri in vocabulary.alignment_properties
        for name in (f"{rdfs}domain", f"{rdfs}range", "https://schema.org/rangeIncludes")
        for end in vocabulary.links[iri].get(name, ())
    }

    assert set(ALIGNED) <= ends
    assert ends - set(ALIGNED) <= {"LearningProcess", "ValueDimension", "PhaseKind"}


def test_the_draft_s_meters_are_those_counted_by_hand() -> None:
    """Two cycles, one of them without K2P: 40 + 6 places.

    4 goals, 13 supports, 2 communities,
    9 commitments, 2 cycles, 5 phases and 3 indicators: 38 parts to align. Its parts to source are
    these without the phases, and the gap that is reported: 34, none with a source.
    """
    weak = min(CATALOGUE.designs(), key=lambda path: "exemplaire" in path.name)

    presence, connection, evidence = (
        checker().check(DescriptionReader(CATALOGUE).read_file(weak)).meters
    )

    assert (46, 38) == (presence.total, connection.total)
    assert (0, 0, 34) == counts(evidence)
    assert 2 == presence.unknown
