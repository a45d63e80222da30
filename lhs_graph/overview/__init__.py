"""What a whole collection says: how often each place of the framework is documented, and where not.

Everything is counted from the statements of one release, and every count keeps the statements that
were counted, so that a reader can go from a number to its sources. What no source says is
undocumented, never absent: only a description that says that it is exhaustive makes it so.
"""

from lhs_graph.overview.model import (
    Case,
    Cycle,
    Goal,
    Overview,
    PlaceTally,
    Reference,
    ReportedGap,
    Statement,
)
from lhs_graph.overview.reading import GROUPINGS, survey

__all__ = [
    "GROUPINGS",
    "Case",
    "Cycle",
    "Goal",
    "Overview",
    "PlaceTally",
    "Reference",
    "ReportedGap",
    "Statement",
    "survey",
]
