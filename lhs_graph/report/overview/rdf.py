"""The report's tables as RDF Data Cubes, from whose observations what was counted is one step away.

https://www.w3.org/TR/vocab-data-cube/. A row is an observation, its key the dimension, a number a
measure, any other value an attribute. Beside each number that counts something stands what was
counted: parts of descriptions, which the data has with their sources, or cases that say nothing.
"""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from lhs_graph.report.overview.narrative import Narrative
from lhs_graph.report.overview.tables import Column, Evidence, Row, Table, Value
from lhs_graph.serialization import serialized
from lhs_graph.terms import BASE, CASE, DCTERMS, RDF, RDFS

__all__ = ["overview_turtle"]

_QB: Final = "http://purl.org/linked-data/cube#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_REPORT: Final = f"{BASE}report#"
_PREFIXES: Final = {
    "qb": _QB,
    "report": _REPORT,
    "dcterms": DCTERMS,
    "rdfs": RDFS,
    "xsd": _XSD,
}
_TYPES: Final = {"integer": "integer", "share": "decimal", "boolean": "boolean", "date": "date"}
_ROLES: Final = {"id": "dimension", "integer": "measure", "share": "measure"}


def overview_turtle(narrative: Narrative) -> str:
    """All tables that hold numbers, with what the numbers count, in the report's language."""
    return serialized(dict.fromkeys(_cubes(narrative)), ox.RdfFormat.TURTLE, _PREFIXES).decode()


def _cubes(narrative: Narrative) -> Iterator[ox.Triple]:
    manifest, language = narrative.maker.overview.manifest, narrative.maker.language
    for table in narrative.tables.values():
        if not any(_role(column) == "measure" for column in table.columns):
            continue
        cube = f"{_REPORT}{table.name}"
        yield _say(cube, f"{RDF}type", ox.NamedNode(f"{_QB}DataSet"))
        yield _say(cube, f"{RDFS}label", ox.Literal(table.title, language=language))
        yield _say(cube, f"{DCTERMS}hasVersion", ox.Literal(manifest.data_version))
        yield from _structure(narrative, table, cube)
        for number, row in enumerate(table.rows):
            yield from _observation(table, row, number, language)


def _structure(narrative: Narrative, table: Table, cube: str) -> Iterator[ox.Triple]:
    language = narrative.maker.language
    structure = f"{cube}-structure"
    yield _say(cube, f"{_QB}structure", ox.NamedNode(structure))
    yield _say(structure, f"{RDF}type", ox.NamedNode(f"{_QB}DataStructureDefinition"))
    counted = {column.evidence: column for column in table.columns if column.evidence}
    for column in table.columns:
        iri = _property(table, column)
        yield from _component(structure, iri, _role(column))
        yield _say(iri, f"{RDFS}label", ox.Literal(column.title, language=language))
        yield _say(iri, f"{RDFS}comment", ox.Literal(column.about, language=language))
        if column.kind in _TYPES:
            yield _say(iri, f"{RDFS}range", ox.NamedNode(f"{_XSD}{_TYPES[column.kind]}"))
    for name, column in counted.items():
        iri = _counted(table, name)
        yield from _component(structure, iri, "attribute")
        label = narrative.maker.say("counted", column=column.title)
        yield _say(iri, f"{RDFS}label", ox.Literal(label, language=language))


def _component(structure: str, iri: str, role: str) -> Iterator[ox.Triple]:
    link = ox.BlankNode(f"component-{iri.removeprefix(_REPORT)}")
    yield ox.Triple(ox.NamedNode(structure), ox.NamedNode(f"{_QB}component"), link)
    yield ox.Triple(link, ox.NamedNode(f"{_QB}{role}"), ox.NamedNode(iri))
    yield _say(iri, f"{RDF}type", ox.NamedNode(f"{RDF}Property"))
    yield _say(iri, f"{RDF}type", ox.NamedNode(f"{_QB}{role.capitalize()}Property"))


def _observation(table: Table, row: Row, number: int, language: str) -> Iterator[ox.Triple]:
    one = ox.BlankNode(f"{table.name}-{number}")
    yield ox.Triple(one, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{_QB}Observation"))
    yield ox.Triple(one, ox.NamedNode(f"{_QB}dataSet"), ox.NamedNode(f"{_REPORT}{table.name}"))
    for column, value in zip(table.columns, row.values, strict=True):
        told = _value(column, value, language)
        if told is not None:
            yield ox.Triple(one, ox.NamedNode(_property(table, column)), told)
    for name, evidence in row.evidence.items():
        for iri in _things(evidence):
            yield ox.Triple(one, ox.NamedNode(_counted(table, name)), ox.NamedNode(iri))


def _things(evidence: Evidence) -> Iterator[str]:
    yield from (statement.node.iri for statement in evidence.statements)
    yield from (f"{CASE}{slug}" for slug in evidence.silent)


def _value(column: Column, value: Value, language: str) -> ox.NamedNode | ox.Literal | None:
    if value is None or value == "":
        return None
    if column.kind == "iri":
        return ox.NamedNode(str(value))
    if column.kind in _TYPES:
        text = f"{value:.6f}" if column.kind == "share" else str(value).lower()
        return ox.Literal(text, datatype=ox.NamedNode(f"{_XSD}{_TYPES[column.kind]}"))
    if column.kind == "id":
        return ox.Literal(str(value))
    return ox.Literal(str(value), language=language)


def _role(column: Column) -> str:
    return _ROLES.get(column.kind, "attribute")


def _property(table: Table, column: Column) -> str:
    return f"{_REPORT}{table.name}-{column.name}"


def _counted(table: Table, evidence: str) -> str:
    return f"{_REPORT}{table.name}-{evidence}-counted"


def _say(subject: str, name: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(name), value)
