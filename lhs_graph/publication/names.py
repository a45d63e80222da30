"""What things are called on a page, in which language that is, and where it leads."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from lhs_graph.prefixes import shortened
from lhs_graph.publication.addresses import address_of, is_of_service, local_link
from lhs_graph.publication.document import Document
from lhs_graph.publication.library import Library
from lhs_graph.terms import BASE, DCTERMS, FOAF, RDFS, SKOS

__all__ = ["WEB", "Link", "Names", "own_labels"]

WEB: Final = ("http://", "https://")
"""How an address begins that a browser can follow."""

_LABELS: Final = (f"{SKOS}prefLabel", f"{RDFS}label", f"{FOAF}name", f"{DCTERMS}title")
"""The properties that name a thing, the one that counts first."""

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """A text, and where it leads; nowhere if `href` is None. `language` is that of the text."""

    text: str
    href: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Names:
    """Names in one language; `root` is the way from the page up to the base.

    `own` are the labels by language that a document gives to what it is about, by IRI; `live` says
    whether a service runs beside the page, so that links may lead to it.
    """

    library: Library
    language: str
    root: str
    own: Mapping[str, Labels] = field(default_factory=dict)
    live: bool = True

    def link(self, iri: str, labels: Labels | None = None) -> Link:
        """A link to an IRI: a local one where it is ours, none where the web cannot follow it.

        `labels` are what it is called, if that is not to be looked up.
        """
        named = self.text(labels) if labels else self.name(iri)
        return Link(named.text, self._href(iri), named.language)

    def _href(self, iri: str) -> str | None:
        address = address_of(iri.partition("?")[0])
        if not self.live and address is not None and is_of_service(address):
            return None
        return local_link(iri, self.root) or (iri if iri.startswith(WEB) else None)

    def name(self, iri: str) -> Link:
        """The label of an IRI, else the IRI, as short as the prefixes make it."""
        labels = self.own.get(iri) or self.library.labels(iri)
        if labels:
            return self.text(labels)
        return Link(shortened(iri, self.library.knowledge.prefixes) or iri)

    def text(self, texts: Labels) -> Link:
        """The text in this language, else in English, else in any other, with its language."""
        for key in (self.language, "en", "", *texts):
            if key in texts:
                return Link(texts[key], None, key or None)
        return Link("")


def own_labels(document: Document) -> Mapping[str, Labels]:
    """What a document calls the things of ours that it says something about, by IRI."""
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for triple in document.triples:
        name, value = triple.predicate.value, triple.object
        if (
            name in _LABELS
            and isinstance(triple.subject, ox.NamedNode)
            and isinstance(value, ox.Literal)
            and triple.subject.value.startswith(BASE)
        ):
            found[triple.subject.value][name].setdefault(value.language or "", value.value)
    return {iri: next(by[one] for one in _LABELS if one in by) for iri, by in found.items()}
