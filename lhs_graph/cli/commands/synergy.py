"""The commands that measure alignment: their options and help."""

from typing import Annotated

import typer

from lhs_graph.cli.options import Language, Output, OutputForm, ReleaseFolder, open_session
from lhs_graph.cli.session import Form, ending

__all__ = ["synergy", "why"]

System = Annotated[
    str,
    typer.Argument(
        help="File of a description (- is standard input), or slug of a described system."
    ),
]


def synergy(
    system: System,
    *,
    table: Annotated[
        str | None,
        typer.Option(
            help="With --format csv: components, articulation, goals, pillars or loops.",
            show_default=False,
        ),
    ] = None,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Show how the parts of a system or design work together.

    What hangs together, what hangs on one support, what each goal rests on, how the pillars are
    connected, and where learning loops are broken. It measures and does not judge: the run ends
    with 0 whatever it shows; lhs check says what is a gap.
    """
    from lhs_graph.cli.aligning import run_synergy  # noqa: PLC0415

    session = open_session(language, release, page=output)
    with ending(session):
        run_synergy(session, system, form, table, output)


def why(
    system: System,
    support: Annotated[str, typer.Argument(help="A support of it: its id, its IRI or its name.")],
    *,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Show why a support exists: the shortest ways from it to goals, core values and value.

    Where no path leads to one of them, show where the paths stop.
    """
    from lhs_graph.cli.aligning import run_why  # noqa: PLC0415

    session = open_session(language, release, page=output)
    with ending(session):
        run_why(session, system, support, form, output)
