"""The named graphs of a release, whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from lhs_graph.publication.document import Document, Listed
from lhs_graph.publication.forms import GRAPH_FORMS
from lhs_graph.publication.shelves.listing import listing
from lhs_graph.publication.shelves.shelf import Stock
from lhs_graph.publication.statements import in_order, node
from lhs_graph.terms import BASE, GRAPH

__all__ = ["Graphs"]


@dataclass(frozen=True)
class Graphs:
    """`graph/{name}`, and the list of them at `graph`."""

    stock: Stock

    def addresses(self) -> Iterator[str]:
        """One for each named graph that has one of our names."""
        yield "graph"
        for iri in self._ours():
            yield iri.removeprefix(BASE)

    def find(self, address: str) -> Document | None:
        """The content of the graph."""
        if address == "graph":
            items = [Listed(iri, name={"": iri.removeprefix(BASE)}) for iri in self._ours()]
            return listing("graph", "graphs", items)
        iri = f"{BASE}{address}"
        if not address.startswith("graph/") or iri not in self._ours():
            return None
        triples = in_order(self.stock.statements.graph(iri.removeprefix(GRAPH)))
        name = {"": address}
        return Document(
            address,
            "graph",
            iri,
            triples,
            title=name,
            forms=GRAPH_FORMS,
            profiles=("lhs-full",),
            graph=node(iri),
        )

    def _ours(self) -> list[str]:
        return [iri for iri in self.stock.statements.graphs() if iri.startswith(GRAPH)]
