"""The commands that ask the graph: their options and help."""

from typing import Annotated

import typer

from lhs_graph.cli.options import (
    Endpoint,
    Language,
    Output,
    OutputForm,
    ReleaseFolder,
    open_session,
)
from lhs_graph.cli.session import Form, ending

__all__ = ["ask", "show", "sparql"]


def ask(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="Name or number of a question; none lists them all.")
    ] = None,
    *,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
    endpoint: Endpoint = None,
) -> None:
    """Answer a catalogued question.

    Its parameters are given as --NAME VALUE. Without a name, list the questions.
    """
    from lhs_graph.cli.asking import list_questions, run_question  # noqa: PLC0415

    session = open_session(language, release, endpoint, page=output)
    with ending(session):
        if name is None:
            list_questions(session, form, output)
        else:
            run_question(session, name, context.args, form, output)


def sparql(
    file: Annotated[
        str, typer.Argument(help="File with a SPARQL 1.1 query, or - for standard input.")
    ],
    *,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
    endpoint: Endpoint = None,
) -> None:
    """Run a SPARQL query on the graph; the project's prefixes are declared already."""
    from lhs_graph.cli.asking import run_sparql  # noqa: PLC0415

    session = open_session(language, release, endpoint, page=output)
    with ending(session):
        run_sparql(session, file, form, output)


def show(
    slug: Annotated[str, typer.Argument(help="Slug of a described system, such as geisinger.")],
    *,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Show one described system with every statement and its sources."""
    from lhs_graph.cli.showing import run_show  # noqa: PLC0415

    session = open_session(language, release, page=output)
    with ending(session):
        run_show(session, slug, form, output)
