"""Tasks about one description: one that was sent, or that of a described system."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lhs_api.rest.forms import SYNTAX
from lhs_api.rest.tasks.criteria import criteria_of
from lhs_api.rest.tasks.parts import DESCRIPTION, SentPart, parts_of
from lhs_api.rest.tasks.writing import Given, turtle_as, write
from lhs_graph.description import Description
from lhs_graph.messages import languages
from lhs_graph.report import synergy as data
from lhs_graph.report.comparison_html import nearest_html
from lhs_graph.report.cube import nearest_turtle
from lhs_graph.report.html import report_html
from lhs_graph.report.nearest import nearest_csv, nearest_json
from lhs_graph.report.rdf import report_turtle
from lhs_graph.report.rows import report_csv, report_json
from lhs_graph.report.synergy_page import synergy_html, why_html
from lhs_graph.service import KnowledgeGraph

if TYPE_CHECKING:
    from lhs_api.tasks import Answer

__all__ = [
    "description_of",
    "parts_given",
    "read_content",
    "run_case",
    "run_check",
    "run_convert",
    "run_nearest",
    "run_synergy",
    "run_why",
]

_NAME = "description"
"""What places in a document that was sent name as its file."""


def description_of(graph: KnowledgeGraph, given: Given) -> Description:
    """The described system of that `slug`, or what was sent as `content`."""
    if given.get("slug"):
        return graph.stored(str(given["slug"]))
    if given.get("multipart"):
        part = parts_given(given)[DESCRIPTION]
        return graph.reader.read(part.content, name=part.name, form=part.form)
    return read_content(graph, str(given["content"]), given.get("form"))


def parts_given(given: Given) -> Mapping[str, SentPart]:
    """The parts of what was sent, by name; none where it is not made of parts."""
    if not given.get("multipart"):
        return {}
    content = str(given["content"]).encode("utf-8", "surrogateescape")
    return parts_of(content, str(given["multipart"]))


def read_content(
    graph: KnowledgeGraph, content: str, form: str | None, name: str = _NAME
) -> Description:
    """The description in a text that a stranger sent."""
    return graph.reader.read(content.encode("utf-8", "surrogateescape"), name=name, form=form)


def run_case(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """A described system, as it was stated."""
    description = graph.stored(str(given["slug"]))
    write(answer, given, graph.reader.write(description, SYNTAX[given["type"]]))


def run_convert(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """A description in another form."""
    write(answer, given, graph.reader.write(description_of(graph, given), SYNTAX[given["type"]]))


def run_check(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """The report on a description."""
    report = graph.check(description_of(graph, given), level=str(given["level"]))
    kind, language = given["type"], str(given["lang"])
    if kind == "application/json":
        write(answer, given, report_json(report, language))
    elif kind == "text/csv":
        write(answer, given, report_csv([report], language))
    elif kind == "text/html":
        write(answer, given, report_html([report], graph.vocabulary, language))
    else:
        write(answer, given, turtle_as(report_turtle(report, languages()), kind))


def run_nearest(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """The described systems that resemble a description most."""
    description = description_of(graph, given)
    nearest = graph.nearest(description, criteria_of(given), int(given["top"]))
    kind, language, version = given["type"], str(given["lang"]), graph.data_version
    if kind == "application/json":
        write(answer, given, nearest_json(nearest, language, version))
    elif kind == "text/csv":
        write(answer, given, nearest_csv(nearest, language))
    elif kind == "text/html":
        write(answer, given, nearest_html(nearest, graph.vocabulary, language, version))
    else:
        write(answer, given, nearest_turtle(nearest, version))


def run_synergy(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """How the parts of a description work together; as CSV one table of it."""
    synergy = graph.synergy(description_of(graph, given))
    kind, language = given["type"], str(given["lang"])
    if kind == "application/json":
        write(answer, given, data.synergy_json(synergy, language))
    elif kind == "text/csv":
        write(answer, given, data.synergy_csv(synergy, str(given["table"]), language))
    elif kind == "text/html":
        write(answer, given, synergy_html(synergy, graph.vocabulary, language))
    else:
        write(answer, given, data.synergy_turtle(synergy))


def run_why(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """Why a support exists."""
    why = graph.why(description_of(graph, given), str(given["support"]))
    kind, language = given["type"], str(given["lang"])
    if kind == "application/json":
        write(answer, given, data.why_json(why, language))
    elif kind == "text/csv":
        write(answer, given, data.why_csv(why, language))
    elif kind == "text/html":
        write(answer, given, why_html(why, graph.vocabulary, language))
    else:
        write(answer, given, data.why_turtle(why))
