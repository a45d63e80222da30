"""Where an error happened, as logs tell it: without its words, which may quote what was sent."""

import traceback
from typing import Final

__all__ = ["trace_of"]

_LONGEST: Final = 8000


def trace_of(error: BaseException) -> str:
    """The lines of our program that led to it, the last ones if they are many, and its kind."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return "".join([*traceback.format_tb(error.__traceback__), kind])[-_LONGEST:]
