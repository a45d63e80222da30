"""Words in a paragraph that lead to evidence: a link on a page, the plain words elsewhere."""

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["link", "pieces", "plain"]

_OPEN: Final = "\ue000"
_MIDDLE: Final = "\ue001"
_CLOSE: Final = "\ue002"
_LINK: Final = re.compile(f"{_OPEN}([^{_MIDDLE}]*){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")


def link(words: str, anchor: str) -> str:
    """The words marked as leading to that anchor; the words alone where there is none."""
    return f"{_OPEN}{anchor}{_MIDDLE}{words}{_CLOSE}" if anchor else words


def pieces(paragraph: str) -> Iterator[tuple[str, str]]:
    """The paragraph in pieces of words, each with its anchor or nothing.

    >>> list(pieces("In " + link("3", "e.x") + " cases."))
    [('In ', ''), ('3', 'e.x'), (' cases.', '')]
    """
    end = 0
    for found in _LINK.finditer(paragraph):
        if found.start() > end:
            yield paragraph[end : found.start()], ""
        yield found.group(2), found.group(1)
        end = found.end()
    if end < len(paragraph):
        yield paragraph[end:], ""


def plain(paragraph: str) -> str:
    """The paragraph without its links.

    >>> plain("In " + link("3", "e.x") + " cases.")
    'In 3 cases.'
    """
    return "".join(words for words, _ in pieces(paragraph))
