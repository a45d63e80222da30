"""What a detector reads of a description: whatever else changes has no effect on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import pyoxigraph as ox

from lhs_graph.sparql_text import named_tokens
from lhs_graph.terms import RDF

__all__ = ["Scope", "scope_of_query", "scope_of_terms"]

_TYPE: Final = f"{RDF}type"
_ENDS: Final = frozenset({".", ";", "}"})
"""What may follow a class in a pattern of one type; anything else makes it another pattern."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Statements of some properties; of those that give a type, only some classes' or all."""

    properties: frozenset[str]
    classes: frozenset[str] | None = frozenset()

    def takes(self, statement: ox.Triple) -> bool:
        """Whether the statement is one that is read."""
        name = statement.predicate.value
        if name == _TYPE and self.classes is not None:
            return isinstance(one := statement.object, ox.NamedNode) and one.value in self.classes
        return name == _TYPE or name in self.properties


def scope_of_terms(terms: frozenset[str]) -> Scope:
    """The scope of what names all that it reads."""
    return Scope(terms, None if _TYPE in terms else terms)


def scope_of_query(text: str, prefixes: Mapping[str, str]) -> Scope:
    """What a query reads whose properties are all named in it.

    Where it asks for a type in any other way than by one named class, it reads all types.

    >>> sorted(scope_of_query("SELECT ?s { ?s e:p ?o . ?o a e:C . }", {"e": "e:"}).classes)
    ['e:C']
    """
    tokens = [*named_tokens(text), "", ""]
    names = {token: _iri(token, prefixes) for token in tokens}
    read = frozenset(filter(None, names.values()))
    classes: set[str] = set()
    for (word, one), (_, after) in pairwise(pairwise(tokens)):
        if word == "a":
            iri = names[one]
            if iri is None or after not in _ENDS:
                return Scope(read, None)
            classes.add(iri)
    return Scope(read, None if _TYPE in read else frozenset(classes))


def _iri(token: str, prefixes: Mapping[str, str]) -> str | None:
    """The IRI that the token names, if it names one."""
    if token.startswith("<") and len(token) > 1:
        return token[1:-1]
    prefix, colon, name = token.partition(":")
    return f"{prefixes[prefix]}{name}" if colon and prefix in prefixes else None
