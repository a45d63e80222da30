"""The command that reports on the whole collection: its options and help."""

from pathlib import Path
from typing import Annotated

import typer

from lhs_graph.cli.options import Language, ReleaseFolder, open_session
from lhs_graph.cli.session import Form, ending

__all__ = ["report"]


def report(
    *,
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            "-f",
            help="text, json, csv, turtle or html; html where --output names a file, else text.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Write to this file; with --format csv, to this folder.",
            show_default=False,
        ),
    ] = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Report what all described systems together document, and where they stop.

    A short results section with methods and limits: how often each value, element, phase and
    dimension is documented, where cycles stop, which goals have no support, which gaps sources
    report, how complete each case is. Every number leads down to its statements and sources.
    """
    from lhs_graph.cli.reporting import run_report  # noqa: PLC0415

    page = output if form is Form.TEXT else None
    session = open_session(language, release, page=page)
    with ending(session):
        run_report(session, form, output)
