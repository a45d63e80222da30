"""A remote SPARQL 1.1 engine through the standard protocol: the only door to SPARQLWrapper.

Queries go by form POST, which every engine measured understands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.error import URLError

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

from lhs_graph.errors import EndpointError, MalformedQueryError
from lhs_graph.store.port import Bindings, Solutions, with_bindings

__all__ = ["RemoteStore"]

_GRAPHS = {"CONSTRUCT", "DESCRIBE"}


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """Queries over the default graph of an endpoint, which must be the union of its graphs."""

    endpoint: str
    timeout: int = 30

    def select(self, query: str, bindings: Bindings) -> Solutions:
        """See `GraphStore.select`."""
        answer = self._ask(with_bindings(query, bindings))
        if not isinstance(answer, ox.QuerySolutions):
            raise MalformedQueryError(detail="it is no SELECT query.")
        columns = tuple(variable.value for variable in answer.variables)
        return Solutions(columns, tuple(tuple(row[name] for name in columns) for row in answer))

    def query(
        self, query: str, prefixes: Mapping[str, str]
    ) -> Solutions | tuple[ox.Triple, ...] | bool:
        """See `GraphStore.query`."""
        declared = "".join(f"PREFIX {name}: <{space}>\n" for name, space in prefixes.items())
        text = f"{declared}{query}"
        if self._wrapper(text).queryType in _GRAPHS:
            return self._graph(text)
        answer = self._ask(text)
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        columns = tuple(variable.value for variable in answer.variables)
        return Solutions(columns, tuple(tuple(row[name] for name in columns) for row in answer))

    def _ask(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean:
        wrapper = self._wrapper(text)
        wrapper.setReturnFormat(JSON)
        return ox.parse_query_results(self._send(wrapper), format=ox.QueryResultsFormat.JSON)

    def _graph(self, text: str) -> tuple[ox.Triple, ...]:
        wrapper = self._wrapper(text)
        wrapper.setReturnFormat(TURTLE)
        quads = ox.parse(self._send(wrapper), format=ox.RdfFormat.TURTLE)
        return tuple(quad.triple for quad in quads)

    def _wrapper(self, text: str) -> SPARQLWrapper:
        wrapper = SPARQLWrapper(self.endpoint)
        wrapper.setMethod(POST)
        wrapper.setTimeout(self.timeout)
        # the library tells queries from updates by their words, and a header has many
        body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
        wrapper.setQuery(body)
        return wrapper

    def _send(self, wrapper: SPARQLWrapper) -> bytes:
        try:
            content: bytes = wrapper.query().response.read()
        except QueryBadFormed as error:
            raise MalformedQueryError(detail=str(error)) from error
        except (SPARQLWrapperException, URLError, TimeoutError, OSError) as error:
            raise EndpointError(endpoint=self.endpoint, detail=str(error)) from error
        return content
