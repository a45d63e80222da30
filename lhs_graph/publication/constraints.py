"""The detectors that are queries as SHACL-SPARQL constraints, made from the queries themselves.

Any tool that knows SHACL-SPARQL finds with them what the program finds with the queries. A gap kind
that a shape detects needs no constraint; one that is a measure of the network can have none.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Final

import pyoxigraph as ox

from lhs_graph.detection import Detectors
from lhs_graph.errors import ValidationSetupError
from lhs_graph.findings import GapKind, Text
from lhs_graph.headers import QueryFile
from lhs_graph.publication.prebound_query import PreboundQuery, Reach, prebound
from lhs_graph.publication.statements import node, say
from lhs_graph.shapes import Shapes
from lhs_graph.terms import (
    BASE,
    CONSTRAINTS,
    DCTERMS,
    LHS,
    RDF,
    RDFS,
    concept,
    constraint_of,
    constraint_query,
)
from lhs_graph.vocabulary import Vocabulary

__all__ = [
    "Constraint",
    "constraint_triples",
    "constraints_of",
    "links_to_shapes",
    "measured_kinds",
]

_SH: Final = "http://www.w3.org/ns/shacl#"
_PREFIXES: Final = f"{BASE}prefixes"
_SEVERITY: Final = "severity"
_TYPE: Final = f"{RDF}type"


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint, and the detector that it is made from.

    `query` is what is asked of each focus node, `targets` are the classes of these, `severity` is
    the short name of a severity, `level` the same as SHACL has it. `graded` is the severity, too,
    where the query tells it with each answer.
    """

    kind: GapKind
    source: QueryFile
    query: PreboundQuery
    targets: tuple[str, ...]
    severity: str
    level: str
    graded: str | None = None

    @property
    def name(self) -> str:
        """The fragment of the shape's IRI."""
        return self.iri.removeprefix(f"{CONSTRAINTS}#")

    @property
    def iri(self) -> str:
        """The IRI of the shape."""
        return constraint_of(self.kind.notation, self.graded)

    @property
    def message(self) -> Text:
        """The kind's sentence by language, with SHACL's places for what the query found."""
        return {
            language: _with_places(template, self.query.names)
            for language, template in self.kind.message.items()
        }


def constraints_of(detectors: Detectors) -> tuple[Constraint, ...]:
    """The constraints of all detectors that are queries, in the order of the kinds.

    Raises:
        ValidationSetupError: there are none, or one cannot be made from its query.
    """
    levels = _levels(detectors)
    by_kind = {query.detects: query for query in detectors.queries}
    found = [
        constraint
        for kind in detectors.vocabulary.kinds.values()
        if kind.notation in by_kind
        for constraint in _of_kind(kind, by_kind[kind.notation], detectors.vocabulary, levels)
    ]
    if not found:
        raise ValidationSetupError(detail="no detector is a query")
    return tuple(found)


def constraint_triples(
    constraints: Iterable[Constraint], prefixes: Iterable[ox.Triple]
) -> Iterator[ox.Triple]:
    """The constraints as shapes, with the prefixes that their queries use.

    Args:
        constraints: the constraints.
        prefixes: the declarations of prefixes, of which those in use are taken.
    """
    used: set[str] = set()
    for one in constraints:
        used.update(one.query.prefixes)
        yield from _shape(one)
    declared = list(prefixes)
    wanted = {
        triple.subject
        for triple in declared
        if triple.predicate.value == f"{_SH}prefix" and triple.object.value in used  # type: ignore[union-attr]
    }
    for triple in declared:
        if triple.subject in wanted or triple.object in wanted:
            yield triple


def links_to_shapes(shapes: Shapes) -> Iterator[ox.Triple]:
    """Which node shape detects which gap kind, for the kinds that need no constraint."""
    for shape, kind in shapes.detects.items():
        holder = shapes.property_shapes.get(shape, shape)
        yield say(holder, f"{LHS}detects", node(kind))


def measured_kinds(detectors: Detectors) -> tuple[str, ...]:
    """The notations of the kinds that are measures of the network and so have no constraint."""
    kinds = detectors.vocabulary.kinds
    return tuple(kinds[iri].notation for iri in detectors.measures)


def _of_kind(
    kind: GapKind, source: QueryFile, vocabulary: Vocabulary, levels: Mapping[str, str]
) -> Iterator[Constraint]:
    """One constraint, or one for each severity that the query gives."""
    query = prebound(source)
    targets = _targets(query, vocabulary)
    if _SEVERITY not in query.names:
        level = levels[kind.severity]
        yield Constraint(kind, source, query, targets, kind.severity, level)
        return
    for severity, level in levels.items():
        iri = concept(_SEVERITY, severity)
        if iri in query.iris:
            narrowed = query.with_condition(f"{query.names[_SEVERITY]} = <{iri}>")
            yield Constraint(kind, source, narrowed, targets, severity, level, severity)


def _levels(detectors: Detectors) -> Mapping[str, str]:
    """SHACL's severity for each of ours, as the shapes that detect gaps have it."""
    shapes, kinds = detectors.shapes, detectors.vocabulary.kinds
    stated = {
        triple.subject.value: triple.object.value
        for triple in shapes.triples
        if triple.predicate.value == f"{_SH}severity"
        and isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.NamedNode)
    }
    found = {
        kinds[kind].severity: stated.get(shape, f"{_SH}Violation")
        for shape, kind in shapes.detects.items()
        if shape in shapes.property_shapes
    }
    ranks = detectors.vocabulary.ranks
    unknown = sorted(set(ranks).difference(found))
    if unknown:
        raise ValidationSetupError(detail=f"no shape says what {', '.join(unknown)} is in SHACL")
    return {one: found[one] for one in sorted(ranks, key=ranks.__getitem__, reverse=True)}


def _targets(query: PreboundQuery, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Classes of which every focus node that the query can find is a member, entailed or stated."""
    classes = [(reach, _class(reach, vocabulary)) for reach in query.reaches]
    known = [(reach, name) for reach, name in classes if name is not None]
    alone = [(reach.type is None, name) for reach, name in known if reach.alone]
    if alone:
        return (min(alone, key=lambda one: one[0])[1],)
    if not known or len(known) < len(classes):
        raise ValidationSetupError(detail=f"of no class are the focus nodes of {query.select}")
    return tuple(dict.fromkeys(name for _, name in known))


def _class(reach: Reach, vocabulary: Vocabulary) -> str | None:
    """The class that the ontology gives a node that is reached like this."""
    if reach.type is not None:
        return reach.type
    end = f"{RDFS}domain" if reach.leaves else f"{RDFS}range"
    classes = vocabulary.links.get(reach.property or "", {}).get(end, ())
    return classes[0] if len(classes) == 1 else None


def _with_places(template: str, names: Mapping[str, str]) -> str:
    return "".join(
        f"{text}{{{names[name]}}}" if name else text
        for text, name, _, _ in Formatter().parse(template)
    )


def _shape(one: Constraint) -> Iterator[ox.Triple]:
    asked = constraint_query(one.iri)
    yield say(one.iri, _TYPE, node(f"{_SH}NodeShape"))
    yield from _texts(one.iri, f"{RDFS}label", _titles(one))
    yield say(one.iri, f"{RDFS}isDefinedBy", node(CONSTRAINTS))
    yield say(one.iri, f"{RDFS}seeAlso", node(one.kind.iri))
    yield say(one.iri, f"{LHS}detects", node(one.kind.iri))
    for target in one.targets:
        yield say(one.iri, f"{_SH}targetClass", node(target))
    yield say(one.iri, f"{_SH}severity", node(one.level))
    yield say(one.iri, f"{_SH}sparql", node(asked))
    yield say(asked, _TYPE, node(f"{_SH}SPARQLConstraint"))
    yield from _texts(asked, f"{RDFS}label", one.source.question)
    yield say(asked, f"{RDFS}isDefinedBy", node(CONSTRAINTS))
    yield say(asked, f"{DCTERMS}source", node(f"{BASE}query/{one.source.id}"))
    yield say(asked, f"{_SH}prefixes", node(_PREFIXES))
    yield say(asked, f"{_SH}select", one.query.select)
    yield from _texts(asked, f"{_SH}message", one.message)


def _titles(one: Constraint) -> Text:
    return {language: f"{one.name} {label}" for language, label in one.kind.label.items()}


def _texts(subject: str, name: str, texts: Text) -> Iterator[ox.Triple]:
    for language, text in texts.items():
        yield say(subject, name, ox.Literal(text, language=language))
