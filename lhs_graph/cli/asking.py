"""`lhs ask` and `lhs sparql`."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox
from rich.table import Table
from rich.text import Text

from lhs_graph.cli.output import deliver, read_input
from lhs_graph.cli.session import Form, Session
from lhs_graph.errors import IllTypedParameterError
from lhs_graph.findings import in_language
from lhs_graph.json_text import json_text
from lhs_graph.prefixes import shortened
from lhs_graph.questions import ResultTable, Term
from lhs_graph.report.answers import plain, table_csv
from lhs_graph.serialization import serialized

__all__ = ["list_questions", "run_question", "run_sparql"]

_USERS = ("planner", "researcher", "publisher")


def list_questions(session: Session, form: Form, output: Path | None) -> None:
    """List the questions by the person who asks them."""
    questions = session.knowledge_graph.questions.values()
    if form is not Form.TEXT:
        rows = [
            {
                "name": query.id,
                "number": query.number or "",
                "user": query.user or "",
                "question": query.question.get(session.language, ""),
                "parameters": " ".join(f"--{one.name}" for one in query.parameters),
            }
            for query in questions
        ]
        content = (
            _csv_rows(rows) if form is Form.CSV else json.dumps(rows, ensure_ascii=False, indent=2)
        )
        deliver(content.rstrip("\n") + "\n", output)
        return
    for user in _USERS:
        session.console.print(Text(session.say(f"user_{user}"), style="bold underline"))
        for query in questions:
            if query.user == user:
                line = Text(f"  {query.number or '':<4}{query.id}", style="bold")
                session.console.print(line)
                session.console.print(f"      {in_language(query.question, session.language)}")
                if query.parameters:
                    shown = "  ".join(_usage(one.name, one.example) for one in query.parameters)
                    session.console.print(Text(f"      {shown}", style="dim"))
        session.console.print()


def run_question(
    session: Session, name: str, arguments: Sequence[str], form: Form, output: Path | None
) -> None:
    """Answer one question with the parameters given as `--name value` or `--name=value`."""
    values = _values(arguments)
    table = session.knowledge_graph.ask(name, values, session.language)
    question = session.knowledge_graph.question(name).question.get(session.language, "")
    _print_table(session, table, question, form, output)


def run_sparql(session: Session, file: str, form: Form, output: Path | None) -> None:
    """Run a query; triples come as Turtle, a truth value as `true` or `false`."""
    answer = session.knowledge_graph.sparql(read_input(file))
    if isinstance(answer, ResultTable):
        _print_table(session, answer, "", form, output)
    elif isinstance(answer, bool):
        deliver(f"{str(answer).lower()}\n", output)
    else:
        forms = {Form.JSON: ox.RdfFormat.JSON_LD}
        prefixes = session.knowledge_graph.prefixes
        chosen = forms.get(form, ox.RdfFormat.TURTLE)
        deliver(serialized(answer, chosen, prefixes), output)


def _print_table(
    session: Session, table: ResultTable, question: str, form: Form, output: Path | None
) -> None:
    if form is Form.JSON:
        content = {"head": {"vars": table.columns}, "results": {"bindings": _bindings(table)}}
        deliver(json_text(content), output)
    elif form is Form.CSV:
        deliver(table_csv(table), output)
    elif form is Form.TEXT:
        prefixes = session.knowledge_graph.prefixes
        shown = Table(title=question or None, title_justify="left", box=None, pad_edge=False)
        for name in table.columns:
            shown.add_column(name, overflow="fold")
        for row in table.rows:
            shown.add_row(*[Text(_shown(value, prefixes)) for value in row])
        session.console.print(shown)
        facts = {
            "count": len(table.rows),
            "version": session.knowledge_graph.data_version,
        }
        session.console.print(Text(session.say("rows", **facts), style="dim"))
    else:
        raise IllTypedParameterError(name="--format", value=form.value, detail="text, json, csv")


def _bindings(table: ResultTable) -> list[dict[str, dict[str, str]]]:
    """The rows in the SPARQL 1.1 Query Results JSON Format."""
    return [
        {
            name: _json_term(value)
            for name, value in zip(table.columns, row, strict=True)
            if value is not None
        }
        for row in table.rows
    ]


def _json_term(value: Term) -> dict[str, str]:
    if isinstance(value, ox.NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, ox.Literal):
        shown = {"type": "literal", "value": value.value}
        if value.language:
            shown["xml:lang"] = value.language
        elif not value.datatype.value.endswith("#string"):
            shown["datatype"] = value.datatype.value
        return shown
    return {"type": "bnode", "value": str(value).removeprefix("_:")}


def _shown(value: Term | None, prefixes: Mapping[str, str]) -> str:
    return shortened(value.value, prefixes) if isinstance(value, ox.NamedNode) else plain(value)


def _values(arguments: Sequence[str]) -> dict[str, str]:
    """The parameters among the arguments.

    Raises:
        IllTypedParameterError: an argument is no `--name value`.
    """
    values: dict[str, str] = {}
    left = list(arguments)
    while left:
        word = left.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name or not (equals or left):
            raise IllTypedParameterError(name=word, value="", detail="--NAME VALUE")
        values[name] = value if equals else left.pop(0)
    return values


def _usage(name: str, example: str) -> str:
    return f"--{name} {example}"


def _csv_rows(rows: Sequence[Mapping[str, str]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()
