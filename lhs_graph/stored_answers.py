"""The answers of stored queries, as the site publishes them beside the queries themselves.

A question that takes parameters is asked with the examples that it names; what a detector finds is
told of the whole collection.
"""

from collections.abc import Mapping

from lhs_graph.headers import QueryFile, read_query_file
from lhs_graph.report.answers import gaps_csv, table_csv
from lhs_graph.service import KnowledgeGraph

__all__ = ["stored_answer", "stored_answers"]


def stored_answer(graph: KnowledgeGraph, name: str, language: str) -> str | None:
    """The answer of the query with that id as CSV; None where there is no such query."""
    question = graph.questions.get(name)
    if question is not None:
        return _asked(graph, question, language)
    detector = _detectors(graph).get(name)
    if detector is None:
        return None
    return gaps_csv(graph.gaps([], [str(detector.detects)]).gaps, language)


def stored_answers(graph: KnowledgeGraph, language: str) -> Mapping[str, str]:
    """The answers of all queries, by their ids."""
    questions = {
        name: _asked(graph, question, language)
        for name, question in graph.questions.items()
        if not question.fixed
    }
    gaps = graph.gaps([], []).gaps
    found = {
        name: gaps_csv([one for one in gaps if one.kind.notation == query.detects], language)
        for name, query in _detectors(graph).items()
    }
    return {**questions, **found}


def _asked(graph: KnowledgeGraph, question: QueryFile, language: str) -> str:
    given = {one.name: one.example for one in question.parameters if one.required}
    return table_csv(graph.ask(question.id, given, language))


def _detectors(graph: KnowledgeGraph) -> Mapping[str, QueryFile]:
    return {query.id: query for query in map(read_query_file, graph.catalogue.gap_queries())}
