"""The options that commands share."""

from pathlib import Path
from typing import Annotated

import typer

from lhs_graph.cli.session import Exit, Form, Session, default_language
from lhs_graph.errors import IllTypedParameterError
from lhs_graph.messages import Words, languages

__all__ = ["Endpoint", "Language", "Output", "OutputForm", "ReleaseFolder", "open_session"]

Language = Annotated[
    str,
    typer.Option(
        "--lang",
        default_factory=default_language,
        help="Language of sentences and labels: en or fr.",
        envvar="LHS_LANG",
        show_default="your environment's, else en",
    ),
]
ReleaseFolder = Annotated[
    Path | None,
    typer.Option(
        "--release",
        help="Folder of a release built with lhs build. Without it, one is built once and cached.",
        envvar="LHS_RELEASE",
        show_default=False,
    ),
]
OutputForm = Annotated[Form, typer.Option("--format", "-f", help="Form of the output.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", help="Write to this file instead of the screen.", show_default=False
    ),
]


Endpoint = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        help="Ask this SPARQL 1.1 engine instead of the release; it must hold the release's data.",
        envvar="LHS_ENDPOINT",
        show_default=False,
    ),
]


def open_session(
    language: str,
    release: Path | None = None,
    endpoint: str | None = None,
    *,
    page: Path | None = None,
) -> Session:
    """The run's session; text goes to the page where one is given.

    Ends the run with 2 where there are no sentences in that language.
    """
    if language not in languages():
        known = ", ".join(languages())
        detail = Words("question.choose", (("choices", known),))
        error = IllTypedParameterError(name="--lang", value=language, detail=detail)
        typer.echo(error.explain(default_language()), err=True)
        raise SystemExit(Exit.UNREADABLE)
    return Session(language, release, endpoint, page)
