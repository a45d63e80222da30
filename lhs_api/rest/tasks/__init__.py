"""What workers do for the REST interface, by the name of the task."""

from collections.abc import Mapping
from typing import Final

from lhs_api.rest.tasks.changes import run_compare_sent, run_diff, run_whatif
from lhs_api.rest.tasks.collection import run_compare, run_gaps, run_overview
from lhs_api.rest.tasks.descriptions import (
    run_case,
    run_check,
    run_convert,
    run_nearest,
    run_synergy,
    run_why,
)
from lhs_api.rest.tasks.names import run_look_up, run_search
from lhs_api.rest.tasks.questions import run_question
from lhs_api.rest.tasks.repairs import run_repair
from lhs_api.rest.tasks.writing import Task
from lhs_graph.messages import languages
from lhs_graph.report.html import report_html
from lhs_graph.service import KnowledgeGraph

__all__ = ["REST", "warm"]

REST: Final[Mapping[str, Task]] = {
    "case": run_case,
    "check": run_check,
    "compare": run_compare,
    "compare-sent": run_compare_sent,
    "convert": run_convert,
    "diff": run_diff,
    "gaps": run_gaps,
    "look-up": run_look_up,
    "nearest": run_nearest,
    "overview": run_overview,
    "question": run_question,
    "repair": run_repair,
    "search": run_search,
    "synergy": run_synergy,
    "whatif": run_whatif,
    "why": run_why,
}
"""Each gets the knowledge graph, the task with at least `type` and `lang`, and writes an answer."""


def warm(graph: KnowledgeGraph) -> None:
    """Check our own template once in each language and write its pages.

    What is only made at first use is then there in every worker that is forked afterwards: a first
    check takes five times as long as the next one (measured).
    """
    for language in languages():
        report = graph.check(graph.reader.read_file(graph.catalogue.template(language)))
        report_html([report], graph.vocabulary, language)
