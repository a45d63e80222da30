"""What is refused in RDF text before a parser sees it, found in linear time.

The parsers are fast and trusting: a deep document kills the process, a 1 kB entity bomb takes
gigabytes, and so does a base that each line lengthens. So the text is scanned first, knowing
strings, IRIs and comments.
"""

import re
from dataclasses import dataclass

from lhs_graph.description.document import refused
from lhs_graph.description.limits import DEPTH, LONG_IRI, LONG_TEXT, PREFIXES
from lhs_graph.description.plain import place_at

__all__ = ["check_before_parsing"]

_TOKEN = re.compile(
    r'#[^\n\r]*+|\\.|"{3}(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3}'
    r"|'{3}(?:[^'\\]++|\\.|'{1,2}(?!'))*+'{3}"
    r'|"(?:[^"\\\n\r]++|\\.)*+"'
    r"|'(?:[^'\\\n\r]++|\\.)*+'"
    r"|<<|>>|<[^<>\s]*+>|[\[\](){}]"
    r"|(?<![\w:.\-%])@?(?:[Pp][Rr][Ee][Ff][Ii][Xx]|[Bb][Aa][Ss][Ee])(?![\w:.\-])",
    re.DOTALL,
)
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    r"""|<(/?)[A-Za-z_](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""",
    re.DOTALL,
)
_NAMESPACE = re.compile(r"""\b(?:xmlns(?::[^\s=]*)?|xml:base)\s*=\s*("[^"]*"|'[^']*')""")
_MARKUP = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def check_before_parsing(text: str, form: str, file: str) -> None:
    """Refuse what is too deep or too long, or grows without bound in a parser.

    Raises:
        DescriptionError: there is some.
    """
    if form == "rdfxml":
        _check_xml(text, file)
    elif form != "jsonld":
        _check_turtle(text, file)


def _check_turtle(text: str, file: str) -> None:
    scan = _Scan()
    for token in _TOKEN.finditer(text):
        broken = scan.broken_by(token.group())
        if broken:
            key, most = broken
            raise refused(place_at(text, token.start(), file), key, most=most)


@dataclass(slots=True)
class _Scan:
    """What was met so far in a Turtle text."""

    depth: int = 0
    declared: int = 0
    base: int = 0
    after_base: bool = False

    def broken_by(self, piece: str) -> tuple[str, int] | None:
        """The limit that this piece of the text breaks."""
        first = piece[0]
        if first in "\"'":
            return ("long_text", LONG_TEXT) if len(piece) > LONG_TEXT else None
        if first in "[({" or piece == "<<":
            self.depth += 1
            return ("too_deep", DEPTH) if self.depth > DEPTH else None
        if first in "])}" or piece == ">>":
            self.depth -= 1
            return None
        if first == "<":
            return self._broken_by_iri(len(piece))
        if first in "@pPbB":
            self.declared += 1
            self.after_base = piece[-1] in "eE"
            return ("too_many_prefixes", PREFIXES) if self.declared > PREFIXES else None
        return None

    def _broken_by_iri(self, length: int) -> tuple[str, int] | None:
        """A base is told relative to the one before, so that their lengths add up."""
        self.base += length if self.after_base else 0
        self.after_base = False
        return ("long_iri", LONG_IRI) if max(length, self.base) > LONG_IRI else None


def _check_xml(text: str, file: str) -> None:
    found = _MARKUP.search(text)
    if found:
        raise refused(place_at(text, found.start(), file), "doctype")
    depth = 0
    for tag in _TAG.finditer(text):
        if tag.group(1) is None:
            continue
        if tag.end() - tag.start() > LONG_TEXT:
            raise refused(place_at(text, tag.start(), file), "long_text", most=LONG_TEXT)
        depth += -1 if tag.group(1) else 0 if tag.group().endswith("/>") else 1
        if depth > DEPTH:
            raise refused(place_at(text, tag.start(), file), "too_deep", most=DEPTH)
        for space in _NAMESPACE.finditer(tag.group()):
            if len(space.group(1)) > LONG_IRI:
                raise refused(place_at(text, tag.start(), file), "long_iri", most=LONG_IRI)
