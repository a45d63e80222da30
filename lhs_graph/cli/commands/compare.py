"""The commands that compare: their options and help."""

from typing import Annotated

import typer

from lhs_graph.cli.options import Language, Output, OutputForm, ReleaseFolder, open_session
from lhs_graph.cli.session import Form, ending

__all__ = ["compare", "nearest"]

_Levels = Annotated[
    list[str] | None,
    typer.Option(
        "--level",
        help="Only systems at this level of the health system, such as mesosystem. Repeatable.",
        show_default=False,
    ),
]
_Scales = Annotated[
    list[str] | None,
    typer.Option(
        "--scale",
        help="Only systems on this scale: local, regional, national or international. Repeatable.",
        show_default=False,
    ),
]
_Countries = Annotated[
    list[str] | None,
    typer.Option(
        "--country",
        help="Only systems in this country or province, such as CA or CA-QC. Repeatable.",
        show_default=False,
    ),
]
_Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        help="Only systems of this kind, such as research-network. Repeatable.",
        show_default=False,
    ),
]


def compare(
    systems: Annotated[
        list[str],
        typer.Argument(
            help="Two to 40 slugs of described systems or files of descriptions "
            "(- is standard input); one is enough beside a group."
        ),
    ],
    *,
    against: Annotated[
        str | None,
        typer.Option(
            "--with",
            help="Compare with the aggregate of a group: all described systems, or those that "
            "--level, --scale, --country and --kind choose.",
            metavar="all",
            show_default=False,
        ),
    ] = None,
    levels: _Levels = None,
    scales: _Scales = None,
    countries: _Countries = None,
    kinds: _Kinds = None,
    differences: Annotated[
        bool, typer.Option("--differences", help="Only places in which the systems differ.")
    ] = False,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Compare systems or designs over values, elements, phases, processes and dimensions.

    Each place is described, reported as a gap, not there, or not documented.
    """
    from lhs_graph.cli.comparing import GroupOptions, Shown, run_compare  # noqa: PLC0415

    session = open_session(language, release, page=output)
    with ending(session):
        group = GroupOptions(against, levels or (), scales or (), countries or (), kinds or ())
        run_compare(session, systems, group, Shown(form, output, differences))


def nearest(
    system: Annotated[
        str,
        typer.Argument(
            help="File of a description or design (- is standard input), "
            "or slug of a described system."
        ),
    ],
    *,
    top: Annotated[int, typer.Option("--top", help="How many systems to show.")] = 5,
    levels: _Levels = None,
    scales: _Scales = None,
    countries: _Countries = None,
    kinds: _Kinds = None,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Find the described systems that resemble a design most.

    By what they share, what they have that it lacks, and the reverse; what is not documented is
    not counted as different.
    """
    from lhs_graph.cli.comparing import GroupOptions, Shown, run_nearest  # noqa: PLC0415

    session = open_session(language, release, page=output)
    with ending(session):
        group = GroupOptions(None, levels or (), scales or (), countries or (), kinds or ())
        run_nearest(session, system, group, Shown(form, output), top)
