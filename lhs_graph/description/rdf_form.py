"""Descriptions in Turtle, RDF/XML, N-Triples and general JSON-LD.

What YAML may not hold may not come in by another form: dates are days of the calendar, web
addresses begin with http, texts have no control characters, and one file describes one system.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final
from xml.parsers import expat

import pyoxigraph as ox

from lhs_graph.description.document import Description, refused
from lhs_graph.description.limits import (
    CONTROL,
    EXPANDED,
    LONG_ID,
    LONG_IRI,
    LONG_TEXT,
    SLUG,
    TRIPLES,
    WEB_ADDRESS,
    is_date,
    is_year,
)
from lhs_graph.description.plain import place_at
from lhs_graph.description.rdf_limits import check_before_parsing
from lhs_graph.errors import DescriptionError, Place
from lhs_graph.terms import CASE, FOAF, LHS, RDF, short_name

__all__ = ["RdfText"]

_SYNTAX: Final[Mapping[str, ox.RdfFormat]] = {
    "turtle": ox.RdfFormat.TURTLE,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_SLUG = re.compile(SLUG)
_WEB = re.compile(WEB_ADDRESS)
_EXPONENT = re.compile(r"[eE]")
_ESCAPED_CONTROL = re.compile(
    r"(?<!\\)(?:\\\\)*\\(?:[bf]|u00(?:[01][0-9A-Fa-f]|7[Ff]|[89][0-9A-Fa-f])|u[Ff]{3}[EFef])"
)
_SHOWN: Final = 300
_MARKUP: Final = {f"{RDF}HTML", f"{RDF}XMLLiteral"}
_TYPE: Final = f"{RDF}type"
_SYSTEM: Final = f"{LHS}LearningHealthSystem"
_TOPIC: Final = f"{FOAF}primaryTopic"


@dataclass(frozen=True, slots=True)
class RdfText:
    """A document in one of the RDF syntaxes.

    `content` is what is parsed where that is not `text`, in which places are told; `web` are the
    properties that hold web addresses; `narrower` says whether a class is a narrower one of
    learning health systems, and is asked only where other classes of ours are stated.
    """

    text: str
    form: str
    file: str
    web: AbstractSet[str]
    narrower: Callable[[str], bool]
    content: str | None = None

    def description(self) -> Description:
        """The description in it, parts without an IRI given one.

        Raises:
            DescriptionError: the document breaks its syntax or a limit, or describes no system or
                more than one.
        """
        triples = self._triples()
        if not triples:
            raise refused(Place(self.file), "empty")
        system = self._system(triples)
        slug = system.removeprefix(CASE) if system.startswith(CASE) else short_name(system)
        if not _SLUG.fullmatch(slug) or len(slug) > LONG_ID:
            raise self._refused(system, "no_slug", value=f'"{slug[:80]}"')
        return Description(slug, system, _named(triples, system), {}, self.form)

    def _refused(self, written: str, key: str, **facts: object) -> DescriptionError:
        """The error at the first place where that is written, as far as it can be found."""
        found = self.text.find(written) if written else -1
        if found < 0 and written.startswith(CASE):
            short = re.search(rf"[<:]{re.escape(short_name(written))}(?![\w#/.-])", self.text)
            found = short.start() + 1 if short else -1
        if found < 0:
            return refused(Place(self.file), key, **facts)
        return refused(place_at(self.text, found, self.file), key, **facts)

    def _triples(self) -> tuple[ox.Triple, ...]:
        """The triples, none twice, in the document's order; bounded while they come."""
        check_before_parsing(self.text, self.form, self.file)
        found: dict[ox.Triple, None] = {}
        size = 0
        content, syntax, most = self.content or self.text, _SYNTAX[self.form], TRIPLES
        try:
            for quad in ox.parse(content.encode(), format=syntax, base_iri=CASE):
                triple = quad.triple
                size += self._checked(triple)
                if size > EXPANDED:
                    raise refused(Place(self.file), "too_large_expanded", most=EXPANDED // 10**6)
                found[triple] = None
                if len(found) > most:
                    raise refused(Place(self.file), "too_many", most=most)
        except SyntaxError as error:
            place = self._place_of(error)
            raise refused(place, "no_rdf", form=self.form, detail=error.msg[:_SHOWN]) from error
        except (ValueError, OSError) as error:
            detail = str(error)[:_SHOWN]
            raise refused(self._xml_place(), "no_rdf", form=self.form, detail=detail) from error
        return tuple(found)

    def _place_of(self, error: SyntaxError) -> Place:
        if error.lineno is None:
            return self._xml_place()
        known = self.content is None
        return Place(self.file, *((error.lineno, error.offset) if known else ()))

    def _xml_place(self) -> Place:
        """Where the text ceases to be XML; the file alone where it is XML or of another form."""
        if self.form != "rdfxml":
            return Place(self.file)
        try:
            expat.ParserCreate("utf-8").Parse(self.text.encode(), True)  # noqa: FBT003  its last part
        except expat.ExpatError as error:
            return Place(self.file, error.lineno, error.offset + 1)
        return Place(self.file)

    def _checked(self, triple: ox.Triple) -> int:
        """The length of the triple's terms, after each was looked at."""
        subject, predicate, value = triple
        if isinstance(value, ox.Triple):
            raise refused(Place(self.file), "triple_term")
        if predicate.value in self.web and not _WEB.fullmatch(value.value):
            raise self._refused(value.value, "no_web_address", value=f'"{value.value[:80]}"')
        if isinstance(value, ox.Literal):
            self._check_literal(value)
        size = 0
        for term in (subject, predicate, value):
            length = len(term.value)
            if length > LONG_IRI and isinstance(term, ox.NamedNode):
                raise refused(Place(self.file), "long_iri", most=LONG_IRI)
            size += length
        return size

    def _check_literal(self, value: ox.Literal) -> None:
        text, datatype = value.value, value.datatype.value
        if len(text) > LONG_TEXT:
            raise self._refused(text[:LONG_TEXT], "long_text", most=LONG_TEXT)
        if CONTROL.search(text):
            escaped = _ESCAPED_CONTROL.search(self.text)
            written = escaped.group() if escaped else ""
            raise self._refused(written, "control_character")
        if datatype in _MARKUP:
            raise self._refused(text, "markup")
        if datatype == f"{_XSD}decimal" and _EXPONENT.search(text):
            raise self._refused(text, "exponent", value=text[:40])
        if datatype == f"{_XSD}date" and not is_date(text):
            raise self._refused(text, "no_date", value=f'"{text[:40]}"')
        if datatype == f"{_XSD}gYear" and not is_year(text):
            raise self._refused(text, "no_pattern", value=f'"{text[:40]}"')

    def _system(self, triples: Sequence[ox.Triple]) -> str:
        topics = [one.object for one in triples if one.predicate.value == _TOPIC]
        typed = [
            one.subject
            for one in triples
            if one.predicate.value == _TYPE and self._is_system_class(one.object)
        ]
        own = [one.subject for one in triples if _is_system_of_ours(one.subject)]
        found = dict.fromkeys((*topics, *typed, *own))
        named = [one.value for one in found if isinstance(one, ox.NamedNode)]
        if len(found) > 1:
            systems = ", ".join(short_name(one) for one in named)
            raise self._refused(named[-1], "several_systems", systems=systems)
        if not named:
            raise refused(Place(self.file), "no_system")
        return named[0]

    def _is_system_class(self, name: object) -> bool:
        iri = name.value if isinstance(name, ox.NamedNode) else ""
        return iri == _SYSTEM or (iri.startswith(LHS) and self.narrower(iri))


def _is_system_of_ours(node: object) -> bool:
    """Whether it is named as a system is: in the cases' space, and no part of one."""
    name = node.value if isinstance(node, ox.NamedNode) else ""
    return name.startswith(CASE) and "#" not in name


def _named(triples: Sequence[ox.Triple], system: str) -> tuple[ox.Triple, ...]:
    """The triples with a name for every blank node, one that nothing in them has."""
    taken = {
        term.value
        for triple in triples
        for term in (triple.subject, triple.object)
        if isinstance(term, ox.NamedNode)
    }
    names: dict[ox.BlankNode, ox.NamedNode] = {}
    number = 0

    def name(term: Any) -> Any:  # noqa: ANN401  a term of any kind
        nonlocal number
        if not isinstance(term, ox.BlankNode):
            return term
        if term not in names:
            number += 1
            while f"{system}#part-{number}" in taken:
                number += 1
            names[term] = ox.NamedNode(f"{system}#part-{number}")
        return names[term]

    return tuple(ox.Triple(name(one.subject), one.predicate, name(one.object)) for one in triples)
