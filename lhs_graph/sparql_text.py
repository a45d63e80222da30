r"""What a SPARQL text asks for that is refused, told from its tokens.

Strings, IRIs and comments do not count.

Code points written as `\\u0041` are resolved first, as SPARQL does before it reads a query, so that
a keyword cannot hide in them. This guards a person's own command line; a public endpoint also
isolates its workers.
"""

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["pieces", "refused_features", "tokens"]

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
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""(?P<skip>
        \#[^\n\r]*                                   # comment
      | \"{3}(?:(?:\"|\"\")?(?:[^"\\]|\\.))*\"{3}    # long string
      | '{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*"
      | '(?:[^'\\\n\r]|\\.)*'
      | [?$]\w+                                      # variable
      | [\w.-]*:[\w.:%\\-]*                          # prefixed name
      | @[A-Za-z-]+                                  # language tag
      | [0-9][0-9.eE]*                               # number
    ) | (?P<kept> <[^<>"{}|^`\\\s]*> | [A-Za-z]+ | && | \|\| | \S)""",
    re.VERBOSE | re.DOTALL,
)


def refused_features(text: str) -> tuple[str, ...]:
    r"""The refused keywords in that text, sorted; none for an ordinary query.

    The text counts as it stands and with its escapes resolved, so that no reading of it hides one.

    >>> refused_features("SELECT ?s WHERE { SERV\\u0049CE <http://e/> { ?s ?p 'LOAD' } }")
    ('SERVICE',)
    """
    words = {token.upper() for one in {text, _resolved(text)} for token in _tokens(one)}
    return tuple(sorted(words & _REFUSED))


def tokens(text: str) -> Iterator[str]:
    """Keywords, IRIs in angle brackets, and signs, escapes being resolved.

    Strings, names, numbers, variables and comments are left out.
    """
    return _tokens(_resolved(text))


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


def _tokens(text: str) -> Iterator[str]:
    for found in _TOKEN.finditer(text):
        if found.group("kept"):
            yield found.group("kept")


def _resolved(text: str) -> str:
    return _ESCAPE.sub(
        lambda found: chr(int(found.group(1) or found.group(2), 16) % 0x110000), text
    )
