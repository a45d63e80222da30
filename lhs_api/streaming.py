"""Sending on what a worker streams, headers first and only once its answer has begun."""

from lhs_api.asgi import RawHeaders, Send, send_whole
from lhs_api.workers import Reply

__all__ = ["read_off", "stream"]


async def stream(send: Send, reply: Reply, headers: RawHeaders, *, only_head: bool) -> bytes | None:
    """Answer 200 with the body of the reply; an answer of one part is sent with its length.

    With `only_head` the task has to have been told so, since what is left of the reply is read to
    its end: its worker is ready for the next one then.

    Returns:
        The body, if it is of one part.
    """
    parts = reply.body()
    first = await anext(parts, b"")
    second = await anext(parts, None)
    if second is None:
        await send_whole(send, 200, headers, first, head_only=only_head)
        return first
    if only_head:
        async for _ in parts:
            pass
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if only_head:
        await send({"type": "http.response.body", "body": b""})
        return None
    await send({"type": "http.response.body", "body": first, "more_body": True})
    await send({"type": "http.response.body", "body": second, "more_body": True})
    async for part in parts:
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
    return None


async def read_off(reply: Reply) -> None:
    """Read what is left of a reply to its end: its worker is ready for the next task then.

    Raises:
        WorkerProblemError: there is no whole answer.
    """
    async for _ in reply.body():
        pass
