"""Triples to text and into graphs, with the types that the parser's own functions leave open.

XML 1.0 (section 2.2) has no place for some characters that RDF and SPARQL allow; the engine writes
them all the same, so that nobody could read the answer. They become U+FFFD here, as other stores
have it, and a carriage return is written so that it is read as one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Final, Protocol, cast

import pyoxigraph as ox

__all__ = ["Sink", "XmlSink", "in_graph", "legal_xml", "serialized", "stream"]

_CONTROLS: Final = bytes(set(range(0x20)) - {0x09, 0x0A})
"""What XML lacks below U+0020, and the carriage return, which its readers drop."""
_SUSPECT: Final = b"\xef\xbf"
"""How U+FFFE and U+FFFF begin in UTF-8, as U+FFFD does."""
_ILLEGAL: Final = re.compile(b"[" + re.escape(_CONTROLS) + b"]|" + _SUSPECT + b"[\xbe\xbf]")
_REPLACEMENT: Final = "\ufffd".encode()


class Sink(Protocol):
    """What takes the parts of an answer."""

    def write(self, content: bytes | str, /) -> int:
        """Take a part; gives how many bytes it has."""


def legal_xml(content: bytes) -> bytes:
    """The markup, in UTF-8, with nothing in it that XML 1.0 cannot carry."""
    # two looks in C cost an eighth of the expression's
    if len(content.translate(None, _CONTROLS)) == len(content) and _SUSPECT not in content:
        return content
    return _ILLEGAL.sub(lambda found: b"&#13;" if found[0] == b"\r" else _REPLACEMENT, content)


class XmlSink:
    """Passes markup on as `legal_xml` makes it; no part may end inside a character."""

    def __init__(self, target: Sink) -> None:
        self._target = target

    def write(self, content: bytes | str, /) -> int:
        """Take a part; gives how many bytes it had before."""
        part = content.encode() if isinstance(content, str) else bytes(content)
        self._target.write(legal_xml(part))
        return len(part)

    def flush(self) -> None:
        """Nothing: writers call it, and nothing is held here."""


def serialized(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad],
    form: ox.RdfFormat,
    prefixes: Mapping[str, str] | None = None,
) -> bytes:
    """The statements in that syntax."""
    content = ox.serialize(statements, format=form, prefixes=dict(prefixes or {})) or b""
    return legal_xml(content) if form == ox.RdfFormat.RDF_XML else content


def stream(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad],
    target: Sink,
    form: ox.RdfFormat,
    prefixes: Mapping[str, str] | None = None,
) -> None:
    """Write the statements in that syntax, part by part."""
    # the engine fills its buffer with whole strings, so that none of its parts ends in a character
    sink = XmlSink(target) if form == ox.RdfFormat.RDF_XML else target
    ox.serialize(statements, cast("IO[bytes]", sink), format=form, prefixes=dict(prefixes or {}))


def in_graph(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """The triples as quads of that named graph."""
    for triple in triples:
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
