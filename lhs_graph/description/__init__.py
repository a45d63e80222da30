"""Descriptions of systems, read from and written to YAML, JSON-LD, Turtle.

RDF/XML and N-Triples.
"""

from lhs_graph.description.document import FORMS, Description
from lhs_graph.description.reading import DescriptionReader

__all__ = ["FORMS", "Description", "DescriptionReader"]
