"""What one request may use, in one place; shown at `/limits`."""

from dataclasses import dataclass
from typing import Final

__all__ = ["STREAMED", "Limits"]

STREAMED: Final = 6
"""A stream may take this many times the seconds that the first bytes may take."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds.

    `rows` is how many solutions an answer has unless fewer are asked for; `nesting` how deep braces
    and parentheses go, `chain` how many operators of one kind a query strings together: beyond
    either, parsers die (both measured).
    """

    seconds: float = 10.0
    memory: int = 1 << 30
    rows: int = 10_000
    answer: int = 50_000_000
    query: int = 64_000
    nesting: int = 64
    chain: int = 500
    document: int = 5_000_000
