"""LHS Graph.

The knowledge graph of learning health systems, and the check of a design against it.
"""

from importlib.metadata import version

from lhs_graph.catalogue import Catalogue
from lhs_graph.errors import LhsGraphError
from lhs_graph.service import KnowledgeGraph

__all__ = ["Catalogue", "KnowledgeGraph", "LhsGraphError", "__version__"]

__version__ = version("lhs-graph")
