"""Comparisons and nearest systems as RDF Data Cubes, each with its structure and code lists.

https://www.w3.org/TR/vocab-data-cube/. A cube stands for itself: the properties of its structure
are described where they are used, in all languages.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from lhs_graph.comparison import Comparison, ComparisonRow
from lhs_graph.findings import NamedTerm
from lhs_graph.messages import languages, sentence
from lhs_graph.places import STATES
from lhs_graph.report.nearest import KINDS, in_order
from lhs_graph.serialization import serialized
from lhs_graph.similarity import Likeness, Nearest
from lhs_graph.terms import BASE, CONCEPT, DCTERMS, LHS, RDF, RDFS, SKOS

__all__ = ["comparison_turtle", "nearest_turtle"]

_QB: Final = "http://purl.org/linked-data/cube#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_PROV: Final = "http://www.w3.org/ns/prov#"
_CUBE: Final = f"{BASE}cube#"
_PREFIXES: Final = {
    "qb": _QB,
    "cube": _CUBE,
    "lhs": LHS,
    "lhsc": CONCEPT,
    "dcterms": DCTERMS,
    "skos": SKOS,
    "rdfs": RDFS,
    "prov": _PROV,
    "xsd": _XSD,
}
_RANGES: Final = {
    "system": f"{LHS}LearningHealthSystem",
    "other": f"{LHS}LearningHealthSystem",
    "place": f"{SKOS}Concept",
    "state": f"{SKOS}Concept",
    "inState": f"{SKOS}Concept",
    "kind": f"{SKOS}Concept",
    "parts": f"{_XSD}integer",
    "systems": f"{_XSD}integer",
    "share": f"{_XSD}decimal",
    "similarity": f"{_XSD}decimal",
    "assured": f"{_XSD}decimal",
    "possible": f"{_XSD}decimal",
    "comparable": f"{_XSD}decimal",
    "weight": f"{_XSD}decimal",
}
"""What the values of each component are."""

_LISTS: Final = {
    "place": "places",
    "state": "all-states",
    "inState": "all-states",
    "kind": "kinds",
}
"""The code list of each component whose values are concepts."""

_Node = ox.NamedNode | ox.BlankNode | ox.Literal


def comparison_turtle(comparison: Comparison, data_version: str) -> str:
    """The comparison as a cube of the state of each place in each system.

    Beside a group, a second cube counts the group's systems by place and state.
    """
    return _turtle(_comparison(comparison, data_version))


def nearest_turtle(nearest: Nearest, data_version: str) -> str:
    """The nearest systems as a cube of similarities, and one of what each place says of the two."""
    return _turtle(_nearest(nearest, data_version))


def _turtle(triples: Iterable[ox.Triple]) -> str:
    return serialized(dict.fromkeys(triples), ox.RdfFormat.TURTLE, _PREFIXES).decode() + "\n"


def _comparison(comparison: Comparison, data_version: str) -> Iterator[ox.Triple]:
    places = [row.place for row in comparison.rows]
    yield from _data_set("states", "compare.cube_label", data_version)
    yield from _structure("states", ("system", "place"), ("state", "parts"))
    yield from _code_list("places", [place.concept for place in places])
    yield from _words("all-states", STATES, "compare.state_")
    subjects = list(_systems(comparison))
    for _, triples in subjects:
        yield from triples
    for number, row in enumerate(comparison.rows):
        yield from _cells(row, number, [node for node, _ in subjects])
    if comparison.group:
        yield from _data_set("group", "compare.cube_label", data_version)
        yield from _structure("group", ("place", "inState"), ("systems", "share"))
        for system in comparison.group.systems:
            yield _say(_cube("group"), f"{DCTERMS}references", ox.NamedNode(system.iri))
        for row in comparison.rows:
            yield from _tallies(row, comparison.group.size)


def _systems(comparison: Comparison) -> Iterator[tuple[_Node, list[ox.Triple]]]:
    """A node for each column, a version of its own where a system is compared with itself."""
    seen: set[str] = set()
    for number, system in enumerate(comparison.systems, 1):
        node: ox.NamedNode | ox.BlankNode = ox.NamedNode(system.iri)
        extra: list[ox.Triple] = []
        if system.iri in seen:
            node = ox.BlankNode(f"system{number}")
            extra.append(_say(node, f"{_PROV}specializationOf", ox.NamedNode(system.iri)))
        seen.add(system.iri)
        kind = _say(node, f"{RDF}type", ox.NamedNode(f"{LHS}LearningHealthSystem"))
        yield node, [kind, *extra, *_labels(node, f"{RDFS}label", system)]


def _cells(row: ComparisonRow, number: int, systems: Sequence[_Node]) -> Iterator[ox.Triple]:
    for column, (cell, system) in enumerate(zip(row.cells, systems, strict=True)):
        node = ox.BlankNode(f"cell{number}x{column}")
        values: dict[str, _Node] = {
            "system": system,
            "place": ox.NamedNode(row.place.concept.iri),
            "state": _cube(cell.state),
            "parts": _integer(len(cell.nodes)),
        }
        yield from _observation(node, "states", values)
        for part in (*cell.nodes, *cell.gaps):
            yield _say(node, f"{DCTERMS}references", ox.NamedNode(part.iri))
        for source in cell.sources:
            yield _say(node, f"{DCTERMS}source", ox.NamedNode(source))


def _tallies(row: ComparisonRow, size: int) -> Iterator[ox.Triple]:
    if row.tally is None:
        return
    name = row.place.concept.iri.removeprefix(CONCEPT).replace("/", "-")
    for state in STATES:
        count = row.tally.counts[state]
        values: dict[str, _Node] = {
            "place": ox.NamedNode(row.place.concept.iri),
            "inState": _cube(state),
            "systems": _integer(count),
            "share": _decimal(count / size),
        }
        yield from _observation(ox.BlankNode(f"{name}-{state}"), "group", values)


def _nearest(nearest: Nearest, data_version: str) -> Iterator[ox.Triple]:
    measures = ("similarity", "assured", "possible", "comparable")
    yield from _data_set("nearest", "nearest.cube_label", data_version)
    yield from _structure("nearest", ("system", "other"), measures)
    yield from _data_set("shared", "nearest.cube_label", data_version)
    yield from _structure("shared", ("system", "other", "place"), ("kind", "weight"))
    named = {one.place.concept.iri: one.place for case in nearest.cases for one in case.pairings}
    yield from _code_list("places", [place.concept for place in named.values()])
    yield from _words("kinds", KINDS, "nearest.kind_")
    for system in (nearest.own.system, *(one.other.system for one in nearest.cases)):
        node = ox.NamedNode(system.iri)
        yield _say(node, f"{RDF}type", ox.NamedNode(f"{LHS}LearningHealthSystem"))
        yield from _labels(node, f"{RDFS}label", system)
    for number, likeness in enumerate(nearest.cases):
        yield from _likeness(likeness, number)


def _likeness(likeness: Likeness, number: int) -> Iterator[ox.Triple]:
    """The similarity, left out where nothing can be compared, and what each place says."""
    overlap = likeness.overlap
    pair: dict[str, _Node] = {
        "system": ox.NamedNode(likeness.own.system.iri),
        "other": ox.NamedNode(likeness.other.system.iri),
    }
    if overlap.similarity is not None:
        scores = {
            "similarity": _decimal(overlap.similarity),
            "assured": _decimal(overlap.assured),
            "possible": _decimal(overlap.possible),
            "comparable": _decimal(overlap.comparable),
        }
        yield from _observation(ox.BlankNode(f"pair{number}"), "nearest", {**pair, **scores})
    for place, pairing in enumerate(in_order(likeness)):
        values = {
            **pair,
            "place": ox.NamedNode(pairing.place.concept.iri),
            "kind": _cube(pairing.kind),
            "weight": _decimal(pairing.weight),
        }
        yield from _observation(ox.BlankNode(f"pair{number}x{place}"), "shared", values)


def _data_set(name: str, key: str, data_version: str) -> Iterator[ox.Triple]:
    node = _cube(name)
    yield _say(node, f"{RDF}type", ox.NamedNode(f"{_QB}DataSet"))
    yield _say(node, f"{_QB}structure", _cube(f"{name}-structure"))
    yield _say(node, f"{DCTERMS}hasVersion", ox.Literal(data_version))
    for language in languages():
        text = ox.Literal(sentence(key, language), language=language)
        yield _say(node, f"{RDFS}label", text)


def _structure(
    name: str, dimensions: Sequence[str], measures: Sequence[str]
) -> Iterator[ox.Triple]:
    """The structure of a cube, with what its dimensions and measures are."""
    structure = _cube(f"{name}-structure")
    yield _say(structure, f"{RDF}type", ox.NamedNode(f"{_QB}DataStructureDefinition"))
    for role, components in (("dimension", dimensions), ("measure", measures)):
        for component in components:
            link = ox.BlankNode(f"{name}-{component}")
            yield _say(structure, f"{_QB}component", link)
            yield _say(link, f"{_QB}{role}", _cube(component))
            yield from _component(component, role)


def _component(name: str, role: str) -> Iterator[ox.Triple]:
    node, own_range = _cube(name), _RANGES[name]
    yield _say(node, f"{RDF}type", ox.NamedNode(f"{RDF}Property"))
    yield _say(node, f"{RDF}type", ox.NamedNode(f"{_QB}{role.capitalize()}Property"))
    yield _say(node, f"{RDFS}range", ox.NamedNode(own_range))
    if name in _LISTS:
        yield _say(node, f"{_QB}codeList", _cube(_LISTS[name]))
    for language in languages():
        text = ox.Literal(sentence(f"cube.{name}", language), language=language)
        yield _say(node, f"{RDFS}label", text)


def _code_list(name: str, concepts: Iterable[NamedTerm]) -> Iterator[ox.Triple]:
    """The concepts of a list of ours, whose own schemes are the ontology's."""
    scheme = _cube(name)
    yield _say(scheme, f"{RDF}type", ox.NamedNode(f"{SKOS}ConceptScheme"))
    for concept in concepts:
        node = ox.NamedNode(concept.iri)
        yield _say(node, f"{RDF}type", ox.NamedNode(f"{SKOS}Concept"))
        yield _say(node, f"{SKOS}inScheme", scheme)
        yield from _labels(node, f"{SKOS}prefLabel", concept)


def _words(name: str, words: Sequence[str], prefix: str) -> Iterator[ox.Triple]:
    """A list of words of the program's own, labelled by its sentences."""
    named = [
        NamedTerm(
            _cube(word).value,
            {language: sentence(f"{prefix}{word}", language) for language in languages()},
        )
        for word in words
    ]
    yield from _code_list(name, named)


def _observation(
    node: ox.BlankNode, data_set: str, values: Mapping[str, _Node]
) -> Iterator[ox.Triple]:
    yield _say(node, f"{RDF}type", ox.NamedNode(f"{_QB}Observation"))
    yield _say(node, f"{_QB}dataSet", _cube(data_set))
    for name, value in values.items():
        yield _say(node, f"{_CUBE}{name}", value)


def _labels(node: _Node, name: str, term: NamedTerm) -> Iterator[ox.Triple]:
    for language, text in term.labels.items():
        yield _say(
            node, name, ox.Literal(text, language=language) if language else ox.Literal(text)
        )


def _cube(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{_CUBE}{name}")


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(f"{_XSD}integer"))


def _decimal(number: float) -> ox.Literal:
    return ox.Literal(f"{number:.6f}", datatype=ox.NamedNode(f"{_XSD}decimal"))


def _say(subject: _Node, name: str, value: _Node) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(name), value)  # type: ignore[arg-type]
