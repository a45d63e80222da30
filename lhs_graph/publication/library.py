"""All documents of the site, found by their address."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lhs_graph.knowledge import Knowledge
from lhs_graph.publication.addresses import document_of
from lhs_graph.publication.document import Document
from lhs_graph.publication.shelves.changes import Changes
from lhs_graph.publication.shelves.concepts import Concepts, Schemes
from lhs_graph.publication.shelves.constraints import Constraints
from lhs_graph.publication.shelves.datasets import Datasets
from lhs_graph.publication.shelves.graphs import Graphs
from lhs_graph.publication.shelves.problems import Problems
from lhs_graph.publication.shelves.profiles import Profiles
from lhs_graph.publication.shelves.quality import Quality
from lhs_graph.publication.shelves.questions import CompetencyQuestions, Queries
from lhs_graph.publication.shelves.shelf import Shelf, Stock
from lhs_graph.publication.shelves.systems import References, Systems
from lhs_graph.publication.shelves.vocabularies import Vocabularies
from lhs_graph.publication.statements import Statements
from lhs_graph.release import Withdrawal

__all__ = ["Library"]


@dataclass(frozen=True)
class Library:
    """The documents that the files and the release of `knowledge` make."""

    knowledge: Knowledge

    def addresses(self) -> Iterator[str]:
        """The addresses of all documents, each once, without suffix."""
        for shelf in self._shelves:
            yield from shelf.addresses()

    def find(self, address: str) -> Document | None:
        """The document at an address without suffix; None where there is none."""
        for shelf in self._shelves:
            found = shelf.find(address)
            if found is not None:
                return found
        return None

    @cached_property
    def withdrawn(self) -> Mapping[str, Withdrawal]:
        """What earlier releases had a document of and this one has not, by its address."""
        found = {document_of(iri): one for iri, one in self.knowledge.release.withdrawn.items()}
        return {address: one for address, one in found.items() if address is not None}

    @property
    def dropped(self) -> Sequence[str]:
        """The addresses of earlier data versions whose files are kept no more."""
        release = self.knowledge.release
        kept = {one.manifest.data_version for one in release.kept()}
        return [f"data/{version}" for version in release.earlier if version not in kept]

    @property
    def statements(self) -> Statements:
        """Look-ups in the release."""
        return self._stock.statements

    def labels(self, iri: str) -> Mapping[str, str]:
        """What the release calls an IRI, by language; else our words for a term of others."""
        known = self.statements.term(iri).labels
        return known or self._stock.foreign.term(iri).labels

    @cached_property
    def _stock(self) -> Stock:
        return Stock(self.knowledge)

    @cached_property
    def _shelves(self) -> tuple[Shelf, ...]:
        stock = self._stock
        return (
            Datasets(stock),
            Vocabularies(stock),
            Changes(stock),
            Constraints(stock),
            Systems(stock),
            References(stock),
            Schemes(stock),
            Concepts(stock),
            Queries(stock),
            CompetencyQuestions(stock),
            Graphs(stock),
            Quality(stock),
            Problems(),
            Profiles(),
        )
