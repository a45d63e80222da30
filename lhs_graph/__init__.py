"""LHS Graph: the knowledge graph of learning health systems, and the check of a design.

The public names are imported when they are first used, so that a command pays only for what it
runs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lhs_graph.catalogue import Catalogue
    from lhs_graph.errors import LhsGraphError
    from lhs_graph.service import KnowledgeGraph

__all__ = ["Catalogue", "KnowledgeGraph", "LhsGraphError"]

_HOMES: Final = {
    "Catalogue": "lhs_graph.catalogue",
    "KnowledgeGraph": "lhs_graph.service",
    "LhsGraphError": "lhs_graph.errors",
}


def __getattr__(name: str) -> object:
    """The public name, from the module that defines it."""
    if name not in _HOMES:
        message = f"module 'lhs_graph' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
