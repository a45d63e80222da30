"""`lhs report`."""

from pathlib import Path

from lhs_graph.cli.output import deliver
from lhs_graph.cli.session import Form, Session
from lhs_graph.errors import FileUnwritableError, IllTypedParameterError
from lhs_graph.report.overview import (
    Narrative,
    narrate,
    overview_files,
    overview_json,
    overview_turtle,
    print_overview,
)

__all__ = ["run_report"]


def run_report(session: Session, form: Form | None, output: Path | None) -> None:
    """Write what the collection says: a page where a file is named, else text on the screen.

    Raises:
        IllTypedParameterError: CSV has no folder to go to.
        FileUnwritableError: the file or folder cannot be written.
    """
    chosen = form or (Form.HTML if output else Form.TEXT)
    if chosen is Form.CSV and output is None:
        detail = session.say("report_needs_folder")
        raise IllTypedParameterError(name="--format", value=chosen.value, detail=detail)
    narrative = _narrative(session)
    if chosen is Form.TEXT:
        print_overview(session.console, narrative)
        session.console.print()
        session.console.print(session.say("report_page_hint", tables=len(narrative.tables)))
    elif chosen is Form.JSON:
        deliver(overview_json(narrative), output)
    elif chosen is Form.TURTLE:
        deliver(overview_turtle(narrative), output)
    elif output is not None and chosen is Form.CSV:
        _write_folder(narrative, output)
    else:
        from lhs_graph.report.overview.page import overview_html  # noqa: PLC0415  Jinja2 only for pages

        deliver(overview_html(narrative), output)
    if output is not None and chosen is not Form.TEXT:
        session.errors.print(session.say("report_written", place=output), markup=False)


def _narrative(session: Session) -> Narrative:
    graph = session.knowledge_graph
    with session.progress() as report:
        overview = graph.overview(report)
    return narrate(overview, graph.vocabulary, session.language)


def _write_folder(narrative: Narrative, folder: Path) -> None:
    """Write the files, the one that describes them last."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileUnwritableError.of(folder, error) from error
    for name, content in overview_files(narrative):
        deliver(content, folder / name)
