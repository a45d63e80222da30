"""A document as a page is made of it: rows of properties and values, in one language."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from lhs_graph.messages import keys, sentence
from lhs_graph.prefixes import shortened
from lhs_graph.publication.document import Document
from lhs_graph.publication.library import Library
from lhs_graph.publication.names import Link, Names, own_labels
from lhs_graph.publication.rows import Row, RowWriter
from lhs_graph.publication.tables import TABLED, Table, tables_of
from lhs_graph.terms import BASE, RDF

__all__ = ["Entry", "Page", "PageMaker", "Section"]

_TYPE: Final = f"{RDF}type"
_MOST: Final = 200
"""How many things that refer to another are named."""
_WITH_PARTS: Final = frozenset({"ontology", "scheme", "quality"})
"""The kinds of list whose page also shows what is said of the list and of what is in it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of a document, with the anchor by which its IRI finds it."""

    anchor: str
    title: Link
    iri: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one kind."""

    heading: Link
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows."""

    document: Document
    title: Link
    lead: Link
    rows: tuple[Row, ...]
    tables: tuple[Table, ...]
    sections: tuple[Section, ...]
    listed: tuple[tuple[Link, Link], ...]
    referring: tuple[tuple[Link, Link], ...]


@dataclass(frozen=True)
class PageMaker:
    """Makes pages in one language; `root` is the way from the page up to the base.

    `live` says whether a service runs beside the page, so that links may lead to it.
    """

    library: Library
    language: str
    root: str
    live: bool = True

    def page(self, document: Document) -> Page:
        """The page of a document."""
        names = Names(self.library, self.language, self.root, own_labels(document), live=self.live)
        by_subject: dict[str, list[ox.Triple]] = defaultdict(list)
        nameless: dict[ox.BlankNode, list[ox.Triple]] = defaultdict(list)
        for triple in document.triples:
            if isinstance(triple.subject, ox.NamedNode):
                by_subject[triple.subject.value].append(triple)
            elif isinstance(triple.subject, ox.BlankNode):
                nameless[triple.subject].append(triple)
        writer = RowWriter(names, nameless)
        short = document.graph is not None or _is_mere_list(document)
        tables = tables_of(document, names) if document.kind == "dataset" else ()
        said = by_subject.pop(document.subject, [])
        kept = [one for one in said if not (tables and one.predicate.value in TABLED)]
        inside = {} if short else _fragments(by_subject, document)
        return Page(
            document=document,
            title=_title(document, names),
            lead=names.text(document.lead),
            rows=() if short else writer.rows(kept),
            tables=tables,
            sections=_Sections(writer).of(inside),
            listed=tuple(
                (names.link(one.iri, one.name), names.text(one.note)) for one in document.listed
            ),
            referring=() if short else self._referring(document.subject, names),
        )

    def _referring(self, iri: str, names: Names) -> tuple[tuple[Link, Link], ...]:
        found = self.library.statements.referring(iri, _MOST)
        return tuple(
            (names.link(subject), names.link(name))
            for subject, name in found
            if not subject.startswith(f"{iri}#")
        )


@dataclass(frozen=True, slots=True)
class _Sections:
    """Makes sections of what is stated of parts."""

    writer: RowWriter

    def of(self, parts: dict[str, list[ox.Triple]]) -> tuple[Section, ...]:
        """The parts by their kind, each under its own heading."""
        grouped: dict[Link, list[Entry]] = defaultdict(list)
        for iri, triples in parts.items():
            types = [one.object for one in triples if one.predicate.value == _TYPE]
            named = sorted(one.value for one in types if isinstance(one, ox.NamedNode))
            ours = [one for one in named if one.startswith(BASE)] or named
            heading = self._heading(ours[0]) if ours else self._parts()
            entry = Entry(
                iri.split("#", 1)[1], self.names.name(iri), iri, self.writer.rows(triples)
            )
            grouped[heading].append(entry)
        return tuple(
            Section(heading, tuple(sorted(entries, key=lambda one: one.title.text.casefold())))
            for heading, entries in sorted(grouped.items(), key=lambda item: item[0].text)
        )

    @property
    def names(self) -> Names:
        """What things are called on the page."""
        return self.writer.names

    def _heading(self, kind: str) -> Link:
        """What things of that kind are called: ours by their class, standard ones in our words."""
        key = f"site.section.{shortened(kind, self.names.library.knowledge.prefixes)}"
        if key in keys():
            return Link(sentence(key, self.names.language))
        return self.names.name(kind)

    def _parts(self) -> Link:
        return Link(sentence("site.parts", self.names.language))


def _is_mere_list(document: Document) -> bool:
    """Whether a page shows of the document only what it lists."""
    return bool(document.listed) and document.kind not in _WITH_PARTS


def _title(document: Document, names: Names) -> Link:
    """The name that the document has, gives its subject, or takes from its kind if it is a list."""
    if document.kind == "home":
        return Link(sentence("site.name", names.language))
    if document.title:
        return names.text(document.title)
    if _is_mere_list(document):
        return Link(sentence(f"site.kind.{document.kind}", names.language))
    return names.name(document.subject)


def _fragments(
    by_subject: dict[str, list[ox.Triple]], document: Document
) -> dict[str, list[ox.Triple]]:
    start = f"{document.subject}#"
    return {iri: triples for iri, triples in by_subject.items() if iri.startswith(start)}
