"""Tasks about all or several described systems: gaps, comparison, the report on the collection."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from lhs_api.problems import ProblemError
from lhs_api.rest.forms import USUAL_TABLE
from lhs_api.rest.tasks.criteria import criteria_of
from lhs_api.rest.tasks.writing import Given, paged, write, write_page
from lhs_graph.collection import CollectedGap
from lhs_graph.comparison import Comparison, Criteria
from lhs_graph.description import Description
from lhs_graph.errors import NotFoundError
from lhs_graph.report.comparison import comparison_csv, comparison_json
from lhs_graph.report.comparison_html import comparison_html
from lhs_graph.report.cube import comparison_turtle
from lhs_graph.report.overview import narrate, overview_files, overview_json, overview_turtle
from lhs_graph.report.overview.page import overview_html
from lhs_graph.service import KnowledgeGraph
from lhs_graph.vocabulary import nearest

if TYPE_CHECKING:
    from lhs_api.tasks import Answer

__all__ = ["compared", "run_compare", "run_gaps", "run_overview", "write_comparison"]

_TWO: Final = 2
_COLUMNS: Final = (
    "case",
    "kind",
    "title",
    "severity",
    "certainty",
    "focus",
    "about",
    "related",
    "sources",
)


def run_gaps(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """The gaps of described systems, a page of them."""
    found = graph.gaps(given["cases"], given["kinds"])
    page = paged(answer, given, found.gaps)
    rows = [_gap(graph, gap, str(given["lang"])) for gap in page]
    write_page(answer, given, found.data_version, rows, _COLUMNS)


def _gap(graph: KnowledgeGraph, gap: CollectedGap, language: str) -> dict[str, Any]:
    def term(iri: str | None) -> dict[str, str] | None:
        return {"iri": iri, "label": graph.vocabulary.term(iri).label(language)} if iri else None

    return {
        "case": gap.block.slug,
        "kind": gap.kind.notation,
        "title": gap.kind.label.get(language, ""),
        "severity": gap.severity,
        "certainty": gap.certainty,
        "focus": gap.focus,
        "about": term(gap.about),
        "related": term(gap.related),
        "sources": list(gap.sources),
    }


def run_compare(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """Described systems side by side."""
    descriptions = [graph.stored(slug) for slug in given["cases"]]
    write_comparison(graph, given, answer, compared(graph, descriptions, criteria_of(given)))


def compared(
    graph: KnowledgeGraph, descriptions: Sequence[Description], criteria: Criteria | None
) -> Comparison:
    """Those systems side by side, beside the group if there are criteria.

    Raises:
        ProblemError: 422, there is one system and nothing to compare it with.
    """
    if criteria is None and len(descriptions) < _TWO:
        raise ProblemError(422, "nothing-to-compare")
    return graph.compare(descriptions, criteria)


def write_comparison(
    graph: KnowledgeGraph, given: Given, answer: "Answer", comparison: Comparison
) -> None:
    """Write a comparison in the wished form, only what differs where that was asked."""
    shown = comparison.differing() if given.get("differences") else comparison
    kind, language, version = given["type"], str(given["lang"]), graph.data_version
    if kind == "application/json":
        write(answer, given, comparison_json(shown, language, version))
    elif kind == "text/csv":
        write(answer, given, comparison_csv(shown, language))
    elif kind == "text/html":
        write(answer, given, comparison_html(shown, graph.vocabulary, language, version))
    else:
        write(answer, given, comparison_turtle(shown, version))


def run_overview(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """The report on the collection; as CSV one of its tables.

    A table that there is none of is refused in every form.
    """
    narrative = narrate(graph.overview(), graph.vocabulary, str(given["lang"]))
    kind, table, tables = given["type"], str(given["table"]), {}
    if kind == "text/csv" or table != USUAL_TABLE:
        files = dict(overview_files(narrative))
        tables = {name.removesuffix(".csv"): text for name, text in files.items() if ".csv" in name}
        if table not in tables:
            raise NotFoundError(name=table, nearest=nearest(table, tables))
    if kind == "application/json":
        write(answer, given, overview_json(narrative))
    elif kind == "text/html":
        write(answer, given, overview_html(narrative))
    elif kind == "text/turtle":
        write(answer, given, overview_turtle(narrative))
    else:
        write(answer, given, tables[table])
