"""The task that finds the smallest repair of a description."""

from typing import TYPE_CHECKING, Final

from lhs_api.problems import ProblemError, of_error
from lhs_api.rest.forms import SYNTAX
from lhs_api.rest.tasks.descriptions import description_of, parts_given
from lhs_api.rest.tasks.parts import COSTS, DESCRIPTION
from lhs_api.rest.tasks.writing import Given, as_json, write
from lhs_graph.description import Description
from lhs_graph.errors import FileUnreadableError, LhsGraphError
from lhs_graph.messages import Words, languages
from lhs_graph.repair import Chosen, Costs, RepairPlan, read_costs
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
_MOST_COSTS: Final = 64_000
"""Bytes of the costs."""


def run_repair(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """The plan, or the repaired description where that is wished; the best found in time."""
    chosen = Chosen(str(given["severity"]), tuple(dict.fromkeys(given["certainties"])))
    seconds = max(_LEAST, _SHARE * float(given["seconds"]) - _OVERRUN)
    description, costs = description_of(graph, given), _costs(graph, given)
    plan = graph.repair(description, chosen, costs=costs, seconds=seconds)
    kind, language = given["type"], str(given["lang"])
    if kind == "application/json":
        write(answer, given, as_json(repair_data(plan, graph.vocabulary, language)))
    elif kind == "text/csv":
        write(answer, given, repair_csv(plan, graph.vocabulary, language))
    elif kind == "text/html":
        write(answer, given, repair_html(plan, graph.vocabulary, language))
    elif kind in SYNTAX and SYNTAX[kind] == "yaml":
        write(answer, given, _repaired(graph, given, description, plan))
    else:
        write(answer, given, repair_turtle(plan, graph.vocabulary, languages()))


def _repaired(
    graph: KnowledgeGraph, given: Given, description: Description, plan: RepairPlan
) -> bytes:
    """The repaired description as YAML; where YAML was sent, with all that stands there."""
    if description.form != "yaml":
        return graph.reader.write(plan.repaired, "yaml")
    part = parts_given(given).get(DESCRIPTION)
    text = part.content.decode("utf-8-sig") if part else str(given["content"])
    return graph.reader.write_into(text.removeprefix("\ufeff"), description, plan.repaired)


def _costs(graph: KnowledgeGraph, given: Given) -> Costs:
    """What additions cost, where that was sent, too; one each otherwise.

    Raises:
        ProblemError: 413, it is too long; 422, it cannot be read.
    """
    part = parts_given(given).get(COSTS)
    if part is None:
        return Costs()
    if len(part.content) > _MOST_COSTS:
        raise ProblemError(413, "too-large", {"most": _MOST_COSTS})
    try:
        return read_costs(part.content.decode("utf-8"), part.name, graph.vocabulary)
    except UnicodeDecodeError as error:
        unread = FileUnreadableError(file=part.name, detail=Words("description.no_utf8"))
        raise _unreadable(unread, str(given["lang"])) from error
    except LhsGraphError as error:
        raise _unreadable(error, str(given["lang"])) from error


def _unreadable(error: LhsGraphError, language: str) -> ProblemError:
    return ProblemError(422, "unreadable-costs", detail=of_error(error, language).detail)
