"""A body of several parts (`multipart/form-data`, RFC 7578), taken apart in a worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import PurePosixPath
from typing import Final

from lhs_api.problems import ProblemError
from lhs_api.rest.forms import FORM_OF

__all__ = ["COSTS", "DESCRIPTION", "SentPart", "parts_of"]

DESCRIPTION: Final = "description"
"""The part that is the description, as a file or as text."""
COSTS: Final = "costs"
"""The part with what additions cost, for a repair."""
_KNOWN: Final = (DESCRIPTION, COSTS)
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class SentPart:
    """One part: what it is called in messages, its bytes, and its form where its type says it."""

    name: str
    content: bytes
    form: str | None


def parts_of(content: bytes, kind: str) -> Mapping[str, SentPart]:
    """The parts by their names.

    Args:
        content: the body.
        kind: its media type with the boundary, as the header has it.

    Raises:
        ProblemError: 422, it is not made of such parts, or of others, or there is no description.
    """
    head = f"MIME-Version: 1.0\r\nContent-Type: {kind}\r\n\r\n".encode("latin-1", "replace")
    try:
        message = BytesParser(EmailMessage, policy=policy.HTTP).parsebytes(head + content)
        parts = [_part(one) for one in message.iter_parts()] if message.is_multipart() else []
    except (ValueError, LookupError, RecursionError, AttributeError):
        parts = []
    names = [name for name, _ in parts]
    if DESCRIPTION not in names or len(set(names)) < len(names) or set(names) - set(_KNOWN):
        raise ProblemError(422, "unclear-parts", {"parts": ", ".join(_KNOWN)})
    return dict(parts)


def _part(part: object) -> tuple[str, SentPart]:
    if not isinstance(part, EmailMessage) or part.is_multipart():
        raise ValueError
    name = str(part.get_param("name", "", header="content-disposition"))
    file = PurePosixPath((part.get_filename() or "").replace("\\", "/")).name[:_LONGEST]
    content = part.get_payload(decode=True)
    form = FORM_OF.get(part.get_content_type()) if part["content-type"] else None
    return name, SentPart(file or name, content if isinstance(content, bytes) else b"", form)
