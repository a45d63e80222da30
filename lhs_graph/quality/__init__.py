"""Whether the ontology and its publication keep to what FAIR checkers and ontology scanners ask.

What is measured is data: query files with headers, requests in them, and lists of what is accepted
and of what cannot be checked here. Nothing in the program names a metric.
"""

from lhs_graph.quality.assessment import Assessment, assess
from lhs_graph.quality.model import Acceptance, Measurement, Metric, Observation, State
from lhs_graph.quality.reading import Metrics

__all__ = [
    "Acceptance",
    "Assessment",
    "Measurement",
    "Metric",
    "Metrics",
    "Observation",
    "State",
    "assess",
]
