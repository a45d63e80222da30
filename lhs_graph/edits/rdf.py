"""Patches in RDF: RDF Patch, as Apache Jena writes it, and Turtle with a `dash:GraphUpdate`."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from lhs_graph.description.document import refused
from lhs_graph.edits.fragments import problem
from lhs_graph.errors import Place
from lhs_graph.patch import ADDED, DASH, REMOVED, Patch
from lhs_graph.terms import RDF

__all__ = ["is_rdf", "read_rdf"]

_ROW = re.compile(r"\s*(H|TX|TC|TA|PA|PD|A|D)\b\s*(.*?)\s*\.?\s*$")
_PREFIX = re.compile(r'"?([A-Za-z][\w.-]*)?:?"?\s+["<]([^">]*)[">]')
_TURTLE = re.compile(r"\s*(@prefix|@base|PREFIX|BASE|<[a-z][a-z0-9+.-]*:|_:|\[)", re.IGNORECASE)
_UPDATE = ox.NamedNode(f"{DASH}GraphUpdate")
_SUFFIXES: Final = {".rdfp": True, ".ttl": True, ".yaml": False, ".yml": False}


def is_rdf(text: str, name: str) -> bool:
    """Whether a patch is in one of the two forms of RDF; told from the name, else the content."""
    known = _SUFFIXES.get(Path(name).suffix.lower())
    return _is_rows(text) or bool(_TURTLE.match(_content(text))) if known is None else known


def read_rdf(text: str, name: str) -> Patch:
    """The statements that the patch adds and takes away.

    Raises:
        DescriptionError: it breaks its syntax, names blank nodes, or describes no change.
    """
    return _from_rows(text, name) if _is_rows(text) else _from_turtle(text, name)


def _content(text: str) -> str:
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return next(lines, "")


def _is_rows(text: str) -> bool:
    return bool(_ROW.match(_content(text)))


def _from_rows(text: str, name: str) -> Patch:
    """The net effect of the rows, one after the other; other rows than A, D and PA do nothing."""
    prefixes: dict[str, str] = {}
    state: dict[ox.Triple, bool] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        row = _ROW.match(line)
        if row is None:
            raise problem(Place(name, number, 1), "no_row", row=line.strip()[:60])
        operation, rest = row.groups()
        if operation == "PA":
            declared = _PREFIX.match(rest)
            if declared is None:
                raise problem(Place(name, number, 1), "no_row", row=line.strip()[:60])
            prefixes[declared.group(1) or ""] = declared.group(2)
        elif operation in ("A", "D"):
            place = Place(name, number, line.index(operation) + 3)
            for triple in _triples(rest, prefixes, place):
                state[triple] = operation == "A"
    return Patch(
        added=tuple(one for one, stays in state.items() if stays),
        removed=tuple(one for one, stays in state.items() if not stays),
    )


def _triples(rest: str, prefixes: dict[str, str], place: Place) -> Iterator[ox.Triple]:
    head = "".join(f"PREFIX {name}: <{iri}> " for name, iri in prefixes.items())
    try:
        quads = list(ox.parse(f"{head}{rest} .".encode(), format=ox.RdfFormat.TURTLE))
    except (SyntaxError, ValueError) as error:
        detail = getattr(error, "msg", str(error))
        raise refused(place, "no_rdf", form="RDF Patch", detail=detail) from error
    for quad in quads:
        yield _named(quad.triple, place)


def _named(triple: ox.Triple, place: Place) -> ox.Triple:
    """The triple, none of whose terms is a blank node or a triple."""
    for term in (triple.subject, triple.object):
        if isinstance(term, (ox.BlankNode, ox.Triple)):
            raise problem(place, "blank_node")
    return triple


def _from_turtle(text: str, name: str) -> Patch:
    """The added and deleted triples of every graph update in it, which are described as such."""
    try:
        triples = [quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]
    except (SyntaxError, ValueError) as error:
        place = Place(name, getattr(error, "lineno", None), getattr(error, "offset", None))
        detail = getattr(error, "msg", str(error))
        raise refused(place, "no_rdf", form="turtle", detail=detail) from error
    if not any(one.object == _UPDATE for one in triples):
        raise problem(Place(name), "no_patch")
    terms: dict[object, dict[str, object]] = defaultdict(dict)
    listed: dict[str, list[object]] = {ADDED: [], REMOVED: []}
    for subject, predicate, value in triples:
        terms[subject][predicate.value] = value
        if predicate.value in listed:
            listed[predicate.value].append(value)

    def described(node: object) -> ox.Triple:
        own = terms.get(node, {})
        try:
            parts = [own[f"{RDF}{step}"] for step in ("subject", "predicate", "object")]
            return _named(ox.Triple(*parts), Place(name))  # type: ignore[arg-type]
        except (KeyError, TypeError) as error:
            raise problem(Place(name), "no_statement") from error

    return Patch(
        added=tuple(map(described, listed[ADDED])), removed=tuple(map(described, listed[REMOVED]))
    )
