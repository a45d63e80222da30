"""A document as a page is made of it: rows of properties and values, in one language."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from lhs_graph.messages import keys, sentence
from lhs_graph.prefixes import shortened
from lhs_graph.publication.document import Document
from lhs_graph.publication.library import Library
from lhs_graph.publication.names import WEB, Link, Names, own_labels
from lhs_graph.publication.tables import TABLED, Table, tables_of
from lhs_graph.terms import BASE, RDF

__all__ = ["Entry", "Page", "PageMaker", "Row", "Section"]

_TYPE: Final = f"{RDF}type"
_MOST: Final = 200
"""How many things that refer to another are named."""
_WITH_PARTS: Final = frozenset({"ontology", "scheme", "quality"})
"""The kinds of list whose page also shows what is said of the list and of what is in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A property with its values."""

    property: Link
    values: tuple[Link, ...]


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
        writer = _Writer(names)
        by_subject: dict[str, list[ox.Triple]] = defaultdict(list)
        for triple in document.triples:
            if isinstance(triple.subject, ox.NamedNode):
                by_subject[triple.subject.value].append(triple)
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
            sections=writer.sections(inside),
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
class _Writer:
    """Writes statements as rows, and those of parts as sections."""

    names: Names

    def rows(self, triples: Iterable[ox.Triple]) -> tuple[Row, ...]:
        """A row for each property, the types first."""
        values: dict[str, list[ox.Triple]] = defaultdict(list)
        for triple in triples:
            values[triple.predicate.value].append(triple)
        return tuple(
            Row(self.names.link(name), self._values([one.object for one in found]))
            for name, found in sorted(values.items(), key=lambda item: (item[0] != _TYPE, item[0]))
        )

    def sections(self, parts: dict[str, list[ox.Triple]]) -> tuple[Section, ...]:
        """The parts by their kind, each under its own heading."""
        grouped: dict[Link, list[Entry]] = defaultdict(list)
        for iri, triples in parts.items():
            types = [one.object for one in triples if one.predicate.value == _TYPE]
            named = sorted(one.value for one in types if isinstance(one, ox.NamedNode))
            ours = [one for one in named if one.startswith(BASE)] or named
            heading = self._heading(ours[0]) if ours else self._parts()
            entry = Entry(iri.split("#", 1)[1], self.names.name(iri), iri, self.rows(triples))
            grouped[heading].append(entry)
        return tuple(
            Section(heading, tuple(sorted(entries, key=lambda one: one.title.text.casefold())))
            for heading, entries in sorted(grouped.items(), key=lambda item: item[0].text)
        )

    def _heading(self, kind: str) -> Link:
        """What things of that kind are called: ours by their class, standard ones in our words."""
        key = f"site.section.{shortened(kind, self.names.library.knowledge.prefixes)}"
        if key in keys():
            return Link(sentence(key, self.names.language))
        return self.names.name(kind)

    def _parts(self) -> Link:
        return Link(sentence("site.parts", self.names.language))

    def _values(self, terms: Sequence[object]) -> tuple[Link, ...]:
        """Each value; of texts in several languages only those in the page's, if there are any."""
        texts = [one for one in terms if isinstance(one, ox.Literal) and one.language]
        chosen = [one for one in texts if one.language == self.names.language] or texts
        links = [Link(one.value, None, one.language) for one in chosen]
        for term in terms:
            if isinstance(term, ox.NamedNode):
                links.append(self.names.link(term.value))
            elif isinstance(term, ox.Literal) and not term.language:
                href = term.value if term.value.startswith(WEB) else None
                links.append(Link(term.value, href))
            elif isinstance(term, ox.BlankNode):
                links.append(Link("…"))
        return tuple(links)


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
