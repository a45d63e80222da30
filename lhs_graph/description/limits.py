"""What a description may hold, in whatever form it comes: the limits and patterns in one place.

The parsers are fast and trusting, so what could blow up is bounded before and while they run.
"""

import re
from datetime import date
from typing import Final

__all__ = [
    "CONTEXT_SIZE",
    "CONTROL",
    "DATE",
    "DEPTH",
    "EXPANDED",
    "LONG_ID",
    "LONG_IRI",
    "LONG_TEXT",
    "MOST_BYTES",
    "NAME",
    "PREFIXES",
    "REFERENCE_TO",
    "SLUG",
    "TRIPLES",
    "VALUES",
    "WEB_ADDRESS",
    "YEAR",
    "is_date",
    "is_year",
]

MOST_BYTES: Final = 5_000_000
DEPTH: Final = 128
VALUES: Final = 200_000
TRIPLES: Final = 200_000
EXPANDED: Final = 40_000_000
"""Characters of all terms of all triples, prefixes written out."""
LONG_ID: Final = 200
LONG_IRI: Final = 2_000
LONG_TEXT: Final = 64_000
PREFIXES: Final = 1_000
CONTEXT_SIZE: Final = 20_000
"""Characters of all contexts in a document; prefixes built on prefixes grow as the square of it."""

SLUG: Final = "^[a-z0-9]+(-[a-z0-9]+)*$"
NAME: Final = "^#?[A-Za-z0-9][A-Za-z0-9._-]*$"
REFERENCE_TO: Final = (
    "^(#?[A-Za-z0-9][A-Za-z0-9._-]*(#[A-Za-z0-9][A-Za-z0-9._-]*)?"
    '|[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>"{}|\\\\^`]+)$'
)
WEB_ADDRESS: Final = '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/?#<>"{}|\\\\^`][^\\s<>"{}|\\\\^`]*$'
CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no text holds: controls other than tab and line ends, and halves of characters."""

DATE: Final = "^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$"
YEAR: Final = "^[1-9][0-9]{3}$"

_DATE = re.compile(DATE)
_YEAR = re.compile(YEAR)


def is_date(text: str) -> bool:
    """Whether it is a day of the calendar, as 2026-01-31."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_year(text: str) -> bool:
    """Whether it is a year of four digits."""
    return bool(_YEAR.fullmatch(text))
