"""What the collection says as text, data and pages, in any language there are sentences for."""

from lhs_graph.overview import Overview
from lhs_graph.report.overview.cases import case_tables
from lhs_graph.report.overview.data import overview_files, overview_json
from lhs_graph.report.overview.framework import framework_tables
from lhs_graph.report.overview.narrative import Narrative
from lhs_graph.report.overview.parts import part_tables
from lhs_graph.report.overview.rdf import overview_turtle
from lhs_graph.report.overview.tables import Maker
from lhs_graph.report.overview.text import print_overview
from lhs_graph.vocabulary import Vocabulary

__all__ = [
    "Narrative",
    "narrate",
    "overview_files",
    "overview_json",
    "overview_turtle",
    "print_overview",
]


def narrate(overview: Overview, vocabulary: Vocabulary, language: str) -> Narrative:
    """The report on that overview in one language: its text and, by name, its tables."""
    maker = Maker(overview, vocabulary, language)
    tables = (*framework_tables(maker), *part_tables(maker), *case_tables(maker))
    return Narrative(maker, {table.name: table for table in tables})
