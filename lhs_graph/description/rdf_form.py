"""Descriptions in Turtle, RDF/XML, N-Triples and general JSON-LD.

With limits checked before parsing.

The parsers are fast and trusting: a deep document kills the process, a 1 kB entity bomb takes
gigabytes. So the text is scanned first, in linear time, knowing strings, IRIs and comments.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyoxigraph as ox

from lhs_graph.description.document import Description, refused
from lhs_graph.errors import Place
from lhs_graph.terms import CASE, FOAF, LHS, RDF, short_name

__all__ = ["describe", "parse_rdf"]

_DEPTH: Final = 128
_LONG_IRI: Final = 2_000
_LONG_TEXT: Final = 64_000
_TRIPLES: Final = 200_000
_SYNTAX: Final[Mapping[str, ox.RdfFormat]] = {
    "turtle": ox.RdfFormat.TURTLE,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_TOKEN = re.compile(
    r'#[^\n\r]*+|\\.|"{3}(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3}'
    r"|'{3}(?:[^'\\]++|\\.|'{1,2}(?!'))*+'{3}"
    r'|"(?:[^"\\\n\r]++|\\.)*+"'
    r"|'(?:[^'\\\n\r]++|\\.)*+'"
    r"|<<|>>|<[^<>\s]*+>|[\[\](){}]|\n",
    re.DOTALL,
)
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    r"""|<(/?)[A-Za-z_](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""",
    re.DOTALL,
)
_EXPONENT = re.compile(r"[eE]")
_MARKUP: Final = {f"{RDF}HTML", f"{RDF}XMLLiteral"}
_TYPE: Final = f"{RDF}type"
_SYSTEM: Final = f"{LHS}LearningHealthSystem"
_TOPIC: Final = f"{FOAF}primaryTopic"


def parse_rdf(text: str, form: str, file: str) -> tuple[ox.Triple, ...]:
    """The triples of a document, none twice, in its order.

    Raises:
        DescriptionError: the document breaks its syntax or a limit.
    """
    if form == "rdfxml":
        _scan_xml(text, file)
    elif form != "jsonld":
        _scan(text, file)
    found: dict[ox.Triple, None] = {}
    try:
        for quad in ox.parse(text.encode(), format=_SYNTAX[form], base_iri=CASE):
            _check_term(quad.object, file)
            found[quad.triple] = None
            if len(found) > _TRIPLES:
                raise refused(Place(file), "too_many", most=_TRIPLES)
    except SyntaxError as error:
        place = Place(file, error.lineno, error.offset)
        raise refused(place, "no_rdf", form=form, detail=error.msg) from error
    except (ValueError, OSError) as error:
        raise refused(Place(file), "no_rdf", form=form, detail=error) from error
    return tuple(found)


def describe(triples: Sequence[ox.Triple], form: str, file: str) -> Description:
    """The description in those triples, parts without an IRI given one.

    Raises:
        DescriptionError: there is no system in them, or more than one.
    """
    if not triples:
        raise refused(Place(file), "empty")
    system = _system(triples, file)
    named: dict[ox.BlankNode, ox.NamedNode] = {}

    def name(term: Any) -> Any:  # noqa: ANN401  a term of any kind
        if isinstance(term, ox.BlankNode):
            fresh = ox.NamedNode(f"{system}#part-{len(named) + 1}")
            return named.setdefault(term, fresh)
        return term

    renamed = tuple(
        ox.Triple(name(one.subject), one.predicate, name(one.object)) for one in triples
    )
    slug = system.removeprefix(CASE) if system.startswith(CASE) else short_name(system)
    return Description(slug, system, renamed, {}, form)


def _system(triples: Sequence[ox.Triple], file: str) -> str:
    topics = [
        one.object.value
        for one in triples
        if one.predicate.value == _TOPIC and isinstance(one.object, ox.NamedNode)
    ]
    typed = [
        one.subject.value
        for one in triples
        if one.predicate.value == _TYPE
        and isinstance(one.object, ox.NamedNode)
        and isinstance(one.subject, ox.NamedNode)
        and one.object.value == _SYSTEM
    ]
    stated = {one.subject.value for one in triples if isinstance(one.subject, ox.NamedNode)}
    own = [one for one in stated if one.startswith(CASE) and "#" not in one]
    found = dict.fromkeys(topics) or dict.fromkeys(one for one in typed if one in stated)
    found = found or dict.fromkeys(sorted(own))
    if not found:
        raise refused(Place(file), "no_system")
    if len(found) > 1:
        raise refused(Place(file), "several_systems", systems=", ".join(map(short_name, found)))
    return next(iter(found))


def _scan(text: str, file: str) -> None:
    """Refuse what is too deep or too long before a parser sees it."""
    depth, line, start = 0, 1, 0
    for token in _TOKEN.finditer(text):
        piece, first = token.group(), token.group()[0]
        place = Place(file, line, token.start() - start + 1)
        if first in "[({" or piece == "<<":
            depth += 1
            if depth > _DEPTH:
                raise refused(place, "too_deep", most=_DEPTH)
        elif first in "])}" or piece == ">>":
            depth -= 1
        elif first == "<" and len(piece) > _LONG_IRI:
            raise refused(place, "long_iri", most=_LONG_IRI)
        elif first in "\"'" and len(piece) > _LONG_TEXT:
            raise refused(place, "long_text", most=_LONG_TEXT)
        breaks = piece.count("\n")
        if breaks:
            line += breaks
            start = token.start() + piece.rfind("\n") + 1


def _scan_xml(text: str, file: str) -> None:
    found = re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        raise refused(Place(file, line, column), "doctype")
    depth = 0
    for tag in _TAG.finditer(text):
        if tag.group(1) is None:
            continue
        line = text.count("\n", 0, tag.start()) + 1 if depth >= _DEPTH else 1
        if tag.end() - tag.start() > _LONG_TEXT:
            raise refused(Place(file), "long_text", most=_LONG_TEXT)
        depth += -1 if tag.group(1) else 0 if tag.group().endswith("/>") else 1
        if depth > _DEPTH:
            raise refused(Place(file, line), "too_deep", most=_DEPTH)


def _check_term(term: object, file: str) -> None:
    if not isinstance(term, ox.Literal):
        return
    if len(term.value) > _LONG_TEXT:
        raise refused(Place(file), "long_text", most=_LONG_TEXT)
    if term.datatype.value in _MARKUP:
        raise refused(Place(file), "markup")
    if term.datatype.value.endswith("#decimal") and _EXPONENT.search(term.value):
        raise refused(Place(file), "exponent", value=term.value[:40])
