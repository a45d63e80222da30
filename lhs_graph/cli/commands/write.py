"""The commands that write files: their options and help."""

from pathlib import Path
from typing import Annotated

import typer

from lhs_graph.cli.options import Language, Output, open_session
from lhs_graph.cli.session import ending

__all__ = ["convert", "new"]


def new(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
    *,
    language: Language,
) -> None:
    """Write a commented template of a description, ready to fill in."""
    from lhs_graph.cli.files import run_new  # noqa: PLC0415

    session = open_session(language)
    with ending(session):
        run_new(session, file)


def convert(
    file: Annotated[
        Path, typer.Argument(help="A description in any of the forms; - reads standard input.")
    ],
    *,
    to: Annotated[str, typer.Option("--to", help="yaml, jsonld, turtle, rdfxml or ntriples.")],
    output: Output = None,
    language: Language,
) -> None:
    """Convert a description to another form; nothing is lost on the way."""
    from lhs_graph.cli.files import run_convert  # noqa: PLC0415

    session = open_session(language)
    with ending(session):
        run_convert(session, file, to, output)
