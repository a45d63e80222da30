"""The commands that operate the graph: their options and help."""

from pathlib import Path
from typing import Annotated

import typer

from lhs_graph.cli.options import Language, Output, OutputForm, ReleaseFolder, open_session
from lhs_graph.cli.session import Form, ending

__all__ = ["build", "doctor", "reason"]


def build(
    *,
    out: Annotated[
        Path | None, typer.Option(help="Folder for releases.", show_default="your cache folder")
    ] = None,
    cases: Annotated[
        Path | None, typer.Option(help="Folder of descriptions.", show_default="the shipped cases")
    ] = None,
    include: Annotated[
        list[Path] | None, typer.Option(help="A .nq or .trig file to add; repeat for several.")
    ] = None,
    language: Language,
) -> None:
    """Compile ontology, descriptions, queries and entailments into a versioned release.

    Swapped in atomically.
    """
    from lhs_graph.cli.operating import run_build  # noqa: PLC0415

    session = open_session(language)
    with ending(session):
        run_build(session, out, cases, include or [])


def reason(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Descriptions to add to the ontology; none adds all cases."),
    ] = None,
    *,
    timeout: Annotated[
        int, typer.Option(help="Seconds after which the reasoner is stopped.")
    ] = 300,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
) -> None:
    """Let HermiT say whether ontology and cases are consistent, and show what it classified."""
    from lhs_graph.cli.operating import run_reason  # noqa: PLC0415

    session = open_session(language, page=output)
    with ending(session):
        raise SystemExit(run_reason(session, files or [], timeout, form, output))


def doctor(
    *,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Say what is installed, what is missing, in what state the release is.

    And what to do about it.
    """
    from lhs_graph.cli.operating import run_doctor  # noqa: PLC0415

    session = open_session(language, release, page=output)
    with ending(session):
        raise SystemExit(run_doctor(session, form, output))
