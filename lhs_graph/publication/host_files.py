"""What a host needs besides documents: its rules, the pages of refusals, what robots read first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from lhs_graph.messages import languages, sentence
from lhs_graph.publication.forms import CSV, HTML, QUERY, SUFFIXES
from lhs_graph.publication.html import problem_html
from lhs_graph.publication.library import Library
from lhs_graph.publication.sitemap import robots, sitemap
from lhs_graph.publication.type_maps import page_map
from lhs_graph.terms import BASE

__all__ = ["PLACEHOLDER", "host_files"]

PLACEHOLDER: Final = "https://your-host.example/"
"""What stands for the address of a site that has none yet."""

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
_RULES: Final = {
    ".htaccess": "htaccess.j2",
    "w3id/.htaccess": "w3id.htaccess.j2",
    "w3id/README.md": "w3id.md.j2",
}


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
        "languages": languages(),
        "path": path,
        "base": BASE,
        "target": target,
        "known": url is not None,
        "withdrawn": sorted(_withdrawn(library)),
        "dropped": library.dropped,
        "kept": kept,
        "data_suffixes": [one for one, kind in SUFFIXES.items() if kind not in (HTML, QUERY, CSV)],
        "refusals": sorted(_REFUSALS),
        "licence": _LICENCE,
    }
    for file, template in _RULES.items():
        yield file, _environment().get_template(template).render(**facts)


def _refusal(status: int, name: str, language: str, path: str) -> str:
    title = sentence(f"problem.{name}", language)
    detail = sentence(f"site.refusal.{name}", language)
    members = {"title": title, "detail": detail, "status": status}
    return problem_html(members, language, path, {})


def _withdrawn(library: Library) -> Iterator[str]:
    """The addresses of what is not described any more, and those of the documents about it."""
    for address, one in library.withdrawn.items():
        yield from {address, one.iri.removeprefix(BASE)}


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("lhs_graph.publication", "templates"),
        autoescape=False,  # noqa: S701  these files are no HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["literal"] = re.escape
    return environment
