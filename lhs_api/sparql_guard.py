"""What a submitted query may be: how long, how deep, how chained, and nothing that reaches out.

Everything is told from the query's tokens, strings, IRIs, names and comments set aside and escapes
resolved first, as SPARQL itself does. Depth and chains are bounded before any parser sees the text,
since parsers die of them. The worker that parses and runs it can open no connection in any case.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lhs_api.limits import Limits
from lhs_api.problems import ProblemError
from lhs_graph.sparql_text import refused_features, tokens

__all__ = ["Guarded", "examine"]

_OPENING: Final = frozenset("{([")
_CLOSING: Final = frozenset("})]")
_UPDATES: Final = frozenset(
    {"LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"}
)


@dataclass(frozen=True, slots=True)
class Guarded:
    """A query that may be run; `graphs` and `named` are what its FROM clauses name."""

    text: str
    graphs: tuple[str, ...]
    named: tuple[str, ...]


@lru_cache(maxsize=64)
def examine(text: str, limits: Limits) -> Guarded:
    """The query, if it may be run.

    Raises:
        ProblemError: 413 where it is too long, too deep or too chained, 403 where
            it would write or reach out.
    """
    if len(text.encode()) > limits.query:
        raise ProblemError(413, "query-too-long", {"most": limits.query})
    found = list(tokens(text))
    _bounded(found, limits)
    refused = [word for word in refused_features(text) if word != "FROM"]
    if refused:
        name = "update-refused" if _UPDATES & set(refused) else "feature-refused"
        raise ProblemError(403, name, {"features": ", ".join(refused)})
    clauses = list(_datasets(found))
    return Guarded(
        text,
        tuple(iri for iri, named in clauses if not named),
        tuple(iri for iri, named in clauses if named),
    )


def _bounded(found: Sequence[str], limits: Limits) -> None:
    depth = deepest = operators = 0
    for token in found:
        if token in _OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif token in _CLOSING:
            depth -= 1
        elif not token[0].isalnum() or token.upper() in _CHAINING:
            operators += token not in _HARMLESS
    if deepest > limits.nesting:
        raise ProblemError(413, "query-too-deep", {"most": limits.nesting})
    if operators > limits.chain:
        raise ProblemError(413, "query-too-chained", {"most": limits.chain})


_CHAINING: Final = frozenset({"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "EXISTS", "NOT"})
_HARMLESS: Final = frozenset({".", ";", ","})


def _datasets(found: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The IRIs of the FROM clauses, and whether they are FROM NAMED."""
    for number, token in enumerate(found):
        if token.upper() == "FROM":
            rest = [*found[number + 1 : number + 3], "", ""]
            named = rest[0].upper() == "NAMED"
            iri = rest[1] if named else rest[0]
            if not iri.startswith("<"):
                raise ProblemError(403, "feature-refused", {"features": "FROM"})
            yield iri.strip("<>"), named
