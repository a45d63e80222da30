"""The command that tells what changed in the ontology: its options and help."""

from pathlib import Path
from typing import Annotated

import typer

from lhs_graph.cli.options import Language, Output, OutputForm, open_session
from lhs_graph.cli.session import Form, ending

__all__ = ["changelog"]

_SIDE = "a release, a checkout of the project, a folder of Turtle files, or an RDF file"


def changelog(
    old: Annotated[Path, typer.Argument(help=f"The old version: {_SIDE}.", show_default=False)],
    new: Annotated[Path, typer.Argument(help="The new version, likewise.", show_default=False)],
    *,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
) -> None:
    """Tell what changed between two versions of the ontology, term by term.

    Terms added, deprecated, no longer deprecated, changed and removed, with the values that differ.
    Nameless nodes are compared by what they say. The run ends with 1 where anything differs.
    """
    from lhs_graph.cli.changelog import run_changelog  # noqa: PLC0415

    session = open_session(language, page=output)
    with ending(session):
        raise SystemExit(run_changelog(session, old, new, form, output))
