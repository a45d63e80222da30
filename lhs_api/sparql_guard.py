"""What a submitted query may be: how long, how deep, how chained, and nothing that reaches out.

Everything is told from the query's tokens, strings, IRIs, names and comments set aside and escapes
resolved first, as SPARQL itself does. Depth and chains are bounded before any parser sees the text,
since parsers die of them. The worker that parses and runs it can open no connection in any case.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final
from urllib.parse import urljoin

from lhs_api.limits import Limits
from lhs_api.problems import ProblemError
from lhs_graph.sparql_text import named_tokens, refused_features, tokens

__all__ = ["Guarded", "examine"]

_OPENING: Final = frozenset("{([")
_CLOSING: Final = frozenset("})]")
_UPDATES: Final = frozenset(
    {"LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"}
)
_ESCAPE: Final = "\\"
_VOLATILE: Final = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})


@dataclass(frozen=True, slots=True)
class Guarded:
    """A query that may be run; `graphs` and `named` are what its FROM clauses name.

    `prefixes` are those that need no declaration and that it may use. The answer to a `volatile`
    one may be another every time.
    """

    text: str
    prefixes: Mapping[str, str]
    graphs: tuple[str, ...]
    named: tuple[str, ...]
    volatile: bool


def examine(text: str, limits: Limits, prefixes: Mapping[str, str]) -> Guarded:
    """The query, if it may be run; `prefixes` need no declaration.

    Raises:
        ProblemError: 413 where it is too long, too deep, too chained or of too many parts, 403
            where it would write or reach out.
    """
    return _examined(text, limits, tuple(prefixes.items()))


@lru_cache(maxsize=64)
def _examined(text: str, limits: Limits, prefixes: tuple[tuple[str, str], ...]) -> Guarded:
    if len(text.encode()) > limits.query:
        raise ProblemError(413, "query-too-long", {"most": limits.query})
    found = tokens(text)
    _bounded(found, limits)
    refused = [word for word in refused_features(text) if word != "FROM"]
    if refused:
        name = "update-refused" if _UPDATES & set(refused) else "feature-refused"
        raise ProblemError(403, name, {"features": ", ".join(refused)})
    words = {token.upper() for token in found}
    used = _used(text, prefixes)
    clauses = list(_datasets(named_tokens(text), used)) if _may_say(text, "FROM") else []
    return Guarded(
        text,
        used,
        tuple(iri for iri, named in clauses if not named),
        tuple(iri for iri, named in clauses if named),
        volatile=bool(words & _VOLATILE),
    )


def _may_say(text: str, word: str) -> bool:
    """Whether that keyword may be in it; what is escaped may be any."""
    return _ESCAPE in text or word in text.upper()


def _used(text: str, prefixes: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """Those that it may use: the parser takes the less time the fewer it is told of."""
    every = _ESCAPE in text
    return {prefix: iri for prefix, iri in prefixes if every or f"{prefix}:" in text}


def _bounded(found: Sequence[str], limits: Limits) -> None:
    depth = deepest = signs = 0
    for token in found:
        if token in _OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif token in _CLOSING:
            depth -= 1
        elif _may_chain(token):
            signs += 1
    if deepest > limits.nesting:
        raise ProblemError(413, "query-too-deep", {"most": limits.nesting})
    if signs > limits.chain or found.count(_GROUP) > limits.chain // _GROUPS_FEWER:
        _counted(found, limits)


def _counted(found: Sequence[str], limits: Limits) -> None:
    joined = limits.chain // _GROUPS_FEWER
    every, together = Counter(_operators(found)), _KINDS_TOGETHER * limits.chain
    parts = [every.pop(word, 0) for word in sorted(_PARTS)]
    if max(every.values(), default=0) > limits.chain or every.total() > together:
        facts = {"most": limits.chain, "together": together}
        raise ProblemError(413, "query-too-chained", facts)
    if max(parts) > limits.chain or _joined(found) > joined:
        facts = {"most": limits.chain, "joined": joined}
        raise ProblemError(413, "query-of-too-many-parts", facts)


def _joined(found: Sequence[str]) -> int:
    """How many groups are joined to what stands before them, as blocks of VALUES are, too.

    A group that stands first in another joins nothing, and those of UNION and its like are counted
    by their words.
    """
    said = [one for one in found if one[0] != "<" and one.upper() not in _BEFORE_GROUP]
    pairs = zip(("", *said), said, strict=False)
    opened = sum(token == _GROUP != before for before, token in pairs)
    return opened - sum(token.upper() in _WITH_GROUP for token in found)


def _may_chain(token: str) -> bool:
    return token not in _HARMLESS and (not token[0].isalnum() or token.upper() in _COUNTED)


def _operators(found: Sequence[str]) -> Iterator[str]:
    """What makes a query's algebra deeper each time that it is there.

    IRIs do not, nor do the values of a block of VALUES, whatever signs they have, nor the first
    sign of what is listed.
    """
    place, before = _Place.ELSEWHERE, ""
    for token in found:
        place = place.after(token.upper())
        leading = token in _SIGNS and before in _LISTING
        iri = token[0] == "<" and token[-1] == ">"
        if place is not _Place.DATA and _may_chain(token) and not leading and not iri:
            yield token.upper()
        before = token


class _Place(Enum):
    """Where a token stands: between VALUES and its data, in these data, or elsewhere."""

    ELSEWHERE = auto()
    VARIABLES = auto()
    DATA = auto()

    def after(self, word: str) -> "_Place":
        """Where that token stands, which comes next."""
        if word == "VALUES":
            return _Place.VARIABLES
        if self is _Place.VARIABLES:
            opened = _Place.DATA if word == "{" else _Place.ELSEWHERE
            return _Place.VARIABLES if word in _AROUND else opened
        return _Place.ELSEWHERE if word == "}" else self


_CHAINING: Final = frozenset({"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "EXISTS", "NOT"})
_PARTS: Final = frozenset({"SELECT", "AS"})
"""Engines plan these for long or die of thousands, although they deepen nothing."""
_GROUP: Final = "{"
_WITH_GROUP: Final = frozenset({"UNION", "OPTIONAL", "MINUS", "EXISTS", "SELECT"})
_BEFORE_GROUP: Final = frozenset({"GRAPH", "VALUES", "(", ")"})
_COUNTED: Final = _CHAINING | _PARTS
_HARMLESS: Final = frozenset({*_OPENING, *_CLOSING, ".", ";", ",", "^^"})
_SIGNS: Final = frozenset("+-")
_LISTING: Final = frozenset("(,")
_AROUND: Final = frozenset("()")
_KINDS_TOGETHER: Final = 4
"""All kinds together may be so many times as many as those of one; parsers die of eight times."""
_GROUPS_FEWER: Final = 4
"""Joined groups may be so many times fewer: the time to plan them grows by their third power."""


def _datasets(found: Sequence[str], prefixes: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The IRIs of the FROM clauses, and whether they are FROM NAMED.

    Args:
        found: keywords, IRIs, signs and prefixed names.
        prefixes: those that need no declaration.
    """
    known, base = dict(prefixes), ""
    for number, token in enumerate(found):
        word = token.upper()
        following = (*found[number + 1 : number + 3], "", "")
        if word == "PREFIX" and following[0].endswith(":"):
            known[following[0][:-1]] = urljoin(base, following[1].strip("<>"))
        elif word == "BASE":
            base = urljoin(base, following[0].strip("<>"))
        elif word == "FROM":
            named = following[0].upper() == "NAMED"
            yield _iri(following[1] if named else following[0], known, base), named
        elif word.startswith("FROM"):
            prefix = token.partition(":")[0]
            if ":" not in token or prefix not in known:
                raise ProblemError(403, "feature-refused", {"features": "FROM"})


def _iri(token: str, prefixes: Mapping[str, str], base: str) -> str:
    """The IRI that a token is or names.

    Raises:
        ProblemError: it is none.
    """
    if token.startswith("<"):
        iri = token.strip("<>")
        return urljoin(base, iri) if base else iri
    prefix, colon, local = token.partition(":")
    if not colon or prefix not in prefixes:
        raise ProblemError(403, "feature-refused", {"features": "FROM"})
    return prefixes[prefix] + _ESCAPED.sub(r"\1", local)


_ESCAPED: Final = re.compile(r"\\(.)")
