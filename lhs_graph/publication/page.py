"""A document as a page is made of it: rows of properties and values, in one language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import pyoxigraph as ox

from lhs_graph.findings import NamedTerm, in_language
from lhs_graph.messages import sentence
from lhs_graph.prefixes import shortened
from lhs_graph.publication.addresses import address_of, is_of_service, local_link
from lhs_graph.publication.document import Document
from lhs_graph.publication.library import Library
from lhs_graph.terms import BASE, RDF, RDFS, SKOS

__all__ = ["Entry", "Link", "Page", "PageMaker", "Row", "Section"]

_TYPE: Final = f"{RDF}type"
_MOST: Final = 200
"""How many things that refer to another are named."""
_WEB: Final = ("http://", "https://")
_WITH_PARTS: Final = frozenset({"scheme", "quality"})
"""The kinds of list whose page also shows what is said of the list and of what is in it."""
_LABELS: Final = (f"{SKOS}prefLabel", f"{RDFS}label")


@dataclass(frozen=True, slots=True)
class Link:
    """A text, and where it leads; nowhere if `href` is None. `language` is that of the text."""

    text: str
    href: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A property with its values."""

    property: Link
    values: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of a document, with the anchor by which its IRI finds it."""

    anchor: str
    title: str
    iri: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one kind."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows."""

    document: Document
    title: str
    lead: str
    rows: tuple[Row, ...]
    sections: tuple[Section, ...]
    listed: tuple[tuple[Link, str], ...]
    referring: tuple[tuple[Link, Link], ...]


@dataclass(frozen=True)
class PageMaker:
    """Makes pages in one language; `root` is the way from the page up to the base.

    `live` says whether a service runs beside the page, so that links may lead to it.
    `own` are the labels by language that a document gives to its parts, by their IRI.
    """

    library: Library
    language: str
    root: str
    live: bool = True
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def page(self, document: Document) -> Page:
        """The page of a document."""
        labels = _own_labels(document)
        if labels != self.own:
            return replace(self, own=labels).page(document)
        by_subject: dict[str, list[ox.Triple]] = defaultdict(list)
        for triple in document.triples:
            if isinstance(triple.subject, ox.NamedNode):
                by_subject[triple.subject.value].append(triple)
        short = document.graph is not None or bool(
            document.listed and document.kind not in _WITH_PARTS
        )
        own = () if short else self._rows(by_subject.pop(document.subject, []))
        inside = {} if short else _fragments(by_subject, document)
        title = in_language(document.title, self.language) or self._name(document.subject)
        if document.listed and document.kind not in _WITH_PARTS and not document.title:
            title = sentence(f"site.kind.{document.kind}", self.language)
        return Page(
            document=document,
            title=sentence("site.name", self.language) if document.kind == "home" else title,
            lead=in_language(document.lead, self.language),
            rows=own,
            sections=self._sections(inside),
            listed=tuple(
                (self.link(one.iri), in_language(one.note, self.language))
                for one in document.listed
            ),
            referring=() if short else self._referring(document.subject),
        )

    def link(self, iri: str) -> Link:
        """A link to an IRI: a local one where it is ours, none where the web cannot follow it."""
        return Link(self._name(iri), self._href(iri))

    def _href(self, iri: str) -> str | None:
        address = address_of(iri.partition("?")[0])
        if not self.live and address is not None and is_of_service(address):
            return None
        return local_link(iri, self.root) or (iri if iri.startswith(_WEB) else None)

    def _called(self, term: NamedTerm) -> str:
        if not term.labels:
            return shortened(term.iri, self.library.knowledge.prefixes) or term.iri
        return term.label(self.language)

    def _name(self, iri: str) -> str:
        if iri in self.own:
            return in_language(self.own[iri], self.language)
        return self._called(self.library.statements.term(iri))

    def _rows(self, triples: Iterable[ox.Triple]) -> tuple[Row, ...]:
        values: dict[str, list[ox.Triple]] = defaultdict(list)
        for triple in triples:
            values[triple.predicate.value].append(triple)
        return tuple(
            Row(self.link(name), self._values([one.object for one in found]))
            for name, found in sorted(values.items(), key=lambda item: (item[0] != _TYPE, item[0]))
        )

    def _values(self, terms: Sequence[object]) -> tuple[Link, ...]:
        """Each value; of texts in several languages only those in the page's, if there are any."""
        texts = [one for one in terms if isinstance(one, ox.Literal) and one.language]
        chosen = [one for one in texts if one.language == self.language] or texts
        links = [Link(one.value, None, one.language) for one in chosen]
        for term in terms:
            if isinstance(term, ox.NamedNode):
                links.append(self.link(term.value))
            elif isinstance(term, ox.Literal) and not term.language:
                href = term.value if term.value.startswith(_WEB) else None
                links.append(Link(term.value, href))
            elif isinstance(term, ox.BlankNode):
                links.append(Link("…"))
        return tuple(links)

    def _sections(self, parts: dict[str, list[ox.Triple]]) -> tuple[Section, ...]:
        grouped: dict[str, list[Entry]] = defaultdict(list)
        for iri, triples in parts.items():
            types = [one.object for one in triples if one.predicate.value == _TYPE]
            named = sorted(one.value for one in types if isinstance(one, ox.NamedNode))
            ours = [one for one in named if one.startswith(BASE)] or named
            heading = self._name(ours[0]) if ours else sentence("site.parts", self.language)
            entry = Entry(iri.split("#", 1)[1], self._name(iri), iri, self._rows(triples))
            grouped[heading].append(entry)
        return tuple(
            Section(heading, tuple(sorted(entries, key=lambda one: one.title.casefold())))
            for heading, entries in sorted(grouped.items())
        )

    def _referring(self, iri: str) -> tuple[tuple[Link, Link], ...]:
        found = self.library.statements.referring(iri, _MOST)
        return tuple(
            (self.link(subject), self.link(name))
            for subject, name in found
            if not subject.startswith(f"{iri}#")
        )


def _own_labels(document: Document) -> dict[str, dict[str, str]]:
    start = f"{document.subject}#"
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for triple in document.triples:
        if (
            triple.predicate.value in _LABELS
            and isinstance(triple.subject, ox.NamedNode)
            and isinstance(triple.object, ox.Literal)
            and triple.subject.value.startswith(start)
        ):
            found[triple.subject.value].setdefault(
                triple.object.language or "", triple.object.value
            )
    return dict(found)


def _fragments(
    by_subject: dict[str, list[ox.Triple]], document: Document
) -> dict[str, list[ox.Triple]]:
    start = f"{document.subject}#"
    return {iri: triples for iri, triples in by_subject.items() if iri.startswith(start)}
