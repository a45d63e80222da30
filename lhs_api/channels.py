"""The service's end of the channel to a worker: frames out, frames in as they come."""

import asyncio
from asyncio import IncompleteReadError
from collections import deque
from typing import Final, cast

from lhs_api.frames import HEAD, Frame, Kind

__all__ = ["Channel"]

_HIGH: Final = 1 << 20
"""Bytes that are held for a slow reader before the worker has to wait."""
_MOST: Final = 64 << 20


class Channel(asyncio.Protocol):
    """Frames by `frame`, in their order; what is there already is handed out without waiting."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._frames: deque[Frame] = deque()
        self._held = 0
        self._paused = False
        self._gone = False
        self._waiter: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)  # as sockets have it

    def data_received(self, data: bytes) -> None:
        """Take what came; whole frames are handed on."""
        self._buffer += data
        start, size = 0, len(self._buffer)
        while size - start >= HEAD.size:
            kind, length = HEAD.unpack_from(self._buffer, start)
            if length > _MOST:
                self.close()
                return
            end = start + HEAD.size + length
            if end > size:
                break
            self._frames.append(Frame(Kind(kind), bytes(self._buffer[start + HEAD.size : end])))
            self._held += length
            start = end
        del self._buffer[:start]
        if self._held > _HIGH and self._transport and not self._paused:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  as the base has it
        """The worker has gone."""
        self._gone = True
        self._wake()

    def write(self, content: bytes) -> None:
        """Send a frame; a worker always takes one."""
        if self._transport is None or self._gone:
            raise IncompleteReadError(b"", None)
        self._transport.write(content)

    def close(self) -> None:
        """End the channel."""
        self._gone = True
        if self._transport is not None:
            self._transport.close()
        self._wake()

    @property
    def ready(self) -> bool:
        """Whether a frame is there."""
        return bool(self._frames)

    async def frame(self) -> Frame:
        """The next frame.

        Raises:
            asyncio.IncompleteReadError: the worker is gone.
        """
        while not self._frames:
            if self._gone:
                raise IncompleteReadError(b"", None)
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        found = self._frames.popleft()
        self._held -= len(found.content)
        if self._paused and self._held <= _HIGH // 2 and self._transport:
            self._paused = False
            self._transport.resume_reading()
        return found

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
