r"""What a SPARQL text asks for that is refused, told from its tokens.

Strings, IRIs and comments do not count.

Code points written as `\\u0041` are resolved first, as SPARQL does before it reads a query, so that
a keyword cannot hide in them. This guards a person's own command line; a public endpoint also
isolates its workers.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

__all__ = ["named_tokens", "pieces", "refused_features", "tokens"]

_REFUSED: Final = frozenset(
    {
        "SERVICE",
        "LOAD",
        "INSERT",
        "DELETE",
        "CLEAR",
        "DROP",
        "CREATE",
        "COPY",
        "MOVE",
        "ADD",
        "FROM",
    }
)
_SERVICE: Final = "SERVICE"
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""(?=\S) (?: (?P<skip>
        \#[^\n\r]*                                   # comment
      | \"{3}(?:(?:\"|\"\")?(?:[^"\\]|\\.))*\"{3}    # long string
      | '{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*"
      | '(?:[^'\\\n\r]|\\.)*'
      | [?$]\w+                                      # variable
      | @[A-Za-z-]+                                  # language tag
    ) | (?P<name>
        (?P<prefix>[\w.-]*+):
        (?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-])*
    ) | (?P<number> [0-9][0-9.eE]* )
      | (?P<kept> <[^<>"{}|^`\\\x00-\x20]*+> | [A-Za-z]+ | && | \|\| | \^\^ | [^\s]) )""",
    re.VERBOSE | re.DOTALL,
)


def refused_features(text: str) -> tuple[str, ...]:
    r"""The refused keywords in that text, sorted; none for an ordinary query.

    The text counts as it stands and with its escapes resolved, so that no reading of it hides one.

    Parsers take keywords that stand together with what follows (`SERVICESILENT`, `SERVICEex:a`), so
    these are found, too.

    >>> refused_features("SELECT ?s WHERE { SERV\\u0049CE <http://e/> { ?s ?p 'LOAD' } }")
    ('SERVICE',)
    """
    found: set[str] = set()
    for one in {text, _resolved(text)}:
        words = {token.upper() for token in _kept(one)}
        found |= words & _REFUSED
        if _SERVICE in one.upper() and (
            any(word[0] != "<" and _SERVICE in word for word in words) or _glued(one)
        ):
            found.add(_SERVICE)
    return tuple(sorted(found))


def tokens(text: str) -> list[str]:
    """Keywords, IRIs in angle brackets, and signs, escapes being resolved.

    Strings, names, numbers, variables and comments are left out.
    """
    return _kept(_resolved(text))


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """All tokens of the text as they stand, each with the blanks before it.

    Joined they are the text again, but for blanks at its end.

    >>> list(pieces("?s lhs:hasGoal 'a b'@en # why"))
    [('', '?s'), (' ', 'lhs:hasGoal'), (' ', "'a b'"), ('', '@en'), (' ', '# why')]
    """
    end = 0
    for found in _TOKEN.finditer(text):
        yield text[end : found.start()], found.group()
        end = found.end()


def named_tokens(text: str) -> list[str]:
    """The same with prefixed names among them."""
    return [kept or name for _, name, _, _, kept in _scanned(_resolved(text)) if kept or name]


def _glued(text: str) -> bool:
    """Whether a name that a keyword may hide in is followed by a group, as no triple's is."""
    before, suspect = "", False
    for skipped, name, prefix, number, kept in _scanned(text):
        if skipped.startswith("#"):
            continue
        if suspect and kept == "{":
            return True
        hidden = _SERVICE in prefix.upper()
        suspect = hidden and before.upper() != "GRAPH"
        before = skipped or name or number or kept
    return False


def _kept(text: str) -> list[str]:
    return [token[-1] for token in _scanned(text) if token[-1]]


@lru_cache(maxsize=2)
def _scanned(text: str) -> list[tuple[str, str, str, str, str]]:
    """All tokens, each as the one group that it fills; asked for several times in a row."""
    return _TOKEN.findall(text)


def _resolved(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(
        lambda found: chr(int(found.group(1) or found.group(2), 16) % 0x110000), text
    )
