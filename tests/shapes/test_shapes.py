"""Every property shape is seen to fail, alone, on an example of its own, and both engines agree.

A folder holds the examples of one node shape: `valid-*.ttl` conform although nodes are looked at,
`invalid-<property shape>.ttl` gives one result, from that property shape.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.shapes import ShapeResult, Shapes
from lhs_graph.terms import CONCEPT, LHS, RDF, RDFS, SHAPES
from lhs_graph.vocabulary import Vocabulary, parse_turtle

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = Path(__file__).resolve().parent
SH = "http://www.w3.org/ns/shacl#"
TYPE = f"{RDF}type"
SUBCLASS = f"{RDFS}subClassOf"

ALL = Shapes(tuple(parse_turtle(sorted(ROOT.glob("shapes/**/*.ttl")))))
NODE_SHAPES = sorted(set(ALL.property_shapes.values()))
VALID = sorted(EXAMPLES.glob("*/valid-*.ttl"))
INVALID = sorted(EXAMPLES.glob("*/invalid-*.ttl"))


def around(shapes: Shapes, start: str) -> Shapes:
    """The node shape with all that it leads to, and no other shape."""
    links: dict[ox.NamedNode | ox.BlankNode | ox.Triple, list[ox.Triple]] = defaultdict(list)
    for triple in shapes.triples:
        links[triple.subject].append(triple)
    found: list[ox.Triple] = []
    seen: set[object] = set()
    waiting: list[object] = [ox.NamedNode(start)]
    while waiting:
        node = waiting.pop()
        if node not in seen and isinstance(node, ox.NamedNode | ox.BlankNode):
            seen.add(node)
            found.extend(links[node])
            waiting.extend(
                one.object
                for one in links[node]
                if isinstance(one.object, ox.BlankNode) or str(one.object).startswith(f"<{SHAPES}")
            )
    return Shapes(tuple(found))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.fixture(scope="session")
def vocabulary() -> list[ox.Triple]:
    """What the program adds to a description for the shapes."""
    whole = Vocabulary(tuple(parse_turtle(Catalogue(ROOT).ontology_modules())))
    triples = ox.parse(whole.slice_for_checking, format=ox.RdfFormat.N_TRIPLES)
    return [quad.triple for quad in triples]


def with_vocabulary(example: Path, vocabulary: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The example with what the vocabulary says of the concepts in it, and of classes."""
    own = parse_turtle([example])
    mentioned = {one.object for one in own}
    said = (
        one for one in vocabulary if one.subject in mentioned or one.predicate.value == SUBCLASS
    )
    return [*own, *said]


def results(shapes: Shapes, data: Iterable[ox.Triple]) -> list[ShapeResult]:
    """What the engine finds, once the oracle has found the same."""
    text = ox.serialize(data, format=ox.RdfFormat.N_TRIPLES) or b""
    found = shapes.validate(text)

    assert comparable(shapes.oracle.validate(text)) == comparable(found)

    return found


def comparable(found: Iterable[ShapeResult]) -> list[tuple[str | None, ...]]:
    """The results without what engines may choose: names of blank nodes, spelling of long paths."""
    rows: list[tuple[str | None, ...]] = []
    for one in found:
        simple = one.path if one.path and re.fullmatch(r"<[^<>]*>", one.path) else None
        ends = [re.sub(r"^_:.*", "_:", end) if end else end for end in (one.focus, one.value)]
        rows.append((ends[0], one.shape, simple, ends[1], one.severity))
    return sorted(rows, key=str)


def focus_nodes(shapes: Shapes, data: Iterable[ox.Triple]) -> set[str]:
    """The nodes that the targets select, worked out without an engine."""
    facts = [(str(one.subject), one.predicate.value, str(one.object)) for one in data]
    below: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, value in facts:
        if predicate == SUBCLASS:
            below[value].add(subject)
    return {node for target in shapes.targets for node in selected(target, facts, below)}


def selected(
    target: tuple[str, str], facts: list[tuple[str, str, str]], below: dict[str, set[str]]
) -> Iterator[str]:
    how, end = target
    classes = {f"<{end}>"}
    while more := {one for name in classes for one in below[name]} - classes:
        classes |= more
    for subject, predicate, value in facts:
        if how == "targetSubjectsOf" and predicate == end:
            yield subject
        elif how == "targetObjectsOf" and predicate == end:
            yield value
        elif how == "targetClass" and predicate == TYPE and value in classes:
            yield subject


def test_there_are_shapes_and_examples() -> None:
    assert len(NODE_SHAPES) > 40
    assert len(ALL.property_shapes) > 180
    assert len(INVALID) == len(ALL.property_shapes)


@pytest.mark.parametrize("example", VALID, ids=name_of)
def test_a_valid_example_conforms_although_nodes_are_looked_at(
    example: Path, vocabulary: list[ox.Triple]
) -> None:
    shapes = around(ALL, f"{SHAPES}{example.parent.name}")
    data = with_vocabulary(example, vocabulary)

    found = results(shapes, data)

    assert focus_nodes(shapes, data)
    assert found == []


@pytest.mark.parametrize("example", INVALID, ids=name_of)
def test_an_invalid_example_fails_its_one_shape(example: Path, vocabulary: list[ox.Triple]) -> None:
    shapes = around(ALL, f"{SHAPES}{example.parent.name}")
    data = with_vocabulary(example, vocabulary)

    found = results(shapes, data)

    assert [f"{SHAPES}{example.stem.removeprefix('invalid-')}"] == [one.shape for one in found]


def test_every_shape_has_its_examples_and_no_example_is_astray() -> None:
    expected = {
        f"{node.removeprefix(SHAPES)}/invalid-{shape.removeprefix(SHAPES)}"
        for shape, node in ALL.property_shapes.items()
    }

    assert expected == {name_of(path) for path in INVALID}
    assert {node.removeprefix(SHAPES) for node in NODE_SHAPES} == {
        path.parent.name for path in VALID
    }


def test_no_gap_kind_has_two_shapes_that_detect_it() -> None:
    detectors: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, list[str | None]] = defaultdict(list)
    for shape, node in ALL.property_shapes.items():
        kind = ALL.detects.get(shape)
        if kind:
            detectors[kind].add(node)
            parts[kind].append(ALL.about.get(shape))

    assert detectors
    for kind, nodes in detectors.items():
        assert len(nodes) == 1, f"{kind} is detected by {nodes}"
        about = parts[kind]
        assert len(about) == len(set(about)), f"two shapes of {kind} are about the same"
        assert None not in about or len(about) == 1, f"a shape of {kind} is about nothing"


def test_a_shape_is_as_severe_as_the_gap_kind_it_detects() -> None:
    ranks = {"critical": "Violation", "major": "Warning", "minor": "Info"}
    whole = Vocabulary(tuple(parse_turtle(Catalogue(ROOT).ontology_modules())))
    severities = {
        one.subject: one.object for one in ALL.triples if one.predicate.value == f"{SH}severity"
    }

    for shape in ALL.property_shapes:
        kind = ALL.detects.get(shape)
        if kind:
            stated = severities.get(ox.NamedNode(shape), ox.NamedNode(f"{SH}Violation"))
            assert f"<{SH}{ranks[whole.kinds[kind].severity]}>" == str(stated), shape


def test_the_shapes_name_only_declared_terms_and_concepts() -> None:
    declared = {
        one.subject.value
        for one in parse_turtle(Catalogue(ROOT).ontology_modules())
        if isinstance(one.subject, ox.NamedNode)
    }
    spaces = (LHS, CONCEPT)
    used = {
        term.value
        for triple in ALL.triples
        for term in triple
        if isinstance(term, ox.NamedNode) and term.value.startswith(spaces)
    }

    assert used
    assert set() == used - declared
