"""The project's prefixes, read from the one file that declares them."""

from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

__all__ = ["expanded", "read_prefixes", "shortened"]

_PREFIX = "http://www.w3.org/ns/shacl#prefix"
_NAMESPACE = "http://www.w3.org/ns/shacl#namespace"


def read_prefixes(path: Path) -> Mapping[str, str]:
    """The namespaces by prefix, sorted by prefix."""
    names: dict[str, str] = {}
    namespaces: dict[str, str] = {}
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        if isinstance(quad.object, ox.Literal):
            if quad.predicate.value == _PREFIX:
                names[str(quad.subject)] = quad.object.value
            elif quad.predicate.value == _NAMESPACE:
                namespaces[str(quad.subject)] = quad.object.value
    found = {prefix: namespaces[node] for node, prefix in names.items() if node in namespaces}
    return dict(sorted(found.items()))


def shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    """The IRI as a compact one where a prefix fits, the longest namespace first; else as it is."""
    fitting = [(space, prefix) for prefix, space in prefixes.items() if iri.startswith(space)]
    if not fitting:
        return iri
    space, prefix = max(fitting, key=lambda pair: len(pair[0]))
    return f"{prefix}:{iri.removeprefix(space)}"


def expanded(name: str, prefixes: Mapping[str, str]) -> str:
    """The IRI that a compact one stands for; what has none of the prefixes stays as it is.

    >>> expanded("ex:Thing", {"ex": "https://example.org/"}), expanded("ex://host/", {"ex": "x"})
    ('https://example.org/Thing', 'ex://host/')
    """
    prefix, colon, rest = name.partition(":")
    known = colon and prefix in prefixes and not rest.startswith("//")
    return f"{prefixes[prefix]}{rest}" if known else name
