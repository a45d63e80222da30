"""The shapes keep to the house style, and our own ontology to the shapes for it."""

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.errors import ValidationSetupError
from lhs_graph.shapes import Shapes
from lhs_graph.terms import BIBO, DCTERMS, LHS, SHAPES
from lhs_graph.vocabulary import parse_turtle

ROOT = Path(__file__).resolve().parents[2]
SH = "http://www.w3.org/ns/shacl#"
HOUSE = Shapes(tuple(parse_turtle(sorted(ROOT.glob("shapes/house/*.ttl")))))
DATA = Shapes(tuple(parse_turtle(Catalogue(ROOT).shapes())))
ALL = Shapes((*DATA.triples, *HOUSE.triples))
PROFILES = ("wellformed", "framework")
DESCRIBING = {"description", "group", "message", "name", "order", "path", "severity"}

Statements = dict[str, dict[str, list[ox.Triple]]]


@pytest.fixture(scope="session")
def statements() -> Statements:
    """What is said of each named node of the shapes, by the property's IRI."""
    found: Statements = defaultdict(lambda: defaultdict(list))
    for one in ALL.triples:
        if isinstance(one.subject, ox.NamedNode):
            found[one.subject.value][one.predicate.value].append(one)
    return found


def test_shapes_that_are_none_are_refused() -> None:
    with pytest.raises(ValidationSetupError):
        Shapes(())


def test_every_property_shape_is_named_and_belongs_to_one_node_shape() -> None:
    owners: dict[str, list[str]] = defaultdict(list)
    for one in ALL.triples:
        if one.predicate.value == f"{SH}property":
            owners[str(one.object)].append(str(one.subject))

    for shape, nodes in owners.items():
        assert shape.startswith(f"<{SHAPES}"), f"{shape} has no name"
        assert len(nodes) == 1, f"{shape} belongs to {nodes}"


@pytest.mark.parametrize("part", ["name", "description", "message"])
def test_every_property_shape_speaks_english_and_french(part: str) -> None:
    for shape in ALL.property_shapes:
        assert {"en", "fr"} == set(ALL.texts(shape, part)), f"{shape} {part}"


def test_no_two_property_shapes_of_a_node_shape_have_one_name() -> None:
    names: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for shape, node in ALL.property_shapes.items():
        for language, text in ALL.texts(shape, "name").items():
            names[node, language, text].append(shape)

    assert [shapes for shapes in names.values() if len(shapes) > 1] == []


def test_every_property_shape_makes_one_requirement(statements: Statements) -> None:
    for shape in ALL.property_shapes:
        own = {name.removeprefix(SH) for name in statements[shape] if name.startswith(SH)}
        requirements = own - DESCRIBING - {"qualifiedMinCount"}
        assert len(requirements) == 1, f"{shape}: {sorted(requirements)}"


def test_shapes_are_core_and_open() -> None:
    used = {one.predicate.value.removeprefix(SH) for one in ALL.triples}

    assert set() == used & {"sparql", "closed", "rule", "js", "target", "deactivated"}


def test_every_node_shape_states_its_profile(statements: Statements) -> None:
    for shapes, profiles in ((DATA, PROFILES), (HOUSE, ("house",))):
        for node in set(shapes.property_shapes.values()):
            assert shapes.literal(node, "profile") in profiles, node
            assert any(name.startswith(f"{SH}target") for name in statements[node]), node


def test_framework_shapes_state_the_passage_and_its_modality(statements: Statements) -> None:
    framework = [
        shape
        for shape, node in DATA.property_shapes.items()
        if DATA.literal(node, "profile") == "framework"
    ]

    assert framework
    for shape in framework:
        assert DATA.literal(shape, "modality") in {"must", "should", "may"}, shape
        assert statements[shape][f"{DCTERMS}source"], shape
        assert statements[shape][f"{BIBO}locator"], shape
        assert shape in DATA.detects, f"{shape} detects no gap kind"


def test_only_framework_shapes_detect_gaps() -> None:
    for shape, node in DATA.property_shapes.items():
        assert (shape in DATA.detects) == (DATA.literal(node, "profile") == "framework"), shape


def test_every_group_is_a_section_of_the_form(statements: Statements) -> None:
    for shape in DATA.property_shapes:
        for group in statements[shape][f"{SH}group"]:
            assert isinstance(group.object, ox.NamedNode)
            assert f"{SH}order" in statements[group.object.value], shape
            assert f"{SH}order" in statements[shape], shape


def test_the_shapes_are_shapes_by_the_standard() -> None:
    import pyshacl
    from rdflib import Graph

    shapes = Graph().parse(data=ALL.text, format="nt")

    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)

    assert conforms, text


def test_our_terms_keep_to_the_shapes_for_them() -> None:
    modules = Catalogue(ROOT).ontology_modules()
    data = parse_turtle(path for path in modules if path.name != "foreign.ttl")

    found = HOUSE.validate(ox.serialize(data, format=ox.RdfFormat.N_TRIPLES) or b"")

    assert [(one.focus, one.shape.removeprefix(SHAPES)) for one in found] == []


def test_the_shapes_for_our_terms_look_at_all_of_them() -> None:
    data = parse_turtle(Catalogue(ROOT).ontology_modules())
    ends = {end for how, end in HOUSE.targets if how == "targetSubjectsOf"}
    looked_at = {str(one.subject) for one in data if one.predicate.value in ends}
    terms = {str(one.subject) for one in data if str(one.subject).startswith(f"<{LHS}")}

    assert terms
    assert set() == terms - looked_at
