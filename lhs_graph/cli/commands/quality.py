"""The command that measures the ontology's own quality: its options and help."""

from pathlib import Path
from typing import Annotated

import typer

from lhs_graph.cli.options import Language, Output, OutputForm, open_session
from lhs_graph.cli.session import Form, ending

__all__ = ["quality"]


def quality(
    *,
    service: Annotated[
        str | None,
        typer.Option(
            "--service",
            help="Address of a running service, such as http://127.0.0.1:8000, to ask as well.",
            envvar="LHS_SERVICE",
            show_default=False,
        ),
    ] = None,
    publish: Annotated[
        Path | None,
        typer.Option(
            help="The folder of releases that the service serves: keep there what it answered, so"
            " that its page /quality shows it.",
            show_default=False,
        ),
    ] = None,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
) -> None:
    """Measure the ontology by what FAIR checkers and ontology scanners ask.

    With a service, also by how it answers for the ontology's addresses. A metric that only the web
    or a person could decide is listed as not checked. The run ends with 1 where a metric failed.
    """
    from lhs_graph.cli.quality import run_quality  # noqa: PLC0415

    session = open_session(language, page=output)
    with ending(session):
        raise SystemExit(run_quality(session, service, form, output, publish))
