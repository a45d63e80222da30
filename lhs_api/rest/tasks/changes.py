"""Tasks about what was sent as JSON: changes, versions, and comparison of designs."""

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from lhs_api.problems import ProblemError
from lhs_api.rest.forms import FORM_OF
from lhs_api.rest.invalid import of_validation
from lhs_api.rest.requests import ChangeRequest, ComparisonRequest, Document, VersionsRequest
from lhs_api.rest.tasks.collection import compared, write_comparison
from lhs_api.rest.tasks.criteria import CRITERIA, criteria_of
from lhs_api.rest.tasks.descriptions import read_content
from lhs_api.rest.tasks.writing import Given, as_json, write
from lhs_graph.description import Description
from lhs_graph.errors import DescriptionError
from lhs_graph.messages import languages
from lhs_graph.report.changes.html import change_html
from lhs_graph.report.changes.rdf import change_turtle
from lhs_graph.report.changes.rows import change_csv, change_data
from lhs_graph.report.changes.story import Story, diff_story, whatif_story
from lhs_graph.service import KnowledgeGraph

if TYPE_CHECKING:
    from lhs_api.tasks import Answer

__all__ = ["run_compare_sent", "run_diff", "run_whatif"]

_M = TypeVar("_M", bound=BaseModel)


def run_whatif(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """What would be found if a description were changed."""
    asked = _read(ChangeRequest, given)
    if not (asked.patch or asked.add or asked.remove):
        raise ProblemError(422, "no-change")
    stored = asked.target.case
    base = _description(graph, asked.target, "target")
    patch = None
    if asked.patch:
        content = asked.patch.encode("utf-8", "surrogatepass")
        patch = graph.edits.read_content(base, content, name="patch")
    try:
        result = graph.whatif(stored or base, patch, add=asked.add, remove=asked.remove)
    except DescriptionError as error:
        raise _in_body(error) from error
    _write_story(graph, given, answer, whatif_story(result))


def run_diff(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """What differs between two versions."""
    asked = _read(VersionsRequest, given)
    old, new = _description(graph, asked.old, "old"), _description(graph, asked.new, "new")
    _write_story(graph, given, answer, diff_story(graph.diff(old, new)))


def run_compare_sent(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """Designs and described systems side by side."""
    asked = _read(ComparisonRequest, given)
    chosen = {
        **given,
        **{key: getattr(asked, key) for key in CRITERIA},
        "against": asked.against_all,
        "differences": asked.differences,
    }
    descriptions = [
        _description(graph, one, f"systems[{number}]") for number, one in enumerate(asked.systems)
    ]
    write_comparison(graph, chosen, answer, compared(graph, descriptions, criteria_of(chosen)))


def _read(model: type[_M], given: Given) -> _M:
    """What was sent, as that model.

    Raises:
        ProblemError: 400, it is no JSON; 422, it is not of that form.
    """
    content = str(given["content"]).encode("utf-8", "surrogateescape")
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        raise of_validation(error.errors(include_url=False), str(given["lang"])) from error


def _in_body(error: DescriptionError) -> DescriptionError:
    """The error with the members of the body where the core names options of the command."""
    return DescriptionError(
        [
            replace(one, place=replace(one.place, file=one.place.file.removeprefix("--")))
            for one in error.problems
        ]
    )


def _description(graph: KnowledgeGraph, document: Document, name: str) -> Description:
    if document.case is not None:
        return graph.stored(document.case)
    form = None
    if document.type is not None:
        kind = document.type.split(";")[0].strip().lower()
        if kind not in FORM_OF:
            raise ProblemError(422, "unsupported-type", {"types": ", ".join(FORM_OF)})
        form = FORM_OF[kind]
    return read_content(graph, document.content or "", form, name)


def _write_story(graph: KnowledgeGraph, given: Given, answer: "Answer", story: Story) -> None:
    kind, language = given["type"], str(given["lang"])
    if kind == "application/json":
        write(answer, given, as_json(change_data(story, language)))
    elif kind == "text/csv":
        write(answer, given, change_csv(story, language))
    elif kind == "text/html":
        write(answer, given, change_html(story, graph.vocabulary, language))
    else:
        write(answer, given, change_turtle(story, languages()))
