"""The described systems with all their parts, and the references that statements rest on."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from lhs_graph.publication.document import Document, Listed
from lhs_graph.publication.shelves.listing import listing
from lhs_graph.publication.shelves.shelf import Stock
from lhs_graph.publication.statements import in_order
from lhs_graph.terms import LHS, REFERENCE, concept

__all__ = ["References", "Systems"]

_CASES = "doc/case"
_REFERENCES = "doc/reference"


@dataclass(frozen=True)
class Systems:
    """`doc/case/{slug}`, and the list of them at `doc/case`."""

    stock: Stock

    def addresses(self) -> Iterator[str]:
        """One for each description."""
        yield _CASES
        for slug in self.stock.knowledge.release.blocks:
            yield f"{_CASES}/{slug}"

    def find(self, address: str) -> Document | None:
        """The description: what it states, and what that entails."""
        blocks = self.stock.knowledge.release.blocks
        if address == _CASES:
            listed = [
                Listed(
                    block.iri,
                    self.stock.statements.term(concept("record-status", block.status)).labels,
                )
                for block in blocks.values()
            ]
            return listing(_CASES, "cases", listed)
        slug = address.removeprefix(f"{_CASES}/")
        if slug not in blocks or slug == address:
            return None
        iri = blocks[slug].iri
        stated = set(self.stock.statements.graph(f"case/{slug}"))
        own = {iri} | {
            term.value
            for triple in stated
            for term in (triple.subject, triple.object)
            if isinstance(term, ox.NamedNode) and term.value.startswith(f"{iri}#")
        }
        entailed = {one for part in own for one in self.stock.statements.about(part)}
        return Document(address, "case", iri, in_order(stated | entailed))


@dataclass(frozen=True)
class References:
    """`doc/reference/{slug}`, and the list of them at `doc/reference`."""

    stock: Stock

    def addresses(self) -> Iterator[str]:
        """One for each reference that any description or the ontology names."""
        yield _REFERENCES
        for iri in self._all():
            yield f"{_REFERENCES}/{iri.removeprefix(REFERENCE)}"

    def find(self, address: str) -> Document | None:
        """What is said of a reference."""
        if address == _REFERENCES:
            return listing(_REFERENCES, "references", [Listed(iri) for iri in self._all()])
        slug = address.removeprefix(f"{_REFERENCES}/")
        iri = f"{REFERENCE}{slug}"
        if slug == address or not self.stock.statements.has(iri):
            return None
        about = in_order(self.stock.statements.about(iri))
        return Document(address, "reference", iri, about)

    def _all(self) -> list[str]:
        kind = ox.NamedNode(f"{LHS}Reference")
        quads = self.stock.knowledge.release.store.quads_for_pattern(
            None, None, kind, ox.DefaultGraph()
        )
        found = {one.subject.value for one in quads if isinstance(one.subject, ox.NamedNode)}
        return sorted(iri for iri in found if iri.startswith(REFERENCE))
