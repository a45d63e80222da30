"""Answers that were worked out before, kept as long as there is room: reads of one release."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from lhs_api.asgi import RawHeaders

__all__ = ["MOST_KEPT", "Kept"]

MOST_KEPT: Final = 4_000_000
"""Bytes of one answer beyond which it is not kept."""
_ALL: Final = 64_000_000

_Answer: TypeAlias = tuple[RawHeaders, bytes]


@dataclass
class Kept:
    """Headers and bodies by ETag, which names the release, so that none is ever out of date.

    What was asked for longest ago goes first when `most` bytes are reached.
    """

    most: int = _ALL
    size: int = 0
    _answers: "OrderedDict[str, _Answer]" = field(default_factory=OrderedDict)

    def get(self, tag: str) -> _Answer | None:
        """The answer of that tag."""
        if tag in self._answers:
            self._answers.move_to_end(tag)
        return self._answers.get(tag)

    def put(self, tag: str, answer: _Answer) -> None:
        """Keep an answer, unless it is too large."""
        if tag in self._answers or len(answer[1]) > min(MOST_KEPT, self.most):
            return
        self._answers[tag] = answer
        self.size += len(answer[1])
        while self.size > self.most:
            _, (_, content) = self._answers.popitem(last=False)
            self.size -= len(content)
