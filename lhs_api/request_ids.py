"""The id of the request that is being answered, wherever in its answering it is needed."""

from contextvars import ContextVar
from typing import Final

__all__ = ["REQUEST_ID"]

REQUEST_ID: Final[ContextVar[str]] = ContextVar("request_id", default="")
"""Set once a request where it comes in; empty outside of any request."""
