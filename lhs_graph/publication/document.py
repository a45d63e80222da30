"""A document of the site: what it is about, what it says, and the forms that it is offered in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from lhs_graph.publication.forms import CSV, DOCUMENT_FORMS, HTML, QUERY

__all__ = ["Action", "Document", "Download", "Listed", "offered"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list of things: its IRI, and what is said beside its label.

    `name` is the label where the release gives none.
    """

    iri: str
    note: Mapping[str, str] = field(default_factory=dict)
    name: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Action:
    """What the service does about a document: its name's key below `site.`, its path."""

    key: str
    path: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file that is offered as it is: its name, its size in bytes, its SHA-256 and its type."""

    name: str
    size: int
    digest: str
    media_type: str


@dataclass(frozen=True)
class Document:
    """What is published at one address.

    `kind` is the word under which the language files say what such a document is, `title` the name
    where the statements give none. `triples` are all statements, `graph` the name of the graph
    that they are the content of, if it is the document. `listed` are things that the page lists,
    `text` is a query that has an answer, `actions` are what the service can do about it,
    `immutable` says that the address will never answer anything else.
    """

    address: str
    kind: str
    subject: str
    triples: tuple[ox.Triple, ...]
    title: Mapping[str, str] = field(default_factory=dict)
    lead: Mapping[str, str] = field(default_factory=dict)
    forms: tuple[str, ...] = DOCUMENT_FORMS
    profiles: tuple[str, ...] = ("lhs-full", "lhs-labelled", "schema")
    graph: ox.NamedNode | None = None
    listed: tuple[Listed, ...] = ()
    downloads: tuple[Download, ...] = ()
    text: str | None = None
    actions: tuple[Action, ...] = ()
    immutable: bool = False


def offered(document: Document) -> tuple[str, ...]:
    """The media types of a document, the preferred one first; last the answer of a query."""
    if document.text:
        return (*document.forms, QUERY, HTML, CSV)
    return (*document.forms, HTML)
