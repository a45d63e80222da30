"""What workers do for linked data: one document or one graph in one form."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from lhs_api.problems import ProblemError
from lhs_graph.publication.forms import CSV, HTML, QUERY, RDF_FORMS
from lhs_graph.publication.html import document_html
from lhs_graph.publication.library import Library
from lhs_graph.publication.profiles import ALTERNATES
from lhs_graph.publication.rdf import document_rdf
from lhs_graph.publication.shelves.profiles import representations
from lhs_graph.serialization import stream
from lhs_graph.service import KnowledgeGraph
from lhs_graph.stored_answers import stored_answer
from lhs_graph.terms import BASE

if TYPE_CHECKING:
    from lhs_api.tasks import Answer

__all__ = ["run_document", "run_graph"]


def run_document(graph: KnowledgeGraph, task: Mapping[str, Any], answer: "Answer") -> None:
    """The document at `address`, as `type`, in `profile` and `lang`; `path` is what was asked."""
    library = Library(graph)
    address, kind = str(task["address"]), str(task["type"])
    document = library.find(address)
    if document is None:
        raise ProblemError(404, "not-found", {"path": task["path"]})
    answer.head["type"] = kind
    profile = str(task["profile"])
    if kind == HTML:
        if profile == ALTERNATES:
            document = representations(document, library.statements)
        answer.write(document_html(document, library, str(task["lang"])))
    elif kind == QUERY:
        answer.write(document.text or "")
    elif kind == CSV:
        name = address.removeprefix("query/")
        answer.write(stored_answer(graph, name, str(task["lang"])) or "")
    else:
        prefixes = library.knowledge.prefixes
        answer.write(document_rdf(document, kind, profile, library.statements, prefixes))


def run_graph(graph: KnowledgeGraph, task: Mapping[str, Any], answer: "Answer") -> None:
    """The named graph `graph`, or all graphs as one where that is None, as `type`."""
    iri = task["graph"]
    answer.head["type"] = str(task["type"])
    if iri is None:
        form = RDF_FORMS[str(task["type"])]
        quads = graph.release.store.quads_for_pattern(None, None, None, ox.DefaultGraph())
        stream((quad.triple for quad in quads), answer, form, dict(graph.prefixes))
        return
    library = Library(graph)
    document = library.find(iri.removeprefix(BASE)) if iri.startswith(BASE) else None
    if document is None or document.graph is None or document.graph.value != iri:
        raise ProblemError(404, "no-such-graph", {"graph": iri})
    profile = document.profiles[0]
    answer.write(
        document_rdf(document, str(task["type"]), profile, library.statements, graph.prefixes)
    )
