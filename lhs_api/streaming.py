"""Sending on what a worker streams, headers first and only once its answer has begun."""

from collections.abc import Iterable

from lhs_api.asgi import Send
from lhs_api.workers import Reply

__all__ = ["stream"]


async def stream(
    send: Send, reply: Reply, headers: Iterable[tuple[str, str]], *, only_head: bool
) -> None:
    """Answer 200 with the body of the reply; an answer of one part is sent with its length."""
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    parts = reply.body()
    first = await anext(parts, b"")
    second = await anext(parts, None)
    if second is None:
        raw.append((b"content-length", str(len(first)).encode()))
    await send({"type": "http.response.start", "status": 200, "headers": raw})
    if second is None or only_head:
        await send({"type": "http.response.body", "body": b"" if only_head else first})
        return
    await send({"type": "http.response.body", "body": first, "more_body": True})
    await send({"type": "http.response.body", "body": second, "more_body": True})
    async for part in parts:
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
