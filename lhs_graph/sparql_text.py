r"""What a SPARQL text asks for that is refused, told from its tokens.

Strings, IRIs and comments do not count.

Code points written as `\\u0041` are resolved first, as SPARQL does before it reads a query, so that
a keyword cannot hide in them. This guards a person's own command line; a public endpoint also
isolates its workers.
"""

import re
from typing import Final

__all__ = ["refused_features"]

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
      | <[^<>"{}|^`\\\s]*>                           # IRI
      | \"{3}(?:(?:\"|\"\")?(?:[^"\\]|\\.))*\"{3}    # long string
      | '{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*"
      | '(?:[^'\\\n\r]|\\.)*'
      | [?$]\w+                                      # variable
      | [\w.-]*:[\w.:%\\-]*                          # prefixed name
      | @[A-Za-z-]+                                  # language tag
    ) | (?P<word>[A-Za-z]+)""",
    re.VERBOSE | re.DOTALL,
)


def refused_features(text: str) -> tuple[str, ...]:
    r"""The refused keywords in that text, sorted; none for an ordinary query.

    >>> refused_features("SELECT ?s WHERE { SERV\\u0049CE <http://e/> { ?s ?p 'LOAD' } }")
    ('SERVICE',)
    """
    resolved = _ESCAPE.sub(
        lambda found: chr(int(found.group(1) or found.group(2), 16) % 0x110000), text
    )
    words = {
        found.group("word").upper() for found in _TOKEN.finditer(resolved) if found.group("word")
    }
    return tuple(sorted(words & _REFUSED))
