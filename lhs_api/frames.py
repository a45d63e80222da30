"""Messages between the service and its workers: a kind, a length, bytes; never pickled objects.

What a worker says is only ever JSON or bytes to pass on, since a worker may have been taken over.
"""

import json
import socket
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, BinaryIO, Final

__all__ = ["HEAD", "TRACE", "Frame", "Kind", "encode", "receive", "send"]

HEAD: Final = struct.Struct("!BI")
TRACE: Final = "trace"
"""The member of a failure that is for the log alone."""


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


def send(channel: socket.socket, *frames: tuple[Kind, bytes | object]) -> None:
    """Send frames at once and wait until they are taken."""
    channel.sendall(b"".join(encode(kind, content) for kind, content in frames))


def receive(channel: BinaryIO) -> Frame | None:
    """The next frame; None when the other side has gone."""
    head = channel.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    kind, length = HEAD.unpack(head)
    body = channel.read(length)
    return Frame(Kind(kind), body) if len(body) == length else None
