"""An in-memory socket: it keeps what was sent, and its reader can stall."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from jupyter_graphsync.sessions.frame import Frame

PATIENCE = 5.0


class Socket:
    """A `Transport` whose other end is the test.

    Attributes
    ----------
    closed
        Code and reason, once the server has closed it.
    unread
        The frames that were sent while the reader stalled.
    """

    def __init__(self, read: Callable[[bytes], None]) -> None:
        self.closed: tuple[int, str] | None = None
        self.unread: deque[bytes] = deque()
        self._read = read
        self._is_cut = False
        self._is_stalled = False
        self._drained = asyncio.Event()
        self._drained.set()
        self._changed = asyncio.Event()

    def send(self, frame: Frame) -> bool:
        if self._is_cut:
            raise ConnectionError("the connection is closed")
        if self._is_stalled:
            self.unread.append(frame.payload)
            self._drained.clear()
        else:
            self._read(frame.payload)
        self._changed.set()
        return not self._is_stalled

    async def drained(self) -> None:
        await self._drained.wait()
        if self._is_cut:
            raise ConnectionError("the connection is closed")

    def close(self, code: int, reason: str) -> None:
        self.closed = self.closed or (code, reason)
        self._changed.set()

    def stall(self) -> None:
        """Stop reading."""
        self._is_stalled = True

    def read_on(self) -> None:
        """Read what waits, and all that comes."""
        self._is_stalled = False
        while self.unread:
            self._read(self.unread.popleft())
        self._drained.set()
        self._changed.set()

    def cut(self) -> None:
        """Break the line; what was not read is lost."""
        self._is_cut = True
        self.unread.clear()
        self._drained.set()

    async def until(self, check: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Return when `check` holds; it is asked again whenever something arrives."""

        async def wait() -> None:
            while not check():
                self._changed.clear()
                await self._changed.wait()

        await asyncio.wait_for(wait(), seconds)
