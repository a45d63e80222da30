"""`lhs export`: the linked-data site as files."""

from collections.abc import Mapping
from pathlib import Path

from lhs_graph.cli.asking import table_csv
from lhs_graph.cli.session import Session
from lhs_graph.publication.export import export_site
from lhs_graph.publication.library import Library

__all__ = ["run_export"]


def run_export(session: Session, folder: Path, url: str) -> None:
    """Write the site into a folder and say how much it is."""
    with session.progress() as progress:
        whole = url if url.endswith("/") else f"{url}/"
        library = Library(session.knowledge_graph)
        done = export_site(library, folder, whole, lambda: _answers(session), progress)
    facts = {"folder": done.folder, "documents": done.documents, "files": done.files}
    session.console.print(session.say("exported", **facts), markup=False)


def _answers(session: Session) -> Mapping[str, str]:
    """The answers of the questions with their own queries, asked with the examples they name."""
    graph = session.knowledge_graph
    found = {}
    for name, question in graph.questions.items():
        if not question.fixed:
            given = {one.name: one.example for one in question.parameters if one.required}
            found[name] = table_csv(graph.ask(name, given, session.language))
    return found
