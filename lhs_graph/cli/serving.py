"""`lhs serve`: the command line's door to the service, which is an extra."""

from pathlib import Path

from lhs_graph.cli.session import Session
from lhs_graph.errors import ExtraMissingError, ReleaseMissingError
from lhs_graph.release import Release

__all__ = ["run_serve"]


def run_serve(session: Session, host: str, port: int) -> None:
    """Serve until interrupted.

    Raises:
        ExtraMissingError: the service's packages are not installed.
        IllTypedParameterError: a setting has a value that it cannot have, or the address cannot be
            used.
        FileUnreadableError: the file of settings or the folder of releases cannot be read.
        FileUnwritableError: no release can be built in that folder.
    """
    try:
        from lhs_api.server import serve  # noqa: PLC0415  an extra
        from lhs_api.settings import read_settings  # noqa: PLC0415
    except ImportError as error:
        raise ExtraMissingError(extra="service", name=error.name) from error
    settings = read_settings()
    release = _release(session, session.release_folder or settings.release)
    serve(
        settings,
        release,
        host,
        port,
        lambda address: session.console.print(
            session.say("serving", address=address, version=release.manifest.data_version)
        ),
    )


def _release(session: Session, folder: Path | None) -> Release:
    """The release in the folder that was named, built there where it is empty."""
    if folder is None:
        return session.knowledge_graph.release
    try:
        return Release.current(folder)
    except ReleaseMissingError:
        return session.build(folder, list(session.knowledge_graph.catalogue.cases()), [])
