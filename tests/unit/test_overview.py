"""The promise: every count of the collection's report is what SPARQL counts on the same release.

The queries are written apart from the code that counts, and ask the release's store.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from lhs_graph.errors import ValidationSetupError
from lhs_graph.messages import languages
from lhs_graph.overview import Overview, survey
from lhs_graph.questions import ResultTable
from lhs_graph.release import Release
from lhs_graph.report.overview import Narrative, narrate
from lhs_graph.report.overview.linked import pieces, plain
from lhs_graph.service import KnowledgeGraph
from lhs_graph.terms import CASE, CONCEPT

_WAYS: Mapping[str, str] = {
    "value": "lhs:hasValueCommitment/lhs:embraces",
    "element": "lhs:hasSupport/lhs:realises",
    "phase": "lhs:hasCycle/lhs:hasPhase/lhs:phaseKind",
    "dimension": "lhs:hasIndicator/lhs:measures",
}


@pytest.fixture(scope="module")
def overview(knowledge_graph: KnowledgeGraph) -> Overview:
    return knowledge_graph.overview()


@pytest.fixture(scope="module")
def narrative(knowledge_graph: KnowledgeGraph, overview: Overview) -> Narrative:
    return narrate(overview, knowledge_graph.vocabulary, "en")


def _rows(graph: KnowledgeGraph, query: str) -> Iterator[tuple[str, ...]]:
    answer = graph.sparql(query)
    assert isinstance(answer, ResultTable)
    for row in answer.rows:
        yield tuple("" if term is None else getattr(term, "value", "") for term in row)


def _one(graph: KnowledgeGraph, query: str) -> int:
    ((number,),) = _rows(graph, query)
    return int(number)


@pytest.mark.parametrize("scheme", sorted(_WAYS))
def test_cases_that_document_a_place_are_those_that_sparql_finds(
    knowledge_graph: KnowledgeGraph, narrative: Narrative, scheme: str
) -> None:
    query = f"""SELECT ?concept (COUNT(DISTINCT ?case) AS ?cases) WHERE {{
        ?record foaf:primaryTopic ?case . ?case {_WAYS[scheme]} ?concept .
    }} GROUP BY ?concept"""
    expected = {concept: int(cases) for concept, cases in _rows(knowledge_graph, query)}

    table = narrative.tables[f"documented_{scheme}"]
    found = {str(table.value(row, "concept")): table.value(row, "documented") for row in table.rows}
    assert expected
    assert expected == {concept: number for concept, number in found.items() if number}


@pytest.mark.parametrize("scheme", sorted(_WAYS))
def test_statements_on_a_place_are_those_that_sparql_finds(
    knowledge_graph: KnowledgeGraph, narrative: Narrative, scheme: str
) -> None:
    way, naming = _WAYS[scheme].rsplit("/", 1)
    query = f"""SELECT ?concept (COUNT(DISTINCT ?part) AS ?parts) WHERE {{
        ?record foaf:primaryTopic ?case . ?case {way} ?part . ?part {naming} ?concept .
    }} GROUP BY ?concept"""
    expected = {concept: int(parts) for concept, parts in _rows(knowledge_graph, query)}

    table = narrative.tables[f"documented_{scheme}"]
    found = {str(table.value(row, "concept")): table.value(row, "statements") for row in table.rows}
    assert expected == {concept: number for concept, number in found.items() if number}


@pytest.mark.parametrize("scheme", sorted(_WAYS))
def test_places_reported_as_a_gap_are_those_that_no_statement_fills(
    knowledge_graph: KnowledgeGraph, narrative: Narrative, scheme: str
) -> None:
    query = f"""SELECT ?concept (COUNT(DISTINCT ?case) AS ?cases) WHERE {{
        ?case lhs:hasReportedGap/lhs:concerns ?concept .
        FILTER(STRSTARTS(STR(?concept), "{CONCEPT}{scheme}/"))
        FILTER NOT EXISTS {{ ?case {_WAYS[scheme]} ?concept }}
    }} GROUP BY ?concept"""
    expected = {concept: int(cases) for concept, cases in _rows(knowledge_graph, query)}

    table = narrative.tables[f"documented_{scheme}"]
    found = {str(table.value(row, "concept")): table.value(row, "reported") for row in table.rows}
    assert expected == {concept: number for concept, number in found.items() if number}


def test_each_case_is_in_exactly_one_state_at_each_place(
    narrative: Narrative, overview: Overview
) -> None:
    slugs = sorted(overview.by_slug)
    tables = [table for name, table in narrative.tables.items() if name.startswith("documented_")]

    assert 5 == len(tables)
    for table in tables:
        assert table.rows
        for row in table.rows:
            found = [slug for evidence in row.evidence.values() for slug in evidence.cases]
            assert slugs == sorted(found), row.key


def test_no_case_is_called_absent_because_a_source_was_silent(overview: Overview) -> None:
    assert {"as-reported"} == {case.coverage.whole for case in overview.cases}
    assert [] == [tally for tally in overview.places if tally.absent]


def test_cycles_stop_where_sparql_says(
    knowledge_graph: KnowledgeGraph, narrative: Narrative
) -> None:
    query = f"""SELECT ?cycle (GROUP_CONCAT(DISTINCT ?kind; separator=" ") AS ?kinds) WHERE {{
        ?case lhs:hasCycle ?cycle .
        OPTIONAL {{ ?cycle lhs:hasPhase/lhs:phaseKind ?phase .
                    BIND(STRAFTER(STR(?phase), "{CONCEPT}phase/") AS ?kind) }}
    }} GROUP BY ?cycle"""
    stops: Counter[str] = Counter()
    for _, kinds in _rows(knowledge_graph, query):
        stage = "none"
        for phase in ("P2D", "D2K", "K2P"):
            if phase not in kinds.split():
                break
            stage = phase
        stops[stage] += 1
    closing = """SELECT (COUNT(DISTINCT ?cycle) AS ?n) WHERE {
        ?cycle lhs:hasPhase/lhs:phaseKind <https://w3id.org/lhs-kg/concept/phase/P2D> ,
            <https://w3id.org/lhs-kg/concept/phase/D2K> ,
            <https://w3id.org/lhs-kg/concept/phase/K2P> .
        { ?indicator lhs:monitors ?cycle }
        UNION { ?cycle lhs:contributesTo ?goal . ?indicator lhs:operationalises ?goal }
        ?indicator lhs:isFedBy/lhs:supportsPhaseKind <https://w3id.org/lhs-kg/concept/phase/P2D> .
    }"""
    closed = _one(knowledge_graph, closing)
    stops["K2P"] -= closed
    stops["return"] += closed

    table = narrative.tables["cycle_stages"]
    found = {row.key: table.value(row, "cycles") for row in table.rows}
    assert {key: stops[key] for key in ("none", "P2D", "D2K", "K2P", "return")} == found
    assert 80 == sum(stops.values())


def test_goals_without_support_are_those_that_no_support_serves(
    knowledge_graph: KnowledgeGraph, narrative: Narrative, overview: Overview
) -> None:
    served = _one(
        knowledge_graph,
        """SELECT (COUNT(DISTINCT ?goal) AS ?n) WHERE {
            ?case lhs:hasGoal ?goal . ?support lhs:servesGoal ?goal }""",
    )
    every = _one(knowledge_graph, "SELECT (COUNT(?goal) AS ?n) WHERE { ?case lhs:hasGoal ?goal }")

    table = narrative.tables["goal_support"]
    found = {row.key: table.value(row, "goals") for row in table.rows}
    expected = {"served": served, "reported": 0, "confirmed": 0, "undocumented": every - served}
    assert expected == found
    assert all(bool(goal.supports) == (goal.certainty is None) for goal in overview.goals)


def test_reported_gaps_stand_under_their_kind_or_what_they_concern(
    knowledge_graph: KnowledgeGraph, narrative: Narrative, overview: Overview
) -> None:
    expected = _one(
        knowledge_graph, "SELECT (COUNT(?gap) AS ?n) WHERE { ?case lhs:hasReportedGap ?gap }"
    )
    query = """SELECT ?concept (COUNT(DISTINCT ?gap) AS ?n) WHERE {
        { ?gap a lhs:ReportedGap ; lhs:ofKind ?concept }
        UNION {
            ?gap a lhs:ReportedGap ; lhs:concerns ?concept .
            FILTER NOT EXISTS { ?gap lhs:ofKind ?kind }
            FILTER NOT EXISTS { ?gap lhs:concerns/lhs:inPillar ?concept }
        }
    } GROUP BY ?concept"""

    table = narrative.tables["reported_gaps"]
    listed = {one.node.iri for row in table.rows for one in row.evidence["gaps"].statements}
    assert expected == len(overview.reported) == len(listed)
    found = {
        str(table.value(row, "concept")): table.value(row, "gaps")
        for row in table.rows
        if row.key != "none"
    }
    assert {concept: int(n) for concept, n in _rows(knowledge_graph, query)} == found


def test_peer_groups_are_those_that_sparql_counts(
    knowledge_graph: KnowledgeGraph, narrative: Narrative
) -> None:
    query = """SELECT ?group (COUNT(DISTINCT ?case) AS ?n) WHERE {
        ?record foaf:primaryTopic ?case .
        { ?case lhs:atLevel|lhs:atScale|lhs:inJurisdiction|lhs:systemKind ?group }
        UNION { ?record lhs:basis ?group }
    } GROUP BY ?group"""

    table = narrative.tables["groups"]
    found = {str(table.value(row, "concept")): table.value(row, "cases") for row in table.rows}
    assert {group: int(n) for group, n in _rows(knowledge_graph, query)} == found


def test_statements_and_sources_of_each_case_are_all_there(
    knowledge_graph: KnowledgeGraph, narrative: Narrative
) -> None:
    query = """SELECT ?case (COUNT(DISTINCT ?part) AS ?parts) (COUNT(DISTINCT ?source) AS ?sources)
    WHERE {
        ?record foaf:primaryTopic ?case . ?case lhs:hasPart+ ?part ; lhs:isDocumentedBy ?source
    } GROUP BY ?case"""
    expected = {
        case.removeprefix(CASE): (int(parts), int(sources))
        for case, parts, sources in _rows(knowledge_graph, query)
    }

    table = narrative.tables["completeness"]
    found = {
        row.key: (table.value(row, "statements"), table.value(row, "sources")) for row in table.rows
    }
    assert 39 == len(expected)
    assert expected == found


def test_meters_are_those_of_a_check(knowledge_graph: KnowledgeGraph, overview: Overview) -> None:
    for slug in ("geisinger", "improvecarenow", "spor"):
        report = knowledge_graph.check(knowledge_graph.stored(slug))

        assert tuple(report.meters) == overview.by_slug[slug].meters


def test_every_statement_counted_has_a_source_that_is_listed(overview: Overview) -> None:
    statements = [one for case in overview.cases for one in case.statements]

    assert len(statements) > 1000
    for one in statements:
        assert one.sources, one.node.iri
        assert set(one.sources) <= set(overview.references), one.node.iri


@pytest.mark.parametrize("language", languages())
def test_the_text_says_nothing_that_is_not_filled_in(
    knowledge_graph: KnowledgeGraph, overview: Overview, language: str
) -> None:
    narrative = narrate(overview, knowledge_graph.vocabulary, language)
    paragraphs = [text for section in narrative.sections for text in section.paragraphs]

    assert ["methods", "results"] == [section.key for section in narrative.sections[:2]]
    assert "limits" == narrative.sections[-1].key
    assert all(section.paragraphs for section in narrative.sections if section.key != "results")
    assert len(paragraphs) > 30
    for paragraph in paragraphs:
        assert not set("{}") & set(plain(paragraph))
        assert plain(paragraph).strip()


def test_numbers_in_the_text_lead_somewhere(narrative: Narrative) -> None:
    paragraphs = [text for section in narrative.sections for text in section.paragraphs]
    anchors = [anchor for text in paragraphs for _, anchor in pieces(text) if anchor]

    assert len(anchors) > 40


def test_a_release_without_descriptions_is_no_report(knowledge_graph: KnowledgeGraph) -> None:
    empty = Release(knowledge_graph.release.folder)
    vars(empty)["blocks"] = {}

    with pytest.raises(ValidationSetupError):
        survey(empty, knowledge_graph.detectors, lambda _stage, _done, _total: None)
