"""Why a query cannot be read: the place, the cause and the cure, in the reader's language.

What the engine says is English and lists all that it might have read; the little of it that helps
is quoted. A prefix that nothing declares is named, which the engine does not do.
"""

import re
from collections.abc import Collection, Iterator
from typing import Final

from lhs_api.problems import ProblemError
from lhs_graph.messages import Words
from lhs_graph.sparql_text import pieces

__all__ = ["malformed_query"]

_NAME: Final = "malformed-query"
_PLACE: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_EXPECTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\[[^]]*\]|[^,\s][^,]*')
_MOST: Final = 8
"""How many of the things are quoted that the engine would have taken."""
_PREFIX: Final = re.compile(r"([\w.-]*):")
_BLANK: Final = "_"


def malformed_query(said: str, text: str, known: Collection[str]) -> ProblemError:
    """The problem of a query that the engine cannot read, with its place if there is one.

    Args:
        said: what the engine says.
        text: the query.
        known: the prefixes that need no declaration.
    """
    found = _PLACE.match(said)
    if found is None:
        return ProblemError(400, _NAME, {"reason": Words("sparql.unreadable", (("said", said),))})
    line, column = int(found[1]), int(found[2])
    cause, facts = _cause(found[3])
    for prefix, *place in _undeclared(text, known):
        if tuple(place) <= (line, column):
            line, column = place
            cause, facts = "undeclared", {"prefix": prefix}
            break
    facts |= {"line": line, "column": column}
    reason = Words(f"sparql.{cause}", tuple(facts.items()))
    return ProblemError(
        400, _NAME, {"reason": reason}, {"position": {"line": line, "column": column}}
    )


def _cause(expected: str) -> tuple[str, dict[str, object]]:
    """What the engine says of what it expected: rules in words, or else the first few things."""
    items = [one.strip() for one in _EXPECTED.findall(expected) if one[0] != "["]
    rules = [one for one in items if " " in one and one[0] != '"']
    if rules:
        return "broken_rule", {"said": "; ".join(rules)}
    if not items:
        return "unexpected", {}
    rest = ", …" if len(items) > _MOST else ""
    return "expected", {"said": ", ".join(items[:_MOST]) + rest}


def _undeclared(text: str, known: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """The prefixes that are used before anything declares them, with line and column."""
    declared, before, end = {*known, _BLANK}, "", 0
    for blank, token in pieces(text):
        start, end = end + len(blank), end + len(blank) + len(token)
        found = _PREFIX.match(token)
        if found and before.upper() == "PREFIX":
            declared.add(found[1])
        elif found and found[1] not in declared:
            line = text.count("\n", 0, start) + 1
            yield found[1], line, start - text.rfind("\n", 0, start)
        before = token
