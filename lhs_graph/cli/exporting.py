"""`lhs export`: the linked-data site as files."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from lhs_graph.cli.asking import table_csv
from lhs_graph.cli.checking import gaps_csv
from lhs_graph.cli.session import Session
from lhs_graph.errors import IllTypedParameterError
from lhs_graph.headers import read_query_file
from lhs_graph.messages import Words
from lhs_graph.publication.export import export_site
from lhs_graph.publication.host_files import PLACEHOLDER
from lhs_graph.publication.library import Library
from lhs_graph.terms import BASE

__all__ = ["run_export"]

_ADDRESS: Final = re.compile(
    r"https?://(?P<host>[\w.-]+|\[[0-9A-Fa-f:.]+\])(:\d+)?(?P<path>/[\w.~%/+@,=-]*)"
)


def run_export(session: Session, folder: Path, url: str | None) -> None:
    """Write the site into a folder and say how much it is.

    Raises:
        IllTypedParameterError: no site can be at that address.
    """
    whole = None if url is None else _address(url)
    with session.progress() as progress:
        library = Library(session.knowledge_graph)
        done = export_site(library, folder, whole, lambda: _answers(session), progress)
    facts = {"folder": done.folder, "documents": done.documents, "files": done.files}
    session.console.print(session.say("exported", **facts), markup=False)
    if whole is None:
        facts = {"placeholder": PLACEHOLDER, "file": done.folder / "w3id" / "README.md"}
        session.console.print(session.say("exported_nowhere", **facts), markup=False)


def _address(url: str) -> str:
    """The address of a site, with the slash at its end.

    Raises:
        IllTypedParameterError: it is none of the web's, or the one that leads to the site.
    """
    whole = url if url.endswith("/") else f"{url}/"
    found, own = _ADDRESS.fullmatch(whole), urlsplit(BASE)
    if found is None:
        raise IllTypedParameterError(name="--url", value=url, detail=Words("cli.url_of_no_site"))
    if found["host"].lower() == own.hostname and found["path"].startswith(own.path):
        detail = Words("cli.url_of_identifiers", (("base", BASE),))
        raise IllTypedParameterError(name="--url", value=url, detail=detail)
    return whole


def _answers(session: Session) -> Mapping[str, str]:
    """The answers of all queries: questions asked with the examples they name, and detectors."""
    graph = session.knowledge_graph
    found = {}
    for name, question in graph.questions.items():
        if not question.fixed:
            given = {one.name: one.example for one in question.parameters if one.required}
            found[name] = table_csv(graph.ask(name, given, session.language))
    return {**found, **_gaps(session)}


def _gaps(session: Session) -> Mapping[str, str]:
    """What each detector that is a query finds in the collection, by the query's id."""
    graph = session.knowledge_graph
    gaps = graph.gaps([], []).gaps
    queries = map(read_query_file, graph.catalogue.gap_queries())
    return {
        query.id: gaps_csv(session, [one for one in gaps if one.kind.notation == query.detects])
        for query in queries
    }
