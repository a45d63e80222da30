"""SPARQL results row by row in the four standard forms, so that none is held as a whole.

SPARQL 1.1 Query Results JSON, XML, CSV and TSV formats (W3C, 2013).
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from lhs_graph.serialization import Sink, XmlSink

__all__ = ["BOOLEANS", "ROWS", "Row", "sink_of"]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = Sequence[Term | None]
Writer = Callable[[Sequence[str], Iterable[Row]], Iterator[str]]

_XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_XML: Final = "+xml"
_XML_HEAD: Final = (
    '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
)


def sink_of(form: str, target: Sink) -> Sink:
    """Where the rows in that form go, so that what arrives at `target` can be read.

    Writing raises a NotInXmlError where the form is XML, which has no place for a character.
    """
    if not form.endswith(_XML):
        return target
    return XmlSink(target, ", ".join(one for one in ROWS if not one.endswith(_XML)))


def _json(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    yield f'{{"head":{{"vars":{json.dumps(list(columns))}}},"results":{{"bindings":['
    keys = [_quoted(name) for name in columns]
    comma = ""
    for row in rows:
        cells = ",".join(
            f"{key}:{_json_term(term)}"
            for key, term in zip(keys, row, strict=True)
            if term is not None
        )
        yield f"{comma}{{{cells}}}"
        comma = ","
    yield "]}}\n"


def _json_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f'{{"type":"uri","value":{_quoted(term.value)}}}'
    if isinstance(term, ox.Literal):
        extra = ""
        if term.language:
            extra = f',"xml:lang":{_quoted(term.language)}'
        elif term.datatype.value != _XSD_STRING:
            extra = f',"datatype":{_quoted(term.datatype.value)}'
        return f'{{"type":"literal","value":{_quoted(term.value)}{extra}}}'
    if isinstance(term, ox.BlankNode):
        return f'{{"type":"bnode","value":{_quoted(term.value)}}}'
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    inner = ",".join(f'"{name}":{_json_term(part)}' for name, part in parts.items())
    return f'{{"type":"triple","value":{{{inner}}}}}'


_quoted: Final = json.encoder.encode_basestring
"""A string as JSON, in the characters that it has; quicker than a whole encoder."""


def _xml(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in columns)
    yield f"{_XML_HEAD}<head>{head}</head>\n<results>\n"
    for row in rows:
        cells = "".join(
            f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
            for name, term in zip(columns, row, strict=True)
            if term is not None
        )
        yield f"<result>{cells}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, ox.Literal):
        extra = ""
        if term.language:
            extra = f" xml:lang={quoteattr(term.language)}"
        elif term.datatype.value != _XSD_STRING:
            extra = f" datatype={quoteattr(term.datatype.value)}"
        return f"<literal{extra}>{escape(term.value)}</literal>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{escape(term.value)}</bnode>"
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    inner = "".join(f"<{name}>{_xml_term(part)}</{name}>" for name, part in parts.items())
    return f"<triple>{inner}</triple>"


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_plain(term) for term in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _tsv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in columns) + "\n"
    for row in rows:
        yield "\t".join("" if term is None else _tsv_term(term) for term in row) + "\n"


def _tsv_term(term: Term) -> str:
    return str(term).replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


ROWS: Final[Mapping[str, Writer]] = {
    "application/sparql-results+json": _json,
    "application/sparql-results+xml": _xml,
    "text/csv": _csv,
    "text/tab-separated-values": _tsv,
}
"""A writer for each media type that SELECT is answered in."""

BOOLEANS: Final[Mapping[str, Callable[[bool], str]]] = {
    "application/sparql-results+json": lambda answer: json.dumps({"head": {}, "boolean": answer}),
    "application/sparql-results+xml": lambda answer: (
        f"{_XML_HEAD}<head/>\n<boolean>{str(answer).lower()}</boolean>\n</sparql>\n"
    ),
    "text/csv": lambda answer: f"{str(answer).lower()}\r\n",
    "text/tab-separated-values": lambda answer: f"{str(answer).lower()}\n",
}
"""The same for ASK; the standard names JSON and XML, the other two are a courtesy."""
