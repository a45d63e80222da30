"""What a host needs besides documents: its rules, the pages of refusals, what robots read first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from lhs_graph.messages import languages, sentence
from lhs_graph.publication.assets import published_files
from lhs_graph.publication.forms import (
    CSV,
    DOCUMENT_FORMS,
    GRAPH_FORMS,
    HTML,
    QUERY,
    SUFFIXES,
    suffix_of,
    with_charset,
)
from lhs_graph.publication.html import problem_html
from lhs_graph.publication.library import Library
from lhs_graph.publication.profiles import DEFAULT_PROFILE, profile_iri
from lhs_graph.publication.redirect import IN_FORCE, PLACEHOLDER, redirect_files
from lhs_graph.publication.sitemap import robots, sitemap
from lhs_graph.publication.templating import filled
from lhs_graph.publication.type_maps import page_map
from lhs_graph.release import CHECKSUMS
from lhs_graph.terms import BASE

__all__ = ["host_files"]

_REFUSALS: Final[Mapping[int, str]] = {404: "not-found", 406: "not-acceptable", 410: "withdrawn"}
_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_TYPES: Final = (
    *SUFFIXES.items(),
    ("css", "text/css"),
    ("svg", "image/svg+xml"),
    ("json", "application/json"),
    ("xml", "application/xml"),
    ("txt", "text/plain"),
)
_NAMED_HTML: Final = (
    r"^[^|]*(text(/|%2F)html|application(/|%2F)xhtml(\+|%2B)xml)[^|]*\||"
    r"^\|.*(text/html|application/xhtml\+xml)"
)
"""The wish for a page, in the parameter, or in the header where there is no parameter."""
_ESCAPED: Final = {f"%{ord(sign):02X}": sign for sign in "/+;=,*"} | {"%20": "+"}
"""What may be escaped in that parameter, whose plus signs may have become blanks."""
_MARKS: Final = {
    "DOCUMENT": "var",
    "QUERY": suffix_of(QUERY),
    "GRAPH": suffix_of("application/trig"),
}
"""What rules call a document, and one that is a query or a graph; the suffix that tells."""
_TO_FILE: Final = "w3id"
"""The folder of what a person files elsewhere; no address of the site."""
_RULES_TO_FILE: Final = "htaccess.txt"


def host_files(
    library: Library, url: str | None, addresses: Sequence[str], kept: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """The files by name.

    Args:
        library: the documents.
        url: the address of the site with the slash at its end, if it is known.
        addresses: of all documents.
        kept: of those documents that will never change.
    """
    target = url or PLACEHOLDER
    yield "sitemap.xml", sitemap(target, addresses)
    yield "robots.txt", robots(target)
    path = urlsplit(target).path
    for status, name in _REFUSALS.items():
        yield f"error/{status}.var", page_map(str(status))
        for language in languages():
            yield f"error/{status}.{language}.html", _refusal(status, name, language, path)
    facts = {
        "types": _TYPES,
        "files": _types_of_files(library),
        "languages": languages(),
        "path": path,
        "base": BASE,
        "to_file": _TO_FILE,
        "marks": _MARKS,
        "suffixes": list(SUFFIXES),
        "forms": list(_forms()),
        "profile": (DEFAULT_PROFILE, profile_iri(DEFAULT_PROFILE)),
        "escaped": _ESCAPED,
        "named_html": _NAMED_HTML,
        "withdrawn": sorted(_withdrawn(library)),
        "dropped": library.dropped,
        "kept": kept,
        "data_suffixes": [one for one, kind in SUFFIXES.items() if kind not in (HTML, QUERY, CSV)],
        "refusals": sorted(_REFUSALS),
        "licence": _LICENCE,
    }
    yield IN_FORCE, filled("htaccess.j2", **facts)
    for file, text in redirect_files(url, _RULES_TO_FILE).items():
        yield f"{_TO_FILE}/{file}", text


def _forms() -> Iterator[tuple[str, str, str]]:
    """Each form's suffix, media type and the mark of the documents that are offered in it."""
    for suffix, kind in SUFFIXES.items():
        if kind in (QUERY, CSV):
            yield suffix, kind, "QUERY"
        else:
            graph = kind in GRAPH_FORMS and kind not in DOCUMENT_FORMS
            yield suffix, kind, "GRAPH" if graph else "DOCUMENT"


def _types_of_files(library: Library) -> Mapping[str, str]:
    """The types of files whose suffix does not tell them, by name."""
    named = published_files(library.knowledge.catalogue)
    found = {CHECKSUMS: "text/plain", **{name: kind for name, (kind, _) in named.items()}}
    told = dict(_TYPES)
    return {
        name: with_charset(kind)
        for name, kind in found.items()
        if told.get(name.rpartition(".")[2]) != kind
    }


def _refusal(status: int, name: str, language: str, path: str) -> str:
    title = sentence(f"problem.{name}", language)
    detail = sentence(f"site.refusal.{name}", language, profile=DEFAULT_PROFILE)
    members = {"title": title, "detail": detail, "status": status}
    return problem_html(members, language, path, {})


def _withdrawn(library: Library) -> Iterator[str]:
    """The addresses of what is not described any more, and those of the documents about it."""
    for address, one in library.withdrawn.items():
        yield from {address, one.iri.removeprefix(BASE)}
