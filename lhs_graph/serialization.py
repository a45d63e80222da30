"""Triples to text and into graphs, with the types that the parser's own functions leave open."""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Final, Protocol, cast

import pyoxigraph as ox

from lhs_graph.xml_text import legal_xml, with_names

__all__ = ["Sink", "XmlSink", "in_graph", "serialized", "stream"]

_OTHERS: Final = ", ".join(
    one.media_type for one in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.JSON_LD)
)
"""The forms that can say what RDF/XML cannot."""


class Sink(Protocol):
    """What takes the parts of an answer."""

    def write(self, content: bytes | str, /) -> int:
        """Take a part; gives how many bytes it has."""


class XmlSink:
    """Passes markup on as `legal_xml` makes it; no part may end inside a character.

    `forms` are those that could carry what XML cannot.
    """

    def __init__(self, target: Sink, forms: str) -> None:
        self._target = target
        self._forms = forms

    def write(self, content: bytes | str, /) -> int:
        """Take a part; gives how many bytes it had before.

        Raises:
            NotInXmlError: XML has no place for one of its characters.
        """
        part = content.encode() if isinstance(content, str) else bytes(content)
        self._target.write(legal_xml(part, self._forms))
        return len(part)

    def flush(self) -> None:
        """Nothing: writers call it, and nothing is held here."""


def serialized(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad],
    form: ox.RdfFormat,
    prefixes: Mapping[str, str] | None = None,
) -> bytes:
    """The statements in that syntax.

    Raises:
        NotInXmlError: the syntax is RDF/XML, which cannot say one of them.
    """
    is_xml = form == ox.RdfFormat.RDF_XML
    said = with_names(statements, _OTHERS) if is_xml else statements
    content = ox.serialize(said, format=form, prefixes=dict(prefixes or {})) or b""
    return legal_xml(content, _OTHERS) if is_xml else content


def stream(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad],
    target: Sink,
    form: ox.RdfFormat,
    prefixes: Mapping[str, str] | None = None,
) -> None:
    """Write the statements in that syntax, part by part.

    Raises:
        NotInXmlError: the syntax is RDF/XML, which cannot say one of them; parts may be written.
    """
    is_xml = form == ox.RdfFormat.RDF_XML
    said = with_names(statements, _OTHERS) if is_xml else statements
    # the engine fills its buffer with whole strings, so that none of its parts ends in a character
    sink = XmlSink(target, _OTHERS) if is_xml else target
    ox.serialize(said, cast("IO[bytes]", sink), format=form, prefixes=dict(prefixes or {}))


def in_graph(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """The triples as quads of that named graph."""
    for triple in triples:
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
