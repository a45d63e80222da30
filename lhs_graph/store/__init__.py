"""Where graphs are asked: one port, an embedded engine and any remote SPARQL 1.1 engine."""

from lhs_graph.store.embedded import EmbeddedStore
from lhs_graph.store.port import Bindings, GraphStore, Solutions, Term

__all__ = ["Bindings", "EmbeddedStore", "GraphStore", "Solutions", "Term"]
