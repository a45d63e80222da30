"""What the descriptions say of a source, so that one can cite it."""

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from lhs_graph.findings import Citation, Text
from lhs_graph.terms import BIBO, DCTERMS, LHS

__all__ = ["citation", "cited"]

_PROPERTIES: Final = {
    "title": f"{DCTERMS}title",
    "authors": f"{LHS}authorText",
    "year": f"{DCTERMS}issued",
    "doi": f"{BIBO}doi",
    "url": "https://schema.org/url",
}


def cited(store: ox.Store, iri: str) -> Mapping[str, str]:
    """The fields of a `Citation` that the store has of that source; the first where it has several.

    Statements of one source in several descriptions are sorted first, so that the choice is stable.
    """
    found: dict[str, str] = {}
    for field, name in _PROPERTIES.items():
        quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(name), None)
        values = sorted({quad.object.value for quad in quads})  # type: ignore[union-attr]
        if values:
            found[field] = values[0]
    return found


def citation(iri: str, texts: Mapping[str, Text]) -> Citation:
    """The source as its own description has it, given its texts by property."""
    found = {
        field: min(values.values())
        for field, name in _PROPERTIES.items()
        if (values := texts.get(name))
    }
    return Citation(iri, **found)
