"""How the parts of one described system work together, and why each of them is there.

Every figure is defined in `docs/measures.md`.
"""

from lhs_graph.synergy.analysis import analyse, explain
from lhs_graph.synergy.model import (
    TABLES,
    Break,
    Component,
    GoalBasis,
    Loop,
    Path,
    PillarCell,
    Reason,
    SupportRole,
    Synergy,
    Why,
)
from lhs_graph.synergy.reading import find_support, network_of, support_network_of

__all__ = [
    "TABLES",
    "Break",
    "Component",
    "GoalBasis",
    "Loop",
    "Path",
    "PillarCell",
    "Reason",
    "SupportRole",
    "Synergy",
    "Why",
    "analyse",
    "explain",
    "find_support",
    "network_of",
    "support_network_of",
]
