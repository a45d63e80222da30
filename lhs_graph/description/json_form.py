"""JSON to plain data with places, and what a JSON-LD context in it may be.

`json.loads` decides what is JSON; a scan before it bounds depth and size, finds the place of every
value and key, and refuses keys that are written twice, of which JSON would keep the last.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from lhs_graph.description.context import CONTEXT_IRI
from lhs_graph.description.document import refused
from lhs_graph.description.limits import CONTEXT_SIZE, CONTROL, DEPTH, LONG_TEXT, VALUES
from lhs_graph.description.plain import Path, Plain, shown
from lhs_graph.errors import DescriptionError, Place, Problem
from lhs_graph.terms import CASE

__all__ = ["Context", "check_contexts", "is_foreign", "read_json", "stated_language"]

Context: TypeAlias = Any
"""What stands under `@context`: any JSON."""

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|"|[\[\]{},:]|\n|[^\s"\[\]{},:]++', re.DOTALL)
_OWN_TERMS: Final = frozenset({"@base", "@language", "@version"})


def read_json(text: str, file: str) -> Plain:
    """The data of a JSON text.

    Raises:
        DescriptionError: it is no JSON, is too deep or too large, or has a key twice.
    """
    scan = _Scan(text, Plain(file))
    scan.run()
    try:
        scan.plain.value = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except json.JSONDecodeError as error:
        place = Place(file, error.lineno, error.colno)
        raise refused(place, "no_json", detail=error.msg) from error
    except (ValueError, RecursionError) as error:
        raise refused(Place(file), "no_json", detail=error) from error
    if scan.repeated:
        raise DescriptionError(scan.repeated)
    return scan.plain


def _no_number(text: str) -> float:
    raise ValueError(text)


def _finite(text: str) -> float:
    number = float(text)
    return number if abs(number) != float("inf") else _no_number(text)


@dataclass(slots=True)
class _Open:
    """A collection being scanned."""

    path: Path
    keyed: bool
    key: str | None = None
    number: int = 0


@dataclass(slots=True)
class _Scan:
    """Finds places in a text that may not be JSON at all, and stops where it cannot be."""

    text: str
    plain: Plain
    stack: list[_Open] = field(default_factory=list)
    repeated: list[Problem] = field(default_factory=list)

    def run(self) -> None:
        line, start = 1, 0
        for token in _TOKEN.finditer(self.text):
            piece = token.group()
            if piece == "\n":
                line, start = line + 1, token.end()
            elif piece == '"':
                return
            elif piece != ":":
                self._take(piece, (line, token.start() - start + 1))

    def _take(self, piece: str, mark: tuple[int, int]) -> None:
        parent = self.stack[-1] if self.stack else None
        if piece in "]}":
            if parent:
                self.stack.pop()
        elif piece == ",":
            if parent:
                parent.number, parent.key = parent.number + 1, None
        elif parent and parent.keyed and parent.key is None:
            self._key(parent, piece, mark)
        else:
            self._value(parent, piece, mark)

    def _key(self, parent: _Open, piece: str, mark: tuple[int, int]) -> None:
        name = self._word(piece, mark)
        path = (*parent.path, name)
        if path in self.plain.keys:
            place = Place(self.plain.file, *mark, shown(path))
            self.repeated.append(Problem(place, "description.repeated_key", (("key", name),)))
        self.plain.keys[path] = mark
        parent.key = name

    def _value(self, parent: _Open | None, piece: str, mark: tuple[int, int]) -> None:
        path: Path = ()
        if parent:
            path = (*parent.path, str(parent.key) if parent.keyed else parent.number)
        self.plain.marks[path] = mark
        if len(self.plain.marks) > VALUES:
            raise refused(Place(self.plain.file, *mark), "too_many_values", most=VALUES)
        if piece in "[{":
            if len(self.stack) >= DEPTH:
                raise refused(Place(self.plain.file, *mark), "too_deep", most=DEPTH)
            self.stack.append(_Open(path, piece == "{"))
        else:
            self._word(piece, mark)

    def _word(self, piece: str, mark: tuple[int, int]) -> str:
        """The text of a string, its escapes read."""
        place = Place(self.plain.file, *mark)
        if len(piece) > LONG_TEXT:
            raise refused(place, "long_text", most=LONG_TEXT)
        if "\\" not in piece:
            return piece.strip('"')
        try:
            word = str(json.loads(piece))
        except ValueError:
            return piece
        if CONTROL.search(word):
            raise refused(place, "control_character")
        return word


def _contexts(value: Any, path: Path) -> Iterator[tuple[Path, Context]]:  # noqa: ANN401  any JSON
    """Every context in a document, with its path."""
    if isinstance(value, dict):
        for key, content in value.items():
            where = (*path, key)
            if key in ("@context", "@import"):
                yield where, content
            yield from _contexts(content, where)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _contexts(one, (*path, number))


def check_contexts(plain: Plain) -> None:
    """Refuse every context that would have to be fetched, and more of them than a page.

    Raises:
        DescriptionError: there is one.
    """
    size = 0
    for path, content in _contexts(plain.value, ()):
        for one in _listed(content):
            imported = path[-1] == "@import"
            if imported or (isinstance(one, str) and one != CONTEXT_IRI):
                raise refused(plain.key_place(path), "remote_context", context=one)
        size += len(json.dumps(content))
        if size > CONTEXT_SIZE:
            raise refused(plain.key_place(path), "large_context", most=CONTEXT_SIZE)


def is_foreign(context: Context) -> bool:
    """Whether a context has terms of its own and does not name ours: general JSON-LD."""
    listed = _listed(context)
    return CONTEXT_IRI not in listed and any(
        isinstance(one, dict) and _terms(one) for one in listed
    )


def stated_language(plain: Plain, slug: object, languages: tuple[str, ...]) -> str | None:
    """The language that the context beside ours states; such a context can state nothing else.

    Raises:
        DescriptionError: it states terms, another base, or a language that texts cannot have.
    """
    found: str | None = None
    base = f"{CASE}{slug}"
    for one in _listed(plain.value.get("@context")):
        terms = _terms(one)
        stated = one if isinstance(one, dict) else {}
        terms += ["@base"] if stated.get("@base", base) != base else []
        terms += ["@language"] if stated.get("@language") not in (None, *languages) else []
        if terms:
            place = plain.key_place(("@context",))
            raise refused(place, "own_context", terms=", ".join(terms), base=base)
        found = stated.get("@language") or found
    return found


def _terms(one: Context) -> list[str]:
    """The terms that a context states, or what it is where it is no context at all."""
    if isinstance(one, dict):
        return [name for name in one if name not in _OWN_TERMS]
    return [] if one in (None, CONTEXT_IRI) else [json.dumps(one)]


def _listed(content: Context) -> list[Context]:
    return content if isinstance(content, list) else [content]
