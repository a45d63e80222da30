"""The embedded engine: an Oxigraph store in memory or opened from a release."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from lhs_graph.errors import MalformedQueryError
from lhs_graph.store.port import Bindings, Solutions, with_bindings

__all__ = ["EmbeddedStore"]


@dataclass(frozen=True, slots=True)
class EmbeddedStore:
    """Queries over the default graph of an Oxigraph store, that of a release for one."""

    store: ox.Store

    def select(self, query: str, bindings: Bindings) -> Solutions:
        """See `GraphStore.select`."""
        text = with_bindings(query, bindings)
        try:
            answer = self.store.query(text)
        except (SyntaxError, ValueError) as error:
            raise MalformedQueryError(detail=str(error)) from error
        if not isinstance(answer, ox.QuerySolutions):
            raise MalformedQueryError(detail="it is no SELECT query.")
        return _solutions(answer)

    def query(
        self, query: str, prefixes: Mapping[str, str]
    ) -> Solutions | tuple[ox.Triple, ...] | bool:
        """See `GraphStore.query`."""
        try:
            answer = self.store.query(query, prefixes=dict(prefixes))
            if isinstance(answer, ox.QueryTriples):
                return tuple(answer)
            if isinstance(answer, ox.QueryBoolean):
                return bool(answer)
            return _solutions(answer)
        except (SyntaxError, ValueError) as error:
            raise MalformedQueryError(detail=str(error)) from error


def _solutions(answer: ox.QuerySolutions) -> Solutions:
    columns = tuple(variable.value for variable in answer.variables)
    return Solutions(columns, tuple(tuple(row[name] for name in columns) for row in answer))
