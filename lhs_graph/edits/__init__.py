"""Changes to a description in the words of its own form, read into patches.

A change is YAML that is merged into the description part by part, or `part key value`, or the name
of a part that goes with all that is under it and every link to it; or a patch in RDF.
"""

from lhs_graph.edits.reading import EditReader
from lhs_graph.edits.values import OneValued, one_valued

__all__ = ["EditReader", "OneValued", "one_valued"]
