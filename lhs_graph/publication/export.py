"""The whole site as files that a plain Apache host serves with content negotiation.

Every form of every document is a file; type maps (Apache, mod_negotiation) list the forms, so that
the server weighs Accept and Accept-Language by full q-values, as the service does. No document says
that a SPARQL endpoint or an API is there; dumps and named graphs are the data as it is, in which
each query names the endpoint that it is meant for.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lhs_graph.errors import FileUnwritableError
from lhs_graph.messages import Words, languages
from lhs_graph.publication.assets import published_files
from lhs_graph.publication.document import Document
from lhs_graph.publication.forms import CSV, QUERY, suffix_of
from lhs_graph.publication.host_files import host_files
from lhs_graph.publication.html import ASSETS, LOGO, asset, document_html
from lhs_graph.publication.library import Library
from lhs_graph.publication.profiles import DEFAULT_PROFILE
from lhs_graph.publication.rdf import document_rdf_in
from lhs_graph.publication.type_maps import type_maps
from lhs_graph.publication.without_service import without_service
from lhs_graph.release import CHECKSUMS

__all__ = ["Exported", "export_site"]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many documents, in how many files."""

    folder: Path
    documents: int
    files: int


def export_site(
    library: Library,
    folder: Path,
    url: str | None,
    answers: Callable[[], Mapping[str, str]],
    progress: Callable[[str, int, int], None],
) -> Exported:
    """Write the site into a new or empty folder; nothing is left there if it fails.

    Args:
        library: the documents.
        folder: where to.
        url: the address that the folder will have on the web, with the slash at its end; where it
            is not known, the site is written for the root of a host.
        answers: gives the answers of the stored queries, as CSV by query id.
        progress: called with the stage, how much is done and how much there is.

    Raises:
        FileUnwritableError: the folder holds something already, or cannot be written.
    """
    draft = folder.with_name(f".{folder.name}.draft")
    try:
        if folder.exists() and any(folder.iterdir()):
            raise FileUnwritableError(file=str(folder), detail=Words("file.exists"))
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        documents = _write_documents(draft, library, answers(), progress)
        _write_rest(draft, library)
        kept = [one for one, for_ever in documents.items() if for_ever]
        for name, text in host_files(library, url, list(documents), kept):
            _file(draft, name).write_text(text, encoding="utf-8")
        written = _dated(draft, library.knowledge.release.manifest.created)
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    except OSError as error:
        raise FileUnwritableError.of(folder, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Exported(folder, len(documents), written)


def _write_documents(
    folder: Path,
    library: Library,
    answers: Mapping[str, str],
    progress: Callable[[str, int, int], None],
) -> Mapping[str, bool]:
    """Write every document; by its address whether it may be kept for ever."""
    tables = {f"query/{name}": table for name, table in answers.items()}
    written = {}
    addresses = list(library.addresses())
    for number, address in enumerate(addresses):
        document = library.find(address)
        if document is not None:
            _write_document(folder, without_service(document), library, tables)
            written[address] = document.immutable
        progress("export", number + 1, len(addresses))
    return written


def _write_document(
    folder: Path, document: Document, library: Library, answers: Mapping[str, str]
) -> None:
    name = document.address or "index"
    prefixes = library.knowledge.prefixes
    said = document_rdf_in(document, document.forms, DEFAULT_PROFILE, library.statements, prefixes)
    for kind, content in said:
        _file(folder, f"{name}.{suffix_of(kind)}").write_bytes(content)
    if document.text:
        _file(folder, f"{name}.{suffix_of(QUERY)}").write_text(document.text, encoding="utf-8")
        answer = answers[document.address]
        _file(folder, f"{name}.{suffix_of(CSV)}").write_text(answer, encoding="utf-8", newline="")
    for language in languages():
        page = document_html(document, library, language, live=False)
        _file(folder, f"{name}.{language}.html").write_text(page, encoding="utf-8")
    maps = type_maps(document, name.rsplit("/", 1)[-1])
    for suffix, text in maps.items():
        _file(folder, f"{name}.{suffix}").write_text(text, encoding="utf-8")


def _write_rest(folder: Path, library: Library) -> None:
    for name in ASSETS:
        _file(folder, f"static/{name}").write_bytes(asset(name))
    _file(folder, LOGO).write_bytes(asset(LOGO))
    for name, (_, path) in published_files(library.knowledge.catalogue).items():
        shutil.copyfile(path, _file(folder, name))
    for release in library.knowledge.release.kept():
        for name in (*release.manifest.files, CHECKSUMS):
            target = _file(folder, f"data/{release.manifest.data_version}/{name}")
            shutil.copyfile(release.folder / name, target)


def _dated(folder: Path, created: str) -> int:
    """Give all files the time of the release, which hosts say as Last-Modified; how many."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    seconds = datetime.fromisoformat(created).timestamp()
    for path in files:
        os.utime(path, (seconds, seconds))
    return len(files)


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
