"""The command that repairs: its options and help."""

from pathlib import Path
from typing import Annotated

import typer

from lhs_graph.cli.options import Language, Output, OutputForm, ReleaseFolder, open_session
from lhs_graph.cli.session import Form, ending

__all__ = ["repair"]


def repair(
    file: Annotated[
        Path,
        typer.Argument(help="A description or design in any form; - is standard input."),
    ],
    *,
    severity: Annotated[
        str,
        typer.Option(help="Least severity of the findings to close: minor, major or critical."),
    ] = "minor",
    certainty: Annotated[
        list[str] | None,
        typer.Option(
            help=(
                "Close only findings that are reported, confirmed or undocumented; repeat for "
                "several. Without it, all of them."
            )
        ),
    ] = None,
    costs: Annotated[
        Path | None,
        typer.Option(
            help=(
                "YAML file with the cost of additions by concept (element/ethics-review-board), "
                "class (Support) or property (connectsTo), and default for all others. Without "
                "it, each costs one. The fewest additions come first, then the least cost."
            ),
            show_default=False,
        ),
    ] = None,
    time: Annotated[
        float,
        typer.Option(
            min=0,
            help=(
                "Seconds to search. When they are over, the best plan found is given with a "
                "proven bound."
            ),
        ),
    ] = 20.0,
    patched: Annotated[
        Path | None,
        typer.Option(
            help=(
                "Write the repaired design to this file, as YAML or in the RDF form that was "
                "read, without comments. New parts are planned and named as proposed. Another file "
                "than the one that was read; a file of that name is replaced."
            ),
            show_default=False,
        ),
    ] = None,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Find the fewest, then least costly, additions and links that leave no finding.

    The plan is applied and checked again. The file itself stays as it is. Ends with 0 where nothing
    asked for is left, 1 where something cannot be closed by additions, 2 where a file cannot be
    read, 3 where the tool failed.
    """
    from lhs_graph.cli.repairing import RepairOptions, run_repair  # noqa: PLC0415

    session = open_session(language, release, page=output)
    with ending(session):
        options = RepairOptions(severity, certainty or [], costs, time, patched, form, output)
        raise SystemExit(run_repair(session, file, options))
