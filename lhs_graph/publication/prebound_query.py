"""A detector's query as the query of a SHACL-SPARQL constraint, made from its tokens.

A constraint is asked of one focus node at a time, which is bound to `$this` beforehand. SHACL
(https://www.w3.org/TR/shacl/#pre-binding) therefore forbids MINUS, VALUES and SERVICE, lets no
expression name its result `$this`, and wants every subquery to project it. A detector's query
finds all focus nodes at once; the two differ in the names of a few variables, and in where the
focus node is named at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lhs_graph.errors import ValidationSetupError
from lhs_graph.headers import QueryFile
from lhs_graph.sparql_text import pieces

__all__ = ["THIS", "VALUE", "PreboundQuery", "Reach", "prebound"]

THIS: Final = "$this"
VALUE: Final = "?value"

_FOCUS: Final = "?focus"
_CONCERNED: Final = ("about", "related")
_FORBIDDEN: Final = frozenset({"FROM", "MINUS", "SERVICE", "VALUES"})
_LIMITS: Final = frozenset({"LIMIT", "OFFSET"})
_KIND_OF_GROUP: Final = frozenset({"OPTIONAL", "UNION", "EXISTS"})


@dataclass(frozen=True, slots=True)
class _Token:
    """A token with the blanks before it."""

    blank: str
    text: str

    @property
    def word(self) -> str:
        """The token in capitals, as keywords are compared."""
        return self.text.upper()


@dataclass(frozen=True, slots=True)
class Reach:
    """One way in which a query reaches the focus node.

    By the class `type` that it states, or by the `property` that leads to it or, if `leaves`, away
    from it. `alone` says that the query reaches it this way in every answer, not only in one branch
    of a union.
    """

    type: str | None = None
    property: str | None = None
    leaves: bool = False
    alone: bool = True


@dataclass(frozen=True)
class PreboundQuery:
    """The query of a constraint.

    `select` declares no prefixes; `prefixes` has those that it uses. `value` is the column of the
    detector that it calls `?value`, if there is one, and `names` what it calls the other columns,
    with their question or dollar mark.
    """

    select: str
    prefixes: Mapping[str, str]
    value: str | None
    names: Mapping[str, str]

    @cached_property
    def iris(self) -> frozenset[str]:
        """The IRIs that are written out in it."""
        return frozenset(
            token.text[1:-1] for token in _tokens(self.select) if token.text.startswith("<")
        )

    @cached_property
    def reaches(self) -> tuple[Reach, ...]:
        """How it reaches the focus node where it must, in the order of its text."""
        return tuple(self._reaches())

    def with_condition(self, condition: str) -> "PreboundQuery":
        """The same with one more condition on its answers, an expression of SPARQL."""
        start = self.select.rindex("}")
        if "GROUP" in {token.word for token in _tokens(self.select[start:])}:
            raise ValidationSetupError(detail=f"no condition can be put on {self.select}")
        head, tail = self.select[:start], self.select[start:]
        return PreboundQuery(
            f"{head}  FILTER({condition})\n{tail}", self.prefixes, self.value, self.names
        )

    def _reaches(self) -> Iterator[Reach]:
        tokens = _tokens(self.select)
        groups: list[str] = []
        for place, token in enumerate(tokens):
            if token.text == "{":
                groups.append(_group(tokens, place))
            elif token.text == "}":
                groups.pop()
            elif token.text.startswith(("?", "$")) and _begins_pattern(tokens, place):
                if not {"OPTIONAL", "EXISTS"}.isdisjoint(groups):
                    continue
                found = self._pattern([one.text for one in tokens[place : place + 3]])
                if found is not None:
                    alone = "UNION" not in groups
                    yield Reach(found.type, found.property, found.leaves, alone)

    def _pattern(self, terms: Sequence[str]) -> Reach | None:
        subject, verb, end = terms
        if subject == THIS and verb == "a":
            return Reach(type=self._iri(end))
        name = self._iri(verb)
        if name is None:
            return None
        if subject == THIS:
            return Reach(property=name, leaves=True)
        return Reach(property=name) if end == THIS else None

    def _iri(self, term: str) -> str | None:
        if term.startswith("<"):
            return term[1:-1]
        prefix, mark, name = term.partition(":")
        return f"{self.prefixes[prefix]}{name}" if mark and prefix in self.prefixes else None


def prebound(query: QueryFile) -> PreboundQuery:
    """The constraint's query of a detector's.

    Raises:
        ValidationSetupError: the query uses what a constraint may not, or never names a focus node.
    """
    tokens = _tokens(query.text)
    prefixes, tokens = _without_prefixes(tokens)
    tokens = _without_order(tokens, query.id)
    forbidden = sorted({token.word for token in tokens} & _FORBIDDEN)
    if forbidden:
        raise ValidationSetupError(detail=f"{query.id} uses {', '.join(forbidden)}")
    columns = [column.name for column in query.columns]
    value = next((one for one in _CONCERNED if one in columns), None)
    other, tokens = _without_alias(tokens)
    names = {one: f"?{one}" for one in columns}
    names["focus"] = THIS
    if other is not None:
        names[other] = THIS
    if value is not None:
        names[value] = VALUE
    tokens = [
        _Token(one.blank, names.get(one.text[1:], one.text)) if one.text[:1] in "?$" else one
        for one in tokens
    ]
    tokens = _projecting(tokens)
    if THIS not in {one.text for one in tokens[: _end_of_projection(tokens, 0)]}:
        raise ValidationSetupError(detail=f"{query.id} projects no focus node")
    select = "".join(f"{one.blank}{one.text}" for one in tokens).strip()
    used = {one.text.partition(":")[0] for one in tokens if ":" in one.text}
    return PreboundQuery(
        f"{select}\n", {key: one for key, one in prefixes.items() if key in used}, value, names
    )


def _tokens(text: str) -> list[_Token]:
    """The tokens without the comments."""
    return [_Token(blank, token) for blank, token in pieces(text) if not token.startswith("#")]


def _without_prefixes(tokens: Sequence[_Token]) -> tuple[dict[str, str], list[_Token]]:
    """The declared prefixes with their namespaces, and what follows them."""
    prefixes: dict[str, str] = {}
    start = 0
    while tokens[start].word == "PREFIX":
        prefixes[tokens[start + 1].text[:-1]] = tokens[start + 2].text[1:-1]
        start += 3
    return prefixes, list(tokens[start:])


def _without_order(tokens: list[_Token], name: str) -> list[_Token]:
    """The query without its last clause: results of a validation have no order."""
    depth = 0
    for token in tokens:
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and token.word in _LIMITS:
            raise ValidationSetupError(detail=f"{name} gives a part of its answers only")
    for place, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and token.word == "ORDER":
            return tokens[:place]
    return tokens


def _without_alias(tokens: Sequence[_Token]) -> tuple[str | None, list[_Token]]:
    """The variable that the focus node is another name for, if it is, and the query without it."""
    words = [token.text for token in tokens]
    kept = list(tokens)
    for place in range(len(words) - 4):
        start, one, link, other, end = words[place : place + 5]
        if (start, link.upper(), other, end) == ("(", "AS", _FOCUS, ")") and one[:1] in "?$":
            first = place - 1 if words[place - 1].upper() == "BIND" else place
            kept = [*tokens[:first], *tokens[place + 5 :]]
            body = _end_of_projection(kept, 0)
            head = [token for token in kept[:body] if token.text != _FOCUS]
            return one[1:], [*head, *kept[body:]]
    return None, kept


def _projecting(tokens: Sequence[_Token]) -> list[_Token]:
    """The query in which every SELECT projects the focus node, and groups by it if it groups."""
    added: set[int] = set()
    for place, token in enumerate(tokens):
        if token.word != "SELECT":
            continue
        end = _end_of_projection(tokens, place)
        distinct = tokens[place + 1].word in ("DISTINCT", "REDUCED")
        if THIS not in {one.text for one in tokens[place:end]}:
            added.add(place + distinct)
        group = _grouping(tokens, end)
        if group is not None and not _groups_by_this(tokens, group):
            added.add(group)
    found: list[_Token] = []
    for place, token in enumerate(tokens):
        found.append(token)
        if place in added:
            found.append(_Token(" ", THIS))
    return found


def _end_of_projection(tokens: Sequence[_Token], start: int) -> int:
    """Where the group of the SELECT at that place begins."""
    return next(
        place for place, one in enumerate(tokens) if place > start and one.word in ("WHERE", "{")
    )


def _grouping(tokens: Sequence[_Token], start: int) -> int | None:
    """The place of BY in the GROUP BY after the group that begins there; None without one."""
    depth = 0
    begun = False
    for place in range(start, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[place].text, 0)
        begun = begun or depth > 0
        if begun and depth == 0:
            after = place + 1
            grouped = after < len(tokens) and tokens[after].word == "GROUP"
            return after + 1 if grouped else None
    return None


def _groups_by_this(tokens: Sequence[_Token], start: int) -> bool:
    for token in tokens[start + 1 :]:
        if token.text == THIS:
            return True
        if token.text[:1] not in "?$":
            return False
    return False


def _group(tokens: Sequence[_Token], start: int) -> str:
    """What the group that begins there is to the one around it, told from its neighbours."""
    before = tokens[start - 1].word if start else ""
    if before in _KIND_OF_GROUP:
        return before
    depth = 0
    for place in range(start, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[place].text, 0)
        if depth == 0:
            after = tokens[place + 1].word if place + 1 < len(tokens) else ""
            return "UNION" if after == "UNION" else ""
    return ""


def _begins_pattern(tokens: Sequence[_Token], place: int) -> bool:
    return tokens[place - 1].text in ("{", "}", ".", ")") and place + 2 < len(tokens)
