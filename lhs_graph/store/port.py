"""The store port: what a question needs of an engine, and nothing more.

Parameters are bound by a VALUES block of serialised terms at the head of the query's outermost
pattern: the one way that every SPARQL 1.1 engine understands, so that all give the same answers. A
term's serialisation cannot break out of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import pyoxigraph as ox

from lhs_graph.errors import MalformedQueryError

__all__ = ["Bindings", "GraphStore", "Solutions", "Term", "with_bindings"]

_HEAD = re.compile(r"^SELECT\b.*?\bWHERE\s*\{", re.DOTALL | re.MULTILINE)

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


def with_bindings(query: str, bindings: Bindings) -> str:
    """The query with those variables bound for the whole of its outermost pattern.

    Raises:
        MalformedQueryError: the query has no `SELECT … WHERE {` at the start of a line.
    """
    if not bindings:
        return query
    found = _HEAD.search(query)
    if found is None:
        raise MalformedQueryError(detail="it has no SELECT … WHERE block to bind parameters in.")
    names = " ".join(f"?{name}" for name in bindings)
    terms = " ".join(str(term) for term in bindings.values())
    block = f"\n  VALUES ({names}) {{ ({terms}) }}"
    return f"{query[: found.end()]}{block}{query[found.end() :]}"
