"""The promise: what is written says all that was stated, or the writer refuses and names it."""

import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import Description, DescriptionReader
from lhs_graph.errors import DescriptionError
from lhs_graph.terms import CASE, RDF

_READER = DescriptionReader(Catalogue.shipped())
_HEAD = (
    "@prefix lhs: <https://w3id.org/lhs-kg/ontology#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    f"@base <{CASE}> .\n"
    "<x> rdfs:label 'X'@en ; lhs:hasGoal <x#g> . <x#g> rdfs:label 'G'@en .\n"
)
_SUPPORT = "<x> lhs:hasSupport <x#s> . <x#s> rdfs:label 'S'@en ;"


def _described(turtle: str) -> Description:
    return _READER.read(f"{_HEAD}{turtle}".encode(), name="a.ttl")


@pytest.mark.parametrize("form", ["yaml", "jsonld"])
@pytest.mark.parametrize(
    ("turtle", "named"),
    [
        ("<x#g> a lhs:Support .", "ontology#Support"),
        ("<x#g> a <http://e.example/Thing> .", "http://e.example/Thing"),
        ("<x> a lhs:RapidLearningHealthSystem .", "RapidLearningHealthSystem"),
        ("<x#g> <http://e.example/p> 'x' .", "http://e.example/p"),
        ("<x#g> lhs:isAccelerator '1'^^xsd:boolean .", "isAccelerator"),
        (f"{_SUPPORT} lhs:isAccelerator '1'^^xsd:boolean .", "isAccelerator"),
        ("<x> lhs:hasSupport <x#s> .", "supports[0]"),
        ("<x> rdfs:label 'Ẍ'@de .", "de"),
        ("<x> lhs:hasGoal <x#a/b> . <x#a/b> rdfs:label 'Y'@en .", "x#a/b"),
    ],
)
def test_what_cannot_be_written_is_refused_and_named(turtle: str, named: str, form: str) -> None:
    with pytest.raises(DescriptionError) as caught:
        _READER.write(_described(turtle), form)

    for language in ("en", "fr"):
        assert named in caught.value.explain(language)


@pytest.mark.parametrize("form", ["yaml", "jsonld"])
def test_a_type_that_follows_from_the_rest_needs_no_writing(form: str) -> None:
    stated = _described("<x> a lhs:LearningHealthSystem . <x#g> a lhs:StrategicGoal .")

    again = _READER.read(_READER.write(stated, form), name="a", form=form)

    untyped = {one for one in stated.triples if one.predicate.value != f"{RDF}type"}
    assert untyped == set(again.triples)


@pytest.mark.parametrize("form", ["turtle", "rdfxml", "ntriples"])
def test_types_stay_in_the_rdf_syntaxes(form: str) -> None:
    stated = _described("<x> a lhs:LearningHealthSystem . <x#g> a <http://e.example/Thing> .")

    again = _READER.read(_READER.write(stated, form), name="a", form=form)

    assert set(stated.triples) == set(again.triples)


def test_a_system_outside_the_cases_space_is_not_written_as_if_it_were_inside() -> None:
    stated = _READER.read(
        b"<http://e.example/x> a <https://w3id.org/lhs-kg/ontology#LearningHealthSystem> ;"
        b" <http://www.w3.org/2000/01/rdf-schema#label> 'X'@en .",
        name="a.ttl",
    )

    with pytest.raises(DescriptionError):
        _READER.write(stated, "yaml")
