"""What changed from one version of the ontology to the next, among the kept releases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from lhs_graph.messages import languages
from lhs_graph.publication.change_sets import change_triples
from lhs_graph.publication.changelog import Changelog
from lhs_graph.publication.document import Document, Listed
from lhs_graph.publication.ontology_changes import TermChange, ontology_changes
from lhs_graph.publication.shelves.shelf import Stock
from lhs_graph.publication.shelves.versions import (
    account_of_changes,
    kept_versions,
    versions_before,
)
from lhs_graph.publication.statements import in_order
from lhs_graph.terms import BASE

__all__ = ["Changes"]

_ONTOLOGY = f"{BASE}ontology"


@dataclass(frozen=True)
class Changes:
    """`ontology/<version>/changes`, for each kept version with one before it."""

    stock: Stock

    def addresses(self) -> Iterator[str]:
        """The newest version first."""
        yield from self._steps

    def find(self, address: str) -> Document | None:
        """The change sets as one document; the page lists the terms."""
        if address not in self._steps:
            return None
        log = self._log(*self._steps[address])
        account = f"{BASE}{address}"
        old, new = (f"{_ONTOLOGY}/{one}" for one in (log.changes.old, log.changes.new))
        return Document(
            address,
            "ontology-changes",
            account,
            in_order(change_triples(log, account, old, new)),
            title={one: log.title(one) for one in languages()},
            lead={one: log.lead(one) for one in languages()},
            listed=tuple(_listed(log, one) for one in log.changes.terms),
        )

    @cached_property
    def _steps(self) -> Mapping[str, tuple[str, str]]:
        """The versions that each document leads from and to, by address."""
        return {
            account_of_changes(new): (old, new) for new, old in versions_before(self.stock).items()
        }

    def _log(self, old: str, new: str) -> Changelog:
        kept = kept_versions(self.stock)
        changes = ontology_changes(
            kept[old].graph("ontology"), kept[new].graph("ontology"), (old, new)
        )
        knowledge = self.stock.knowledge
        return Changelog(changes, knowledge.vocabulary, knowledge.prefixes)


def _listed(log: Changelog, change: TermChange) -> Listed:
    """A term with what became of it; an axiom of its own stands under its change set's account."""
    named = isinstance(change.subject, ox.NamedNode)
    iri = change.subject.value if named else _ONTOLOGY
    return Listed(iri, {one: log.note(change, one) for one in languages()})
