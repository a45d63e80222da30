"""The commands that check: their options and help."""

from pathlib import Path
from typing import Annotated

import typer

from lhs_graph.cli.options import Language, Output, OutputForm, ReleaseFolder, open_session
from lhs_graph.cli.session import Form, ending

__all__ = ["check", "gaps"]


def check(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Descriptions: YAML, JSON-LD, Turtle, RDF/XML, N-Triples; - is standard input."
        ),
    ],
    *,
    level: Annotated[
        str,
        typer.Option(
            help="How deep: wellformed (the document), framework (what is missing), aligned (all)."
        ),
    ] = "aligned",
    fail_on: Annotated[
        str,
        typer.Option(
            help="Least severity that ends the run with 1: minor, major, critical or never."
        ),
    ] = "minor",
    brief: Annotated[
        bool, typer.Option("--brief", help="Leave out reasons, remedies and precedents.")
    ] = False,
    engine: Annotated[
        str, typer.Option(help="SHACL engine: shacl, or pyshacl (slow, the reference).")
    ] = "shacl",
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Check descriptions or designs and report their alignment gaps.

    Ends with 0 where there is no finding at or above --fail-on, 1 where there is one, 2 where a
    file cannot be read, 3 where the tool failed.
    """
    from lhs_graph.cli.checking import CheckOptions, run_check  # noqa: PLC0415

    session = open_session(language, release, page=output)
    with ending(session):
        options = CheckOptions(level, fail_on, brief, engine, form, output)
        raise SystemExit(run_check(session, files, options))


def gaps(
    *,
    case: Annotated[
        list[str] | None, typer.Option(help="Slug of a described system; repeat for several.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Notation of a gap kind such as P3; repeat for several."),
    ] = None,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Show the gaps of the described systems.

    The matrix of systems by kinds, or every gap of those chosen.
    """
    from lhs_graph.cli.checking import run_gaps  # noqa: PLC0415

    session = open_session(language, release, page=output)
    with ending(session):
        run_gaps(session, case or [], kind or [], form, output)
