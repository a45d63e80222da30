"""`lhs synergy` and `lhs why`."""

from pathlib import Path

from lhs_graph.cli.output import deliver
from lhs_graph.cli.session import Form, Session
from lhs_graph.description import Description
from lhs_graph.errors import IllTypedParameterError
from lhs_graph.synergy import TABLES

__all__ = ["run_synergy", "run_why"]


def run_synergy(
    session: Session, name: str, form: Form, table: str | None, output: Path | None
) -> None:
    """Analyse one description or described system and print it in that form."""
    tables = ", ".join(TABLES)
    if table not in (None, *TABLES):
        raise IllTypedParameterError(name="--table", value=table, detail=tables)
    if form is Form.CSV and table is None:
        detail = session.say("csv_table", tables=tables)
        raise IllTypedParameterError(name="--format", value=form.value, detail=detail)
    if form is not Form.CSV and table is not None:
        raise IllTypedParameterError(name="--format", value=form.value, detail=Form.CSV.value)
    graph, language = session.knowledge_graph, session.language
    synergy = graph.synergy(_description(session, name))
    if form is Form.TEXT:
        from lhs_graph.report.synergy_text import print_synergy  # noqa: PLC0415  one form a run

        print_synergy(session.console, synergy, graph.vocabulary, language)
        return
    if form is Form.HTML:
        from lhs_graph.report.synergy_page import synergy_html  # noqa: PLC0415  Jinja2 only for pages

        deliver(synergy_html(synergy, graph.vocabulary, language), output)
        return
    from lhs_graph.report import synergy as data  # noqa: PLC0415  one form a run

    if form is Form.JSON:
        deliver(data.synergy_json(synergy, language), output)
    elif form is Form.CSV:
        deliver(data.synergy_csv(synergy, table or "", language), output)
    else:
        deliver(data.synergy_turtle(synergy), output)


def run_why(session: Session, name: str, support: str, form: Form, output: Path | None) -> None:
    """Say why a support of one description or described system exists, in that form."""
    graph, language = session.knowledge_graph, session.language
    why = graph.why(_description(session, name), support)
    if form is Form.TEXT:
        from lhs_graph.report.synergy_text import print_why  # noqa: PLC0415  one form a run

        print_why(session.console, why, graph.vocabulary, language)
        return
    if form is Form.HTML:
        from lhs_graph.report.synergy_page import why_html  # noqa: PLC0415  Jinja2 only for pages

        deliver(why_html(why, graph.vocabulary, language), output)
        return
    from lhs_graph.report import synergy as data  # noqa: PLC0415  one form a run

    if form is Form.JSON:
        deliver(data.why_json(why, language), output)
    elif form is Form.CSV:
        deliver(data.why_csv(why, language), output)
    else:
        deliver(data.why_turtle(why), output)


def _description(session: Session, name: str) -> Description:
    """The description in that file (- is standard input), or that of the system of that slug."""
    graph = session.knowledge_graph
    path = Path(name)
    return graph.reader.read_file(path) if name == "-" or path.suffix else graph.stored(name)
