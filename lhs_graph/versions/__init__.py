"""What differs between two versions of a description: part by part, and in what the check finds.

Parts are compared by their id. Where a part is gone and another of the same class with the same
name, or with the same content, is there, and only one each, it counts as the same part with a new
id; links to it and findings about it are then the same too.
"""

from lhs_graph.versions.comparing import difference
from lhs_graph.versions.model import (
    Difference,
    FindingChanges,
    PartChange,
    Value,
    ValueChange,
    finding_changes,
)
from lhs_graph.versions.version import property_words

__all__ = [
    "Difference",
    "FindingChanges",
    "PartChange",
    "Value",
    "ValueChange",
    "difference",
    "finding_changes",
    "property_words",
]
