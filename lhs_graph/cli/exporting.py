"""`lhs export`: the linked-data site as files."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from lhs_graph.cli.session import Session
from lhs_graph.errors import IllTypedParameterError
from lhs_graph.messages import Words
from lhs_graph.publication.export import export_site
from lhs_graph.publication.library import Library
from lhs_graph.publication.redirect import PLACEHOLDER
from lhs_graph.stored_answers import stored_answers
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
        done = export_site(
            library,
            folder,
            whole,
            lambda: stored_answers(session.knowledge_graph, session.language),
            progress,
        )
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
