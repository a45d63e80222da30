"""The media types that answers are offered in and descriptions are taken in, with short names."""

from collections.abc import Mapping
from typing import Final

__all__ = [
    "ACCEPTED",
    "ANSWERS",
    "CHANGES",
    "DESCRIPTIONS",
    "FORM_OF",
    "JSON_ONLY",
    "LISTS",
    "MULTIPART",
    "REPAIRS",
    "REPORTS",
    "SHORT",
    "SYNTAX",
    "TABLES",
    "USUAL_TABLE",
]

_JSON: Final = "application/json"
_JSON_LD: Final = "application/ld+json"
_TURTLE: Final = "text/turtle"
_HTML: Final = "text/html"
_CSV: Final = "text/csv"
_YAML: Final = "application/yaml"
_RESULTS: Final = "application/sparql-results+"

SHORT: Final[Mapping[str, str]] = {
    "json": _JSON,
    "jsonld": _JSON_LD,
    "turtle": _TURTLE,
    "html": _HTML,
    "csv": _CSV,
    "yaml": _YAML,
    "rdfxml": "application/rdf+xml",
    "ntriples": "application/n-triples",
    "sparql-json": f"{_RESULTS}json",
    "sparql-xml": f"{_RESULTS}xml",
    "tsv": "text/tab-separated-values",
}
"""Media types by the word that the parameter `format` takes."""

REPORTS: Final = (_JSON, _HTML, _CSV, _TURTLE, _JSON_LD)
"""A report on a check; the preferred type first, as in all that follow."""
CHANGES: Final = (_JSON, _HTML, _CSV, _TURTLE)
"""Answers about changes, comparisons and the collection."""
REPAIRS: Final = (*CHANGES, _YAML)
"""A plan, or the repaired description as YAML."""
TABLES: Final = (_JSON, _CSV)
"""Plain lists."""
LISTS: Final = (*TABLES, _JSON_LD)
"""Lists of what the context of the files has words for."""
USUAL_TABLE: Final = "documented_element"
"""The table that the report has as CSV where none is asked for."""
JSON_ONLY: Final = (_JSON,)
"""What is offered in one form."""
ANSWERS: Final = (
    _JSON,
    f"{_RESULTS}json",
    f"{_RESULTS}xml",
    _CSV,
    "text/tab-separated-values",
)
"""Answers to stored questions."""
DESCRIPTIONS: Final = (
    _JSON,
    _JSON_LD,
    _TURTLE,
    _YAML,
    "application/n-triples",
    "application/rdf+xml",
)
"""A description."""

SYNTAX: Final[Mapping[str, str]] = {
    _JSON: "jsonld",
    _JSON_LD: "jsonld",
    _TURTLE: "turtle",
    _YAML: "yaml",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
}
"""The reader's and writer's name of each type of a description."""

FORM_OF: Final[Mapping[str, str]] = {
    **SYNTAX,
    "text/yaml": "yaml",
    "text/x-yaml": "yaml",
    "application/x-yaml": "yaml",
    "text/xml": "rdfxml",
    "application/xml": "rdfxml",
}
"""The reader's name of each type that a description may be sent in."""

MULTIPART: Final = "multipart/form-data"
"""The type of a form with the description as a file."""

ACCEPTED: Final = (
    _YAML,
    _JSON_LD,
    _JSON,
    _TURTLE,
    "application/n-triples",
    "application/rdf+xml",
    MULTIPART,
)
"""The types to name where another one was sent."""
