"""Type maps (Apache, mod_negotiation): the forms of a document, and what the host makes of each.

The host multiplies a client's quality with that of the form, so the forms' lie close below one, in
the order in which the service offers them: the client decides, and only ties go to the earlier one.
"""

from collections.abc import Iterator, Mapping, Sequence

from lhs_graph.messages import languages
from lhs_graph.publication.document import Document, offered
from lhs_graph.publication.forms import ALIASES, HTML, suffix_of

__all__ = ["page_map", "type_maps"]


def type_maps(document: Document, name: str) -> Mapping[str, str]:
    """By suffix the maps for clients of all kinds, for browsers, and for the page alone.

    Args:
        document: what there are forms of.
        name: of its files, without folder and suffix.
    """
    types = offered(document)
    browsers = sorted(types, key=lambda kind: kind != HTML)
    return {
        "var": _written(name, types),
        "pages.var": _written(name, browsers),
        "html.var": page_map(name),
    }


def page_map(name: str) -> str:
    """The map of a page that is there in every language."""
    return _written(name, (HTML,))


def _written(name: str, types: Sequence[str]) -> str:
    variants = [*((kind, kind) for kind in types), *_aliases(types)]
    return "\n".join(
        _variant(uri, label, 1000 - place, language)
        for place, (label, kind) in enumerate(variants)
        for uri, language in _files(name, kind)
    )


def _aliases(types: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Other names of those types; last, so that `*/*` means none of them."""
    for kind in types:
        for alias, meant in ALIASES.items():
            if kind in meant and alias not in types:
                yield alias, kind


def _files(name: str, kind: str) -> Iterator[tuple[str, str | None]]:
    if kind == HTML:
        yield from ((f"{name}.{one}.html", one) for one in languages())
    else:
        yield f"{name}.{suffix_of(kind)}", None


def _variant(uri: str, kind: str, quality: int, language: str | None) -> str:
    spoken = f"Content-language: {language}\n" if language else ""
    return f"URI: {uri}\nContent-type: {kind};qs={quality / 1000:.3f}\n{spoken}"
