"""Every gap kind has exactly one detector, every detector a kind, and queries keep their form."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from string import Formatter

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import DescriptionReader
from lhs_graph.detection import Detectors, RawGap
from lhs_graph.entailment import entail
from lhs_graph.headers import QueryFile, read_query_file
from lhs_graph.network import MEASURES
from lhs_graph.prefixes import read_prefixes
from lhs_graph.serialization import serialized
from lhs_graph.shapes import Shapes
from lhs_graph.terms import CASE, FOAF, LHS
from lhs_graph.vocabulary import Vocabulary

CATALOGUE = Catalogue.shipped()
PATHS = CATALOGUE.gap_queries()
SHOWN = {"system", "focus", "about", "related"}
REFUSED = re.compile(r"\b(MINUS|GRAPH|SERVICE|FROM|SELECT \*|NOT EXISTS)")


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.load(CATALOGUE)


@cache
def detectors() -> Detectors:
    return Detectors.load(CATALOGUE, vocabulary())


@cache
def queries() -> tuple[QueryFile, ...]:
    return tuple(read_query_file(path) for path in PATHS)


def body_of(query: QueryFile) -> str:
    return "\n".join(line for line in query.text.splitlines() if not line.startswith("#"))


def graph_of(paths: tuple[Path, ...]) -> list[ox.Triple]:
    """The descriptions in those files with what they entail, as one graph."""
    triples: list[ox.Triple] = []
    for path in paths:
        stated = DescriptionReader(CATALOGUE).read_file(path).triples
        triples.extend((*stated, *entail(stated, vocabulary().axioms)))
    return triples


def test_every_kind_has_exactly_one_detector() -> None:
    shapes = Shapes.load(CATALOGUE.shapes())
    holders = {
        (shapes.property_shapes.get(shape, shape), kind) for shape, kind in shapes.detects.items()
    }
    found = Counter(vocabulary().kinds[kind].notation for _, kind in holders)
    found.update(query.detects for query in queries() if query.detects)
    found.update(kind.notation for kind in vocabulary().kinds.values() if kind.measure)

    assert {kind.notation: 1 for kind in vocabulary().kinds.values()} == dict(found)


def test_every_measure_is_named_by_a_kind() -> None:
    assert set(MEASURES) == {kind.measure for kind in vocabulary().kinds.values() if kind.measure}


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.id)
def test_a_query_is_named_after_the_kind_it_detects(query: QueryFile) -> None:
    assert query.detects is not None
    assert query.id.startswith(f"{query.detects.lower()}-")


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.id)
def test_the_columns_are_the_projection_and_begin_with_system_and_focus(query: QueryFile) -> None:
    answer = ox.Store().query(query.text)

    assert isinstance(answer, ox.QuerySolutions)
    assert [column.name for column in query.columns] == [one.value for one in answer.variables]
    assert [column.name for column in query.columns][:2] == ["system", "focus"]
    assert query.parameters == ()


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.id)
def test_the_sentence_of_a_kind_uses_only_what_its_query_gives(query: QueryFile) -> None:
    given = {"focus", "system"} | {column.name for column in query.columns}

    for language, template in vocabulary().kind(query.detects or "").message.items():
        used = {name for _, name, _, _ in Formatter().parse(template) if name}
        assert used <= given, language


def test_the_sentence_of_a_kind_without_a_query_uses_only_what_every_detector_gives() -> None:
    asked = {query.detects for query in queries()}
    for kind in vocabulary().kinds.values():
        for template in kind.message.values() if kind.notation not in asked else ():
            assert {name for _, name, _, _ in Formatter().parse(template) if name} <= SHOWN


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.id)
def test_a_query_keeps_to_the_house_form(query: QueryFile) -> None:
    body = body_of(query)
    declared = re.findall(r"^PREFIX (\S+): <(\S+)>$", body, re.MULTILINE)
    prefixes = read_prefixes(CATALOGUE.prefixes())

    assert sorted(declared) == declared
    assert {name for name, _ in declared} == set(re.findall(r"\b([a-z]+):[A-Za-z]", body)) - {
        "https"
    }
    assert all(prefixes[name] == iri for name, iri in declared)
    assert REFUSED.search(body) is None
    assert "\nORDER BY ?system" in body
    assert query.text.count("\n") <= 60
    assert {"en", "fr"} == set(query.question)


def test_descriptions_in_one_graph_show_what_each_shows_alone() -> None:
    paths = (*CATALOGUE.designs(), Path(__file__).parent / "parent.yaml")

    def found(statements: list[ox.Triple]) -> list[RawGap]:
        return sorted(detectors().run(statements)[0], key=repr)

    together = found(graph_of(paths))

    assert sorted((gap for path in paths for gap in found(graph_of((path,)))), key=repr) == together


def test_a_system_is_compared_with_the_nearest_that_encloses_it_only() -> None:
    inner, middle, outer = (ox.NamedNode(f"{CASE}{name}") for name in ("inner", "middle", "outer"))
    part_of, topic = ox.NamedNode(f"{LHS}isPartOfSystem"), ox.NamedNode(f"{FOAF}primaryTopic")
    store = ox.Store()
    for one, other in ((inner, middle), (middle, outer), (inner, outer)):
        store.add(ox.Quad(one, part_of, other))
    for system in (inner, middle, outer):
        store.add(ox.Quad(ox.NamedNode(f"{system.value}#description"), topic, system))

    for query in queries():
        if query.detects in ("L2", "L3"):
            rows = store.query(query.text)
            assert isinstance(rows, ox.QuerySolutions)
            pairs = [(row["system"], row["related"]) for row in rows]
            assert pairs == [(inner, middle), (middle, outer)]


def test_each_detector_finds_the_same_by_itself_in_what_is_in_its_scope() -> None:
    paths = (*CATALOGUE.designs(), *CATALOGUE.cases())
    read = graph_of(paths)
    data = serialized(read, ox.RdfFormat.N_TRIPLES)
    found, _ = detectors().scan([data])
    met: set[str] = set()
    for detector in detectors().separate:
        within = ox.serialize(filter(detector.scope.takes, read), format=ox.RdfFormat.N_TRIPLES)
        assert within is not None
        assert len(within) < len(data)

        alone = list(detector.look([within]))

        met.update(detector.kinds)
        assert sorted(map(str, alone)) == sorted(str(g) for g in found if g.kind in detector.kinds)
        if not detector.graded:
            assert all(gap.severity is None for gap in alone)
    assert set(vocabulary().kinds) == met
