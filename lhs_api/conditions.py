"""What a read is conditional on: entity tags or a date (RFC 9110, sections 13.1.2 and 13.1.3)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from typing import Final

__all__ = ["Condition", "http_date"]

_TAG: Final = re.compile(r'(?:W/)?("[!\x23-\x7e\x80-\xff]*")')
_READS: Final = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Condition:
    """What the client has already: answers by their tags, any at all, or those of a date.

    A date counts only where no tags are given, as they say more.
    """

    tags: frozenset[str] = frozenset()
    whatever: bool = False
    since: float | None = None

    @classmethod
    def of(cls, method: str, headers: Mapping[str, str]) -> "Condition":
        """The condition of a request; only reads have any."""
        if method not in _READS:
            return _NONE
        tags = headers.get("if-none-match")
        if tags is not None:
            return cls(frozenset(_TAG.findall(tags)), whatever=tags.strip() == "*")
        date = headers.get("if-modified-since")
        return _NONE if date is None else cls(since=_seconds(date))

    def has(self, tag: str) -> bool:
        """Whether the client has the answer of that tag (weak comparison).

        It was given out before, so that nothing has to be asked for it.
        """
        return tag.removeprefix("W/") in self.tags

    @property
    def is_of_time(self) -> bool:
        """Whether it may be met by an answer of another tag."""
        return self.whatever or self.since is not None

    def is_met_by(self, modified: str) -> bool:
        """Whether there need be no answer that last changed then, if there is one at all."""
        if self.whatever:
            return True
        changed = _seconds(modified) if self.since is not None else None
        return self.since is not None and changed is not None and changed <= self.since

    def holds(self, tag: str, modified: str) -> bool:
        """Whether an answer that is there may be left out."""
        return self.has(tag) or self.is_met_by(modified)


_NONE: Final = Condition()


@lru_cache(maxsize=16)
def http_date(seconds: int) -> str:
    """A moment, in seconds since 1970, as HTTP says it."""
    return formatdate(seconds, usegmt=True)


@lru_cache(maxsize=64)
def _seconds(date: str) -> float | None:
    """The moment of a date; None where it is none."""
    try:
        found = parsedate_to_datetime(date)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
