"""The task that answers a stored question with bound parameters."""

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from lhs_api.rest.tasks.writing import Given, as_json, paged, write
from lhs_api.results import ROWS, sink_of
from lhs_graph.findings import in_language
from lhs_graph.questions import Term
from lhs_graph.service import KnowledgeGraph

if TYPE_CHECKING:
    from lhs_api.tasks import Answer

__all__ = ["run_question"]

_JSON = "application/json"


def run_question(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """A page of the answer, as plain JSON or in a standard form of SPARQL results."""
    language = str(given["lang"])
    query = graph.question(str(given["question"]))
    values = {name: str(value) for name, value in given["values"].items()}
    table = graph.ask(query.id, values, language)
    rows = paged(answer, given, table.rows)
    if given["type"] != _JSON:
        answer.head["type"] = given["type"]
        target = sink_of(given["type"], answer)
        for part in ROWS[given["type"]](table.columns, rows):
            target.write(part)
        return
    content = {
        "data_version": table.data_version,
        "language": language,
        "question": in_language(query.question, language),
        "columns": list(table.columns),
        **{key: answer.head[key] for key in ("total", "offset", "limit")},
        "items": [
            {name: _cell(value) for name, value in zip(table.columns, row, strict=True)}
            for row in rows
        ],
    }
    write(answer, given, as_json(content))


def _cell(value: Term | None) -> dict[str, Any] | None:
    """A cell as JSON tells it: an IRI, or a value with its language or type."""
    if value is None:
        return None
    if isinstance(value, ox.NamedNode):
        return {"iri": value.value}
    if isinstance(value, ox.Literal):
        kind = (
            {"language": value.language} if value.language else {"datatype": value.datatype.value}
        )
        return {"value": value.value, **kind}
    return {"iri": str(value)}
