"""The task that finds the smallest repair of a description."""

from typing import TYPE_CHECKING, Final

from lhs_api.rest.forms import SYNTAX
from lhs_api.rest.tasks.descriptions import description_of
from lhs_api.rest.tasks.writing import Given, as_json, write
from lhs_graph.messages import languages
from lhs_graph.repair import Chosen
from lhs_graph.report.repair.html import repair_html
from lhs_graph.report.repair.rdf import repair_turtle
from lhs_graph.report.repair.rows import repair_csv, repair_data
from lhs_graph.service import KnowledgeGraph

if TYPE_CHECKING:
    from lhs_api.tasks import Answer

__all__ = ["run_repair"]

_SHARE: Final = 0.5
"""Of the seconds that a request may take, for the search itself."""
_OVERRUN: Final = 2.0
"""Seconds that the search takes beyond its time to end with a plan for a long design (measured)."""
_LEAST: Final = 0.1


def run_repair(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """The plan, or the repaired description where that is wished; the best found in time."""
    chosen = Chosen(str(given["severity"]), tuple(dict.fromkeys(given["certainties"])))
    seconds = max(_LEAST, _SHARE * float(given["seconds"]) - _OVERRUN)
    plan = graph.repair(description_of(graph, given), chosen, seconds=seconds)
    kind, language = given["type"], str(given["lang"])
    if kind == "application/json":
        write(answer, given, as_json(repair_data(plan, graph.vocabulary, language)))
    elif kind == "text/csv":
        write(answer, given, repair_csv(plan, graph.vocabulary, language))
    elif kind == "text/html":
        write(answer, given, repair_html(plan, graph.vocabulary, language))
    elif kind in SYNTAX and SYNTAX[kind] == "yaml":
        write(answer, given, graph.reader.write(plan.repaired, "yaml"))
    else:
        write(answer, given, repair_turtle(plan, graph.vocabulary, languages()))
