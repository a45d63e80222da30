"""Code lists and their concepts, the kinds of gap among them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from lhs_graph.publication.document import Document, Listed
from lhs_graph.publication.shelves.listing import listing
from lhs_graph.publication.shelves.shelf import Stock
from lhs_graph.publication.statements import in_order
from lhs_graph.terms import BASE, CONCEPT, RDF, SKOS

__all__ = ["Concepts", "Schemes"]

_SCHEMES = "doc/scheme"
_CONCEPTS = "doc/concept"
_SCHEME = f"{BASE}scheme/"
_PROFILES = ("lhs-full", "lhs-labelled", "skos", "schema")


@dataclass(frozen=True)
class Schemes:
    """`doc/scheme/{name}` with all its concepts, and the list of the lists at `doc/scheme`."""

    stock: Stock

    def addresses(self) -> Iterator[str]:
        """One for each code list."""
        yield _SCHEMES
        for iri in self._members:
            yield f"{_SCHEMES}/{iri.removeprefix(_SCHEME)}"

    def find(self, address: str) -> Document | None:
        """The code list with what is said of its concepts."""
        if address == _SCHEMES:
            return listing(_SCHEMES, "schemes", [Listed(iri) for iri in self._members])
        iri = f"{_SCHEME}{address.removeprefix(f'{_SCHEMES}/')}"
        members = self._members.get(iri)
        if members is None:
            return None
        texts = self.stock.knowledge.vocabulary.texts
        about = [one for iri in (iri, *members) for one in self.stock.statements.about(iri)]
        listed = [Listed(one, texts.get(one, {}).get(f"{SKOS}definition", {})) for one in members]
        triples = in_order(about)
        return Document(address, "scheme", iri, triples, profiles=_PROFILES, listed=tuple(listed))

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        """The concepts of each code list, in the order of the vocabulary."""
        store = self.stock.knowledge.release.store
        kind = ox.NamedNode(f"{SKOS}ConceptScheme")
        found: dict[str, list[str]] = {}
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(f"{RDF}type"), kind, ox.DefaultGraph()
        ):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(_SCHEME):
                found[quad.subject.value] = []
        ranked = [iri for iris in self.stock.knowledge.vocabulary.schemes.values() for iri in iris]
        place = {iri: number for number, iri in enumerate(ranked)}
        inside = ox.NamedNode(f"{SKOS}inScheme")
        for scheme, members in found.items():
            quads = store.quads_for_pattern(None, inside, ox.NamedNode(scheme), ox.DefaultGraph())
            own = {one.subject.value for one in quads if isinstance(one.subject, ox.NamedNode)}
            members.extend(sorted(own, key=lambda one: (place.get(one, len(place)), one)))
        return dict(sorted(found.items()))


@dataclass(frozen=True)
class Concepts:
    """`doc/concept/{list}/{name}`."""

    stock: Stock

    def addresses(self) -> Iterator[str]:
        """One for each concept."""
        store = self.stock.knowledge.release.store
        kind = ox.NamedNode(f"{SKOS}Concept")
        quads = store.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), kind, ox.DefaultGraph())
        iris = {one.subject.value for one in quads if isinstance(one.subject, ox.NamedNode)}
        for iri in sorted(iris):
            if iri.startswith(CONCEPT):
                yield f"{_CONCEPTS}/{iri.removeprefix(CONCEPT)}"

    def find(self, address: str) -> Document | None:
        """What is said of the concept."""
        name = address.removeprefix(f"{_CONCEPTS}/")
        iri = f"{CONCEPT}{name}"
        if name == address or not self.stock.statements.has(iri):
            return None
        triples = in_order(self.stock.statements.about(iri))
        return Document(address, "concept", iri, triples, profiles=_PROFILES)
