"""SHACL validation: shapes and data to results, the only door to the SHACL engines.

The `shacl` package does the work; pySHACL, where it is installed, is the oracle that the tests
compare it with and can be chosen by name. Messages are looked up by the shape's IRI, since engines
lose language tags.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import shacl

from lhs_graph.errors import ValidationSetupError
from lhs_graph.findings import Text
from lhs_graph.serialization import serialized
from lhs_graph.terms import LHS

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["Oracle", "ShapeResult", "Shapes"]

_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class ShapeResult:
    """One validation result; `focus`, `path` and `value` in N-Triples or property path syntax.

    `component` is the IRI of the constraint component that failed.
    """

    focus: str
    shape: str
    path: str | None
    value: str | None
    severity: str
    component: str = ""


@dataclass(frozen=True)
class Shapes:
    """A compiled set of shapes with what the shapes say of themselves.

    Raises:
        ValidationSetupError: there is no property shape in them.
    """

    triples: tuple[ox.Triple, ...]

    def __post_init__(self) -> None:
        if not self.property_shapes:
            raise ValidationSetupError(detail="there are no property shapes")

    @classmethod
    def load(cls, paths: Iterable[Path]) -> "Shapes":
        """The shapes of those Turtle files."""
        turtle = ox.RdfFormat.TURTLE
        return cls(
            tuple(quad.triple for path in paths for quad in ox.parse(path=str(path), format=turtle))
        )

    @cached_property
    def text(self) -> bytes:
        """The shapes as N-Triples."""
        return serialized(self.triples, ox.RdfFormat.N_TRIPLES)

    @cached_property
    def engine(self) -> shacl.Shapes:
        """The compiled shapes."""
        return shacl.Shapes.from_text(self.text.decode(), "ntriples")

    @cached_property
    def property_shapes(self) -> Mapping[str, str]:
        """The node shape of each named property shape."""
        name = f"{_SH}property"
        return {
            value.value: subject.value
            for subject, predicate, value in self.triples
            if predicate.value == name
            and isinstance(value, ox.NamedNode)
            and isinstance(subject, ox.NamedNode)
        }

    @cached_property
    def detects(self) -> Mapping[str, str]:
        """The gap kind that each property shape detects, by itself or through its node shape."""
        stated = {subject: ends[0] for subject, ends in self._links(f"{LHS}detects").items()}
        through = {
            shape: stated[parent]
            for shape, parent in self.property_shapes.items()
            if parent in stated
        }
        return {**through, **stated}

    @cached_property
    def about(self) -> Mapping[str, str]:
        """The concept that a property shape is about, for kinds with one finding a concept."""
        return {subject: ends[0] for subject, ends in self._links(f"{LHS}about").items()}

    @cached_property
    def targets(self) -> tuple[tuple[str, str], ...]:
        """The target declarations as pairs of the target property's short name and its object."""
        found: list[tuple[str, str]] = []
        for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode"):
            for ends in self._links(f"{_SH}{name}").values():
                found.extend((name, end) for end in ends)
        return tuple(sorted(set(found)))

    @cached_property
    def detecting(self) -> "Shapes":
        """Only the node shapes that detect gaps, with all that they refer to."""
        by_subject: dict[ox.NamedNode | ox.BlankNode | ox.Triple, list[ox.Triple]] = defaultdict(
            list
        )
        for triple in self.triples:
            by_subject[triple.subject].append(triple)
        todo: list[ox.NamedNode | ox.BlankNode | ox.Triple] = [
            ox.NamedNode(parent)
            for shape, parent in self.property_shapes.items()
            if shape in self.detects or parent in self.detects
        ]
        seen = dict.fromkeys(todo)
        while todo:
            for triple in by_subject[todo.pop()]:
                end = triple.object
                if not isinstance(end, ox.Literal) and end in by_subject and end not in seen:
                    seen[end] = None
                    todo.append(end)
        return Shapes(tuple(triple for node in seen for triple in by_subject[node]))

    @cached_property
    def terms(self) -> frozenset[str]:
        """The IRIs that these shapes name."""
        return frozenset(
            triple.object.value
            for triple in self.triples
            if isinstance(triple.object, ox.NamedNode)
        )

    def texts(self, shape: str, name: str) -> Text:
        """The literals of one SHACL property of that shape, by language."""
        return self._texts.get((shape, f"{_SH}{name}"), {})

    def literal(self, shape: str, name: str) -> str | None:
        """One literal of one of our own properties on that shape."""
        return next(iter(self._texts.get((shape, f"{LHS}{name}"), {}).values()), None)

    def validate(self, data: bytes) -> list[ShapeResult]:
        """The results for the union of the graphs in N-Quads, sorted.

        Entailed triples must be in it already.
        """
        report = self.engine.validate_text(data.decode(), "nquads")
        results = [
            ShapeResult(
                result.focus_node,
                (result.source_shape or "").strip("<>"),
                result.path,
                result.value,
                result.severity,
                result.component_iri,
            )
            for result in report.results
        ]
        return sorted(
            results, key=lambda one: (one.focus, one.shape, one.path or "", one.value or "")
        )

    def by_oracle(self, data: bytes) -> list[ShapeResult]:
        """The same by pySHACL, the reference implementation; slow."""
        triples = (quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS))
        union = serialized(triples, ox.RdfFormat.N_TRIPLES)
        return self.oracle.validate(union)

    @cached_property
    def oracle(self) -> "Oracle":
        """The reference implementation with these shapes."""
        return Oracle(self.text)

    @cached_property
    def _texts(self) -> Mapping[tuple[str, str], dict[str, str]]:
        found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for subject, predicate, value in self.triples:
            if isinstance(value, ox.Literal) and isinstance(subject, ox.NamedNode):
                found[subject.value, predicate.value][value.language or ""] = value.value
        return found

    def _links(self, iri: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for subject, predicate, value in self.triples:
            if predicate.value == iri and isinstance(value, ox.NamedNode):
                found[subject.value].append(value.value)
        return found


@dataclass(frozen=True)
class Oracle:
    """The reference implementation, pySHACL, with the shapes (as N-Triples) read once; slow."""

    shapes: bytes

    def validate(self, data: bytes) -> list[ShapeResult]:
        """The same results as `Shapes.validate`, for data in N-Triples.

        Raises:
            ValidationSetupError: pySHACL reports that it could not validate.
        """
        import pyshacl  # noqa: PLC0415  heavy, and only for those who ask for it
        from rdflib import Graph  # noqa: PLC0415

        graph = Graph().parse(data=data, format="nt")
        conforms, report, text = pyshacl.validate(graph, shacl_graph=self.graph, inference="none")
        if not isinstance(report, Graph):
            raise ValidationSetupError(detail=f"{conforms} {text}")
        return sorted(
            _reported(report),
            key=lambda one: (one.focus, one.shape, one.path or "", one.value or ""),
        )

    @cached_property
    def graph(self) -> "Graph":
        """The shapes as rdflib holds them."""
        from rdflib import Graph  # noqa: PLC0415

        return Graph().parse(data=self.shapes, format="nt")


def _reported(report: "Graph") -> Iterator[ShapeResult]:
    """The results of a validation report."""
    from rdflib import Namespace, URIRef  # noqa: PLC0415

    sh = Namespace(_SH)
    for node in report.objects(None, sh.result):
        path = report.value(node, sh.resultPath)
        value = report.value(node, sh.value)
        focus = report.value(node, sh.focusNode)
        yield ShapeResult(
            focus=focus.n3() if focus else "",
            shape=str(report.value(node, sh.sourceShape)),
            path=path.n3() if isinstance(path, URIRef) else None,
            value=None if value is None else value.n3(),
            severity=str(report.value(node, sh.resultSeverity)).removeprefix(_SH),
            component=str(report.value(node, sh.sourceConstraintComponent)),
        )
