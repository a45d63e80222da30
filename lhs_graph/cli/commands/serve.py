"""The command that serves: its options and help."""

from pathlib import Path
from typing import Annotated

import typer

from lhs_graph.cli.options import Language, ReleaseFolder, open_session
from lhs_graph.cli.session import ending

__all__ = ["export", "serve"]


def serve(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535)] = 8000,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Serve a release as SPARQL endpoint, REST interface and linked data.

    It is built first where there is none. Further settings come from the environment (LHS_…) or
    from a file .env in this folder; deploy/README.md has the list.
    """
    from lhs_graph.cli.serving import run_serve  # noqa: PLC0415

    session = open_session(language, release)
    with ending(session):
        run_serve(session, host, port)


def export(
    folder: Annotated[Path, typer.Argument(help="New or empty folder for the site.")],
    *,
    url: Annotated[
        str | None,
        typer.Option(
            help="Address that the folder will have on the web; where it is not known yet, the"
            " site is written for the root of a host."
        ),
    ] = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Write the whole linked-data site as files that any Apache host serves.

    Pages in every language, all forms of RDF, dumps, queries with their answers, the negotiation
    (.htaccess) and the redirect to file with w3id.org. Nothing is left there if it fails.
    """
    from lhs_graph.cli.exporting import run_export  # noqa: PLC0415

    session = open_session(language, release)
    with ending(session):
        run_export(session, folder, url)
