"""The whole site as files that a plain Apache host serves with content negotiation.

Every form of every document is a file; type maps (Apache, mod_negotiation) list the forms, so that
the server weighs Accept and Accept-Language by full q-values, as the service does.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from lhs_graph.errors import FileUnwritableError
from lhs_graph.messages import Words, languages
from lhs_graph.publication.document import Document
from lhs_graph.publication.forms import HTML, QUERY, SUFFIXES, suffix_of
from lhs_graph.publication.html import ASSETS, asset, document_html
from lhs_graph.publication.library import Library
from lhs_graph.publication.profiles import DEFAULT_PROFILE
from lhs_graph.publication.rdf import document_rdf
from lhs_graph.publication.sitemap import robots, sitemap
from lhs_graph.terms import BASE

__all__ = ["Exported", "export_site"]

_FIRST: Final = "1.000"
_LATER: Final = "0.999"
_LEAST: Final = "0.998"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many documents, in how many files."""

    folder: Path
    documents: int
    files: int


def export_site(
    library: Library,
    folder: Path,
    url: str,
    answers: Callable[[], Mapping[str, str]],
    progress: Callable[[str, int, int], None],
) -> Exported:
    """Write the site into a new or empty folder; nothing is left there if it fails.

    Args:
        library: the documents.
        folder: where to.
        url: the address that the folder will have on the web, with the slash at its end.
        answers: gives the answers of the stored queries, as CSV by query id.
        progress: called with the stage, how much is done and how much there is.

    Raises:
        FileUnwritableError: the folder holds something already, or cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileUnwritableError(file=str(folder), detail=Words("file.exists"))
    draft = folder.with_name(f".{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(parents=True)
        addresses = list(library.addresses())
        for number, address in enumerate(addresses):
            document = library.find(address)
            if document is not None:
                _write_document(draft, document, library)
            progress("export", number + 1, len(addresses))
        for name, table in answers().items():
            _file(draft, f"query/{name}.csv").write_text(table, encoding="utf-8", newline="")
        _write_rest(draft, library, url, addresses)
        written = sum(1 for path in draft.rglob("*") if path.is_file())
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    except OSError as error:
        raise FileUnwritableError.of(folder, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Exported(folder, len(addresses), written)


def _write_document(folder: Path, document: Document, library: Library) -> None:
    name = document.address or "index"
    prefixes = library.knowledge.prefixes
    for kind in document.forms:
        content = document_rdf(document, kind, DEFAULT_PROFILE, library.statements, prefixes)
        _file(folder, f"{name}.{suffix_of(kind)}").write_bytes(content)
    if document.text:
        _file(folder, f"{name}.{suffix_of(QUERY)}").write_text(document.text, encoding="utf-8")
    for language in languages():
        page = document_html(document, library, language)
        _file(folder, f"{name}.{language}.html").write_text(page, encoding="utf-8")
    last = name.rsplit("/", 1)[-1]
    data = [_variant(f"{last}.{suffix_of(document.forms[0])}", document.forms[0], "{first}")]
    data += [
        _variant(f"{last}.{suffix_of(kind)}", kind, _LEAST)
        for kind in (*document.forms[1:], *((QUERY,) if document.text else ()))
    ]
    pages = [_variant(f"{last}.{one}.html", HTML, "{page}", one) for one in languages()]
    maps = {
        "var": "\n".join((*data, *pages)).format(first=_FIRST, page=_LEAST),
        "pages.var": "\n".join((*pages, *data)).format(first=_LATER, page=_FIRST),
        "html.var": "\n".join(pages).format(page=_FIRST),
    }
    for suffix, text in maps.items():
        _file(folder, f"{name}.{suffix}").write_text(text, encoding="utf-8")


def _variant(uri: str, kind: str, quality: str, language: str | None = None) -> str:
    spoken = f"Content-language: {language}\n" if language else ""
    return f"URI: {uri}\nContent-type: {kind};qs={quality}\n{spoken}"


def _write_rest(folder: Path, library: Library, url: str, addresses: list[str]) -> None:
    for name in ASSETS:
        _file(folder, f"static/{name}").write_bytes(asset(name))
    for release in library.knowledge.release.kept():
        for name in (*release.manifest.files, "SHA256SUMS"):
            target = _file(folder, f"data/{release.manifest.data_version}/{name}")
            shutil.copyfile(release.folder / name, target)
    _file(folder, "sitemap.xml").write_text(sitemap(url, addresses), encoding="utf-8")
    _file(folder, "robots.txt").write_text(robots(url), encoding="utf-8")
    environment = Environment(
        loader=PackageLoader("lhs_graph.publication", "templates"),
        autoescape=False,  # noqa: S701  these files are no HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    facts = {
        "types": [(kind, suffix) for suffix, kind in SUFFIXES.items()],
        "languages": languages(),
        "path": urlsplit(url).path,
        "base": BASE,
        "target": url,
        "withdrawn": sorted(_withdrawn(library)),
    }
    for name, template in (
        (".htaccess", "htaccess.j2"),
        ("w3id/.htaccess", "w3id.htaccess.j2"),
        ("w3id/README.md", "w3id.md.j2"),
    ):
        text = environment.get_template(template).render(**facts)
        _file(folder, name).write_text(text, encoding="utf-8")


def _withdrawn(library: Library) -> Iterator[str]:
    """The addresses of what is not described any more, and those of the documents about it."""
    for address, one in library.withdrawn.items():
        yield from {address, one.iri.removeprefix(BASE)}


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
