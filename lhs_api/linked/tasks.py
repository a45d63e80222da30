"""What workers do for linked data: one document in one form."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lhs_api.problems import ProblemError
from lhs_graph.publication.forms import HTML, QUERY
from lhs_graph.publication.html import document_html
from lhs_graph.publication.library import Library
from lhs_graph.publication.rdf import document_rdf
from lhs_graph.service import KnowledgeGraph

if TYPE_CHECKING:
    from lhs_api.tasks import Answer

__all__ = ["run_document"]


def run_document(graph: KnowledgeGraph, task: Mapping[str, Any], answer: "Answer") -> None:
    """The document at `address`, as `type`, in `profile` and `lang`."""
    library = Library(graph)
    address, kind = str(task["address"]), str(task["type"])
    document = library.find(address)
    if document is None:
        raise ProblemError(404, "not-found", {"path": f"/{address}"})
    answer.head["type"] = kind
    if kind == HTML:
        answer.write(document_html(document, library, str(task["lang"])))
    elif kind == QUERY:
        answer.write(document.text or "")
    else:
        profile = str(task["profile"])
        prefixes = library.knowledge.prefixes
        answer.write(document_rdf(document, kind, profile, library.statements, prefixes))
