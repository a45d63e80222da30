"""The little that raw ASGI endpoints need: reading a bounded body, and sending answers."""

import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl, quote

from lhs_api.problems import MEDIA_TYPE, ProblemError
from lhs_graph.messages import Words

__all__ = [
    "ASGIApp",
    "RawHeaders",
    "Receive",
    "Scope",
    "Send",
    "asked_path",
    "body_of",
    "headers_of",
    "no_utf8",
    "pairs_of",
    "raw_headers",
    "respond",
    "say_problem",
    "send_whole",
]

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
ASGIApp: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers: TypeAlias = Iterable[tuple[str, str]]
RawHeaders: TypeAlias = Sequence[tuple[bytes, bytes]]

_LATIN: Final = "latin-1"
_SHORT: Final = 4096
_MOST_PAIRS: Final = 100
_OF_A_PATH: Final = "/%:@!$&'()*+,;=~"
_NO_OCTET: Final = re.compile("%(?![0-9A-Fa-f]{2})")
_EMPTY: Final = (204, 304)


def asked_path(scope: Scope) -> str:
    """The path as the client asked for it, as a URI reference: percent-encoded (RFC 3986, 4.2).

    It begins with the path below which a proxy serves the service, even if that took it away.
    """
    raw = scope.get("raw_path") or str(scope["path"]).encode()
    path = _NO_OCTET.sub("%25", quote(raw, safe=_OF_A_PATH))
    root = str(scope.get("root_path", ""))
    if root and path != root and not path.startswith(f"{root}/"):
        return f"{root}{path}"
    # two slashes would begin with the name of a host
    return f"/.{path}" if path.startswith("//") else path


def headers_of(scope: Scope) -> dict[str, str]:
    """The request's headers in lower case; repeated ones joined by commas (RFC 9110, 5.3)."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode(_LATIN)
        text = value.decode(_LATIN)
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def pairs_of(text: str) -> list[tuple[str, str]]:
    """The parameters of a query string or a form, in order.

    Raises:
        ProblemError: 400, it is not well formed.
    """
    if not text:
        return []
    try:
        return list(_short_pairs(text) if len(text) <= _SHORT else _pairs(text))
    except UnicodeDecodeError as error:
        raise no_utf8(error) from error
    except ValueError as error:
        detail = Words("invalid.too_many_pairs", (("most", _MOST_PAIRS),))
        raise ProblemError(400, "malformed-request", {"detail": detail}) from error


def no_utf8(error: UnicodeDecodeError) -> ProblemError:
    """The problem of what is not in UTF-8."""
    byte = f"0x{error.object[error.start]:02X}"
    detail = Words("invalid.no_utf8_byte", (("byte", byte),))
    return ProblemError(400, "malformed-request", {"detail": detail})


def _pairs(text: str) -> Sequence[tuple[str, str]]:
    return parse_qsl(
        text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PAIRS, encoding="utf-8"
    )


_short_pairs: Final = lru_cache(maxsize=1024)(_pairs)
"""The same form comes again and again, and taking it apart is half of what a known answer costs."""


async def body_of(receive: Receive, most: int) -> bytes:
    """The whole body.

    Raises:
        ProblemError: 413, it is larger than that.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            raise ProblemError(413, "too-large", {"most": most})
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


async def respond(
    send: Send, status: int, headers: Headers, content: bytes = b"", *, head_only: bool = False
) -> None:
    """Send a whole answer; without its body for HEAD."""
    await send_whole(send, status, raw_headers(headers), content, head_only=head_only)


def raw_headers(headers: Headers) -> list[tuple[bytes, bytes]]:
    """The headers as ASGI has them."""
    return [(name.lower().encode(_LATIN), value.encode(_LATIN)) for name, value in headers]


async def send_whole(
    send: Send, status: int, raw: RawHeaders, content: bytes, *, head_only: bool = False
) -> None:
    """Send a whole answer whose headers, but for its length, are ready."""
    sized = [*raw, *_length(status, content)]
    await send({"type": "http.response.start", "status": status, "headers": sized})
    await send({"type": "http.response.body", "body": b"" if head_only else content})


def _length(status: int, content: bytes) -> RawHeaders:
    """None where there is no content: of a 304 it would be that of the 200 (RFC 9110, 8.6)."""
    return () if status in _EMPTY else ((b"content-length", str(len(content)).encode()),)


async def say_problem(
    send: Send, members: Mapping[str, Any], headers: Headers = (), *, head_only: bool = False
) -> None:
    """Send problem details (RFC 9457)."""
    content = json.dumps(members, ensure_ascii=False).encode()
    both = [("Content-Type", MEDIA_TYPE), ("Cache-Control", "no-store"), *headers]
    await respond(send, int(members["status"]), both, content, head_only=head_only)
