"""What XML 1.0 and RDF/XML can carry of what RDF and SPARQL allow.

XML (section 2.2) has no place for some characters, and RDF/XML writes a property as the name of an
element. The engine writes both all the same, so that nobody could read the answer, or would read
another one.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from lhs_graph.errors import NotInXmlError
from lhs_graph.messages import Words

__all__ = ["legal_xml", "with_names"]

_CONTROLS: Final = bytes(set(range(0x20)) - {0x09, 0x0A})
"""What XML lacks below U+0020, and the carriage return, which its readers drop."""
_SUSPECT: Final = b"\xef\xbf"
"""How U+FFFE and U+FFFF begin in UTF-8, as U+FFFD does."""
_ILLEGAL: Final = re.compile(
    b"[" + re.escape(_CONTROLS.replace(b"\r", b"")) + b"]|" + _SUSPECT + b"[\xbe\xbf]"
)
_FIRST: Final = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
"""What the name of an element may begin with (Namespaces in XML 1.0, section 3)."""
_BEGINNING: Final = re.compile(f"[{_FIRST}]")
_REST: Final = re.compile(f"[-.0-9\u00b7\u0300-\u036f\u203f\u2040{_FIRST}]*")


def legal_xml(content: bytes, forms: str) -> bytes:
    """The markup, in UTF-8, with a carriage return as it is read as one.

    Args:
        content: the markup.
        forms: those that could carry what this one cannot.

    Raises:
        NotInXmlError: it holds a character that XML 1.0 has no place for.
    """
    # two looks in C cost an eighth of the expression's
    if len(content.translate(None, _CONTROLS)) == len(content) and _SUSPECT not in content:
        return content
    found = _ILLEGAL.search(content)
    if found:
        code = f"U+{ord(found[0].decode()):04X}"
        raise NotInXmlError(cause=Words("xml.character", (("code", code),)), forms=forms)
    return content.replace(b"\r", b"&#13;")


def with_names(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad], forms: str
) -> Iterator[ox.Triple]:
    """The triples of the statements, as long as each property gives the name of an element.

    Raises:
        NotInXmlError: of one it cannot; `forms` are those that can say it.
    """
    known: set[str] = set()
    for one in statements:
        iri = one.predicate.value
        if iri not in known:
            if not _ends_in_name(iri):
                raise NotInXmlError(cause=Words("xml.predicate", (("iri", iri),)), forms=forms)
            known.add(iri)
        yield one if isinstance(one, ox.Triple) else one.triple


def _ends_in_name(iri: str) -> bool:
    # backwards, since a search for the end would begin at every letter
    found = _REST.match(iri[::-1])
    return found is not None and _BEGINNING.search(found[0]) is not None
