"""The commands that help to improve a design: their options and help."""

from pathlib import Path
from typing import Annotated

import typer

from lhs_graph.cli.options import Language, Output, OutputForm, ReleaseFolder, open_session
from lhs_graph.cli.session import Form, ending

__all__ = ["diff", "whatif"]

_Unchanged = Annotated[
    bool, typer.Option("--unchanged", help="List the findings that stay as they are, too.")
]


def whatif(
    target: Annotated[
        str,
        typer.Argument(
            help=(
                "A description in any form, - for standard input, or the slug of a described "
                "system."
            )
        ),
    ],
    *,
    add: Annotated[
        list[str] | None,
        typer.Option(
            "--add",
            help=(
                "What to add: YAML in the keys of a description, such as "
                "'goals: {id: g9, name: A goal}', or part, key and value, such as 's1 goals g9'. "
                "Repeat for several."
            ),
        ),
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option(
            "--remove",
            help=(
                "What to take away, before anything is added: a part with all that is under it, "
                "such as s1; all values of a key, such as 's1 goals'; or one value, such as "
                "'s1 goals g9'. Repeat for several."
            ),
        ),
    ] = None,
    patch: Annotated[
        list[Path] | None,
        typer.Option(
            "--patch",
            help=(
                "A file with the change: YAML with the keys remove and add, an RDF Patch, or the "
                "Turtle that lhs diff writes. Carried out first."
            ),
        ),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(
            help="Least severity left after the change that ends the run with 1: "
            "minor, major, critical or never."
        ),
    ] = "minor",
    unchanged: _Unchanged = False,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Show which findings a change would close and open; nothing is stored.

    Ends as lhs check would for the changed description: 0 where there is no finding at or above
    --fail-on, 1 where there is one, 2 where the description or the change cannot be read.
    """
    from lhs_graph.cli.improving import Change, ChangeOptions, run_whatif  # noqa: PLC0415

    session = open_session(language, release, page=output)
    with ending(session):
        options = ChangeOptions(fail_on, unchanged, form, output)
        change = Change(patch or [], remove or [], add or [])
        raise SystemExit(run_whatif(session, target, change, options))


def diff(
    old: Annotated[
        str,
        typer.Argument(help="The old version: a description, or the slug of a described system."),
    ],
    new: Annotated[
        str,
        typer.Argument(help="The new version: a description, or the slug of a described system."),
    ],
    *,
    unchanged: _Unchanged = False,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Show what changed between two versions of a description, and in its findings.

    Parts are compared, not lines. Ends with 0 where nothing differs, 1 where something does, 2
    where a version cannot be read.
    """
    from lhs_graph.cli.improving import ChangeOptions, run_diff  # noqa: PLC0415

    session = open_session(language, release, page=output)
    with ending(session):
        options = ChangeOptions("never", unchanged, form, output)
        raise SystemExit(run_diff(session, old, new, options))
