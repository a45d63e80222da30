"""The store port: what a question needs of an engine, and nothing more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import pyoxigraph as ox

__all__ = ["Bindings", "GraphStore", "Solutions", "Term"]

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Bindings: TypeAlias = Mapping[str, ox.NamedNode | ox.Literal]
"""Variables, without the question mark, and the terms they are bound to before a query runs."""


@dataclass(frozen=True, slots=True)
class Solutions:
    """Rows of terms, None where a variable is unbound, columns in the order of the projection."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


class GraphStore(Protocol):
    """An engine that answers SPARQL 1.1 queries over the union of its graphs."""

    def select(self, query: str, bindings: Bindings) -> Solutions:
        """The solutions of a SELECT.

        Raises:
            MalformedQueryError: the query is no SELECT or cannot be parsed.
            EndpointError: a remote engine did not answer.
        """
        ...

    def query(
        self, query: str, prefixes: Mapping[str, str]
    ) -> Solutions | tuple[ox.Triple, ...] | bool:
        """The answer to any query, prefixes being declared already; errors as `select`."""
        ...
