"""The alignment network of one described system, and what graph theory says of it.

The only door to networkx: heavy, and opened only for paths from supports to goals.
"""

from lhs_graph.network.alignment import AlignmentNetwork
from lhs_graph.network.links import ENDS, LEFT_OUT, LINKS, NODES, Link
from lhs_graph.network.supports import MEASURES, Measured, SupportNetwork

__all__ = [
    "ENDS",
    "LEFT_OUT",
    "LINKS",
    "MEASURES",
    "NODES",
    "AlignmentNetwork",
    "Link",
    "Measured",
    "SupportNetwork",
]
