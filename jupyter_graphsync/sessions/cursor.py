"""What one connection has of a session, and how it gets the rest.

A cursor holds a position, not a queue. Where its transport is idle and it stands at the head, it
is handed the frame that everybody gets; else it reads what it lacks from the ring, from the log,
or as a snapshot, one frame in flight at a time. So whoever stalls costs no memory.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from ..domain.commits import Position
from ..domain.errors import GraphSyncError
from ..protocol import MAX_PART_BYTES, Bye, Mode, Reset, encode
from .frame import Frame

log = logging.getLogger(__name__)

MAX_REPLIES = 20_000
MAX_REPLY_BYTES = 16 * 2**20
MAX_GREETINGS = 64
STALL_SECONDS = 60.0


class Transport(Protocol):
    """What a cursor needs of a connection."""

    def send(self, frame: Frame) -> bool:
        """Send a frame; tell whether the connection is idle again."""

    async def drained(self) -> None:
        """Return when nothing waits to be sent; `ConnectionError` where nothing ever will be."""

    def close(self, code: int, reason: str) -> None:
        """Close the connection."""


class Source(Protocol):
    """What a cursor needs of a session."""

    @property
    def position(self) -> Position: ...

    @property
    def presence_revision(self) -> int:
        """A number that grows with every change of who is here and what they do."""

    async def bodies(self, after: int, max_bytes: int) -> list[bytes] | None:
        """Return the commits that follow, as text; empty at the head.

        `None` where only a snapshot leads on.
        """

    async def parts(self) -> tuple[Position, list[bytes]]:
        """Return a snapshot as messages."""

    def presence(self) -> bytes:
        """Return a message that tells all clients."""


class Cursor:
    """Delivers one session to one connection."""

    def __init__(self, source: Source, transport: Transport) -> None:
        self._source = source
        self._transport = transport
        self._seq = 0
        self._live = False
        self._closed = False
        self._replies: list[bytes] = []
        self._reply_bytes = 0
        self._greetings: list[bytes] = []
        self._prelude: dict[str, bytes] = {}
        self._snapshot_due = False
        self._missed_presence = False
        self._welcomed_at = 0
        self._flush_due = False
        self._pump: asyncio.Task[None] | None = None

    @property
    def is_closed(self) -> bool:
        """Whether nothing will be sent any more."""
        return self._closed

    def start(self, welcome: bytes, mode: Mode, after: int) -> None:
        """Send the welcome, then what `mode` says, then stay in step."""
        self._prelude = {"welcome": welcome}
        self._missed_presence = False
        self._welcomed_at = self._source.presence_revision
        self._snapshot_due = mode == "snapshot"
        self._seq = after
        self._catch_up()

    def offer(self, frame: Frame, before: int, after: int) -> None:
        """Take a frame that leads from commit `before` to `after`, if it fits."""
        if not self._live:
            return
        if before != self._seq:
            self._fall_behind()
            return
        self._seq = after
        if not self._send(frame):
            self._fall_behind()

    def pass_on(self, frame: Frame) -> None:
        """Take a frame of passing events, if the connection is in step."""
        if not self._live:
            self._missed_presence = True
        elif not self._send(frame):
            self._fall_behind()

    def greet(self, message: bytes) -> None:
        """Send a message as soon as the connection is in step."""
        if self._live:
            self.reply(message)
        elif len(self._greetings) < MAX_GREETINGS:
            self._greetings.append(message)

    def reply(self, message: bytes) -> None:
        """Send a message to this connection alone, after the commits that are durable now."""
        self._replies.append(message)
        self._reply_bytes += len(message)
        if len(self._replies) > MAX_REPLIES or self._reply_bytes > MAX_REPLY_BYTES:
            self.close(4008, "too many replies wait to be read")
        elif self._live and not self._flush_due:
            self._flush_due = True
            asyncio.get_running_loop().call_soon(self._flush)

    def renew(self, epoch: str, reason: str) -> None:
        """Tell that another history began; a snapshot of it follows."""
        self._prelude["reset"] = encode(Reset(epoch=epoch, reason=reason))
        self.resync()

    def resync(self) -> None:
        """Send a snapshot next."""
        self._snapshot_due = True
        self._fall_behind()

    def close(self, code: int, reason: str, retry_after_ms: int | None = None) -> None:
        """Say goodbye and close the connection; may be called more than once."""
        if self._closed:
            return
        bye = Bye(code=code, reason=reason)
        if retry_after_ms is not None:
            bye.retry_after_ms = retry_after_ms
        self._send(Frame([encode(bye)]))
        self._transport.close(code, reason)
        self.stop()

    def stop(self) -> None:
        """Let go of the connection without a word; it is gone already."""
        self._closed = True
        self._live = False
        self._replies.clear()
        if self._pump is not None and self._pump is not asyncio.current_task():
            self._pump.cancel()

    def _fall_behind(self) -> None:
        self._live = False
        self._welcomed_at = -1
        self._catch_up()

    def _catch_up(self) -> None:
        if self._closed or (self._pump is not None and not self._pump.done()):
            return
        self._pump = asyncio.get_running_loop().create_task(self._run())

    def _flush(self) -> None:
        self._flush_due = False
        if not self._live or not self._replies:
            return
        if self._seq != self._source.position.seq:
            self._fall_behind()
            return
        if not self._send(Frame(self._take_replies())):
            self._fall_behind()

    async def _run(self) -> None:
        try:
            while not self._closed and not self._live:
                await asyncio.wait_for(self._transport.drained(), STALL_SECONDS)
                await self._step()
        except asyncio.TimeoutError:
            self._transport.close(4008, "the reader is too slow")
            self.stop()
        except ConnectionError:
            self.stop()
        except GraphSyncError as error:
            log.warning("a connection cannot be brought up to date: %s", error.message)
            self._pump = None
            self.close(4014, "the storage is unavailable; come back")

    async def _step(self) -> None:
        """Send the next frame of what is lacking, or find that nothing is."""
        if self._prelude:
            prelude, self._prelude = self._prelude, {}
            self._send(Frame(list(prelude.values())))
        elif self._snapshot_due:
            await self._send_snapshot()
        else:
            bodies = await self._source.bodies(self._seq, MAX_PART_BYTES)
            if self._is_overtaken():
                return
            if bodies is None:
                self._snapshot_due = True
            elif bodies:
                self._seq += len(bodies)
                self._send(Frame(bodies))
            elif self._seq == self._source.position.seq:
                self._arrive()

    async def _send_snapshot(self) -> None:
        # Another load or resync may ask for the next one while this one is being made.
        self._snapshot_due = False
        position, parts = await self._source.parts()
        for part in parts:
            if self._is_overtaken():
                return
            self._send(Frame([part]))
            await asyncio.wait_for(self._transport.drained(), STALL_SECONDS)
        self._seq = position.seq

    def _arrive(self) -> None:
        """Be in step, and send what had to wait for that."""
        waiting = [*self._greetings, *self._take_replies()]
        if self._missed_presence and self._source.presence_revision != self._welcomed_at:
            waiting.insert(0, self._source.presence())
        self._greetings = []
        self._missed_presence = False
        self._live = True
        if waiting and not self._send(Frame(waiting)):
            self._fall_behind()

    def _is_overtaken(self) -> bool:
        """Tell whether what is being sent is no longer wanted: a snapshot is due, or nothing."""
        return self._snapshot_due or self._closed

    def _take_replies(self) -> list[bytes]:
        replies, self._replies, self._reply_bytes = self._replies, [], 0
        return replies

    def _send(self, frame: Frame) -> bool:
        try:
            return self._transport.send(frame)
        except ConnectionError:
            self.stop()
            return True
