"""What a detector reads of a description: whatever else changes has no effect on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import pyoxigraph as ox

from lhs_graph.sparql_text import named_tokens
from lhs_graph.terms import RDF, RDFS

__all__ = ["Scope", "scope_of_query", "scope_of_shapes", "topic_of"]

_TYPE: Final = f"{RDF}type"
_BELOW: Final = f"{RDFS}subClassOf"
_ENDS: Final = frozenset({".", ";", "}"})
"""What may follow a class in a pattern of one type; anything else makes it another pattern."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Statements of some properties; of those that give a type, only some classes' or all."""

    properties: frozenset[str]
    classes: frozenset[str] | None = frozenset()

    def takes(self, statement: ox.Triple) -> bool:
        """Whether the statement is one that is read."""
        return self.reads(*topic_of(statement))

    def reads(self, name: str, class_: str) -> bool:
        """Whether statements of that topic are read."""
        if name == _TYPE:
            return self.classes is None or class_ in self.classes
        return name in self.properties


def topic_of(statement: ox.Triple) -> tuple[str, str]:
    """All of a statement that decides who reads it: its property, and the class if it gives one."""
    name, end = statement.predicate.value, statement.object
    return name, end.value if name == _TYPE and isinstance(end, ox.NamedNode) else ""


def scope_of_shapes(terms: frozenset[str], superclasses: Mapping[str, frozenset[str]]) -> Scope:
    """What shapes read that name those terms; instances are told by the hierarchy, too."""
    below = {name for name, above in superclasses.items() if not above.isdisjoint(terms)}
    return Scope(terms | {_BELOW}, None if _TYPE in terms else terms | below)


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
