"""Messages between the service and its workers: a kind, a length, bytes; never pickled objects.

What a worker says is only ever JSON or bytes to pass on, since a worker may have been taken over.
"""

import json
import socket
import struct
from asyncio import StreamReader
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

__all__ = ["HEAD", "Frame", "Kind", "encode", "read_frame", "receive", "send"]

HEAD: Final = struct.Struct("!BI")
_MOST: Final = 64 << 20


class Kind(IntEnum):
    """What a frame is: a task for a worker; the head, data, end or failure of its answer."""

    TASK = 1
    HEAD = 2
    DATA = 3
    END = 4
    FAILURE = 5
    HELLO = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """One message."""

    kind: Kind
    content: bytes

    def json(self) -> Any:  # noqa: ANN401  any JSON
        """The content as JSON."""
        return json.loads(self.content)


def encode(kind: Kind, content: bytes | object) -> bytes:
    """The frame as bytes; what is not bytes is written as JSON."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return HEAD.pack(kind, len(body)) + body


async def read_frame(reader: StreamReader) -> Frame:
    """The next frame.

    Raises:
        asyncio.IncompleteReadError: the worker is gone.
    """
    kind, length = HEAD.unpack(await reader.readexactly(HEAD.size))
    if length > _MOST:
        raise ValueError(length)
    return Frame(Kind(kind), await reader.readexactly(length))


def send(channel: socket.socket, kind: Kind, content: bytes | object) -> None:
    """Send a frame and wait until it is taken."""
    channel.sendall(encode(kind, content))


def receive(channel: socket.socket) -> Frame | None:
    """The next frame; None when the other side has gone."""
    head = _exactly(channel, HEAD.size)
    if head is None:
        return None
    kind, length = HEAD.unpack(head)
    body = _exactly(channel, length)
    return None if body is None else Frame(Kind(kind), body)


def _exactly(channel: socket.socket, count: int) -> bytes | None:
    parts: list[bytes] = []
    while count:
        part = channel.recv(min(count, 1 << 20))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
