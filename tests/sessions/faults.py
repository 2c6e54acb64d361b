"""A store whose appends wait, or fail, before or after they happened, as a test says."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from jupyter_graphsync.domain.commits import CommitRecord, Position
from jupyter_graphsync.domain.errors import GraphSyncError, Unavailable
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.eventlog.base import (
    DamagedLog,
    EventLog,
    SessionRecord,
    StoredChapter,
    StoredSnapshot,
)
from jupyter_graphsync.eventlog.memory import MemoryLogStore


def away() -> Unavailable:
    return Unavailable("storage-unavailable", "the disk is away")


def unknown() -> Unavailable:
    return Unavailable("outcome-unknown", "nobody knows")


class FaultyStore(MemoryLogStore):
    """Keeps logs in memory, and hands them out with faults.

    Attributes
    ----------
    open_gate
        Appends wait while it is not set.
    waiting
        Set while an append waits at the gate.
    refuse, lose
        Errors for the next appends: before anything is written, and after all is.
    answering, asked
        Questions wait while the first is not set, and set the second.
    deaf
        Errors for the next questions of any kind.
    forgets
        Whether no snapshot is to be had.
    good
        The number of the last commit that is not damaged.
    appended
        How many commits each append wrote.
    """

    def __init__(self) -> None:
        super().__init__()
        self.open_gate = asyncio.Event()
        self.open_gate.set()
        self.waiting = asyncio.Event()
        self.answering = asyncio.Event()
        self.answering.set()
        self.asked = asyncio.Event()
        self.refuse: list[Exception] = []
        self.lose: list[GraphSyncError] = []
        self.deaf: list[Exception] = []
        self.forgets = False
        self.good = sys.maxsize
        self.appended: list[int] = []

    def heal(self) -> None:
        """Let everything through, and forget all faults."""
        self.open_gate.set()
        self.answering.set()
        self.refuse, self.lose, self.deaf = [], [], []

    async def create(
        self, session_id: str, *, settings: Settings, epoch: str, timestamp: str
    ) -> EventLog:
        await super().create(session_id, settings=settings, epoch=epoch, timestamp=timestamp)
        return await self.open(session_id)

    async def open(self, session_id: str) -> EventLog:
        return FaultyLog(self, await super().open(session_id))


class FaultyLog(EventLog):
    """A log as its store wants it."""

    def __init__(self, store: FaultyStore, log: EventLog) -> None:
        self.session_id = log.session_id
        self._store = store
        self._log = log

    async def append(
        self,
        expected: Position,
        records: Sequence[CommitRecord],
        *,
        settings: Settings | None = None,
        base: Position | None = None,
        snapshot: bytes | None = None,
    ) -> None:
        self._store.waiting.set()
        await self._store.open_gate.wait()
        self._store.waiting.clear()
        if self._store.refuse:
            raise self._store.refuse.pop(0)
        await self._log.append(expected, records, settings=settings, base=base, snapshot=snapshot)
        self._store.appended.append(len(records))
        if self._store.lose:
            raise self._store.lose.pop(0)

    async def head(self) -> SessionRecord:
        await self._hear()
        return await self._log.head()

    async def read(self, after: int, limit: int) -> list[CommitRecord]:
        await self._hear()
        records = await self._log.read(after, limit)
        whole = [record for record in records if record.seq <= self._store.good]
        if records and not whole:
            last_good = await self._log.position(after)
            raise DamagedLog(self.session_id, last_good or Position.start(""), "a bit flipped")
        return whole

    async def position(self, seq: int) -> Position | None:
        await self._hear()
        return await self._log.position(seq)

    async def wait(self, after: int) -> None:
        await self._log.wait(after)

    async def find(self, command_id: str) -> CommitRecord | None:
        await self._hear()
        return await self._log.find(command_id)

    async def save_snapshot(self, position: Position, data: bytes) -> None:
        await self._hear()
        await self._log.save_snapshot(position, data)

    async def load_snapshot(self, at_most: int | None = None) -> StoredSnapshot | None:
        return None if self._store.forgets else await self._log.load_snapshot(at_most)

    async def save_chapter(self, first_seq: int, position: Position, data: bytes) -> None:
        await self._hear()
        await self._log.save_chapter(first_seq, position, data)

    async def chapters(self, after: int, limit: int) -> list[StoredChapter]:
        return await self._log.chapters(after, limit)

    async def last_chapter(self) -> int:
        return await self._log.last_chapter()

    async def compact(self, cut: Position, snapshot: bytes) -> int:
        return await self._log.compact(cut, snapshot)

    async def end(self, timestamp: str) -> None:
        await self._log.end(timestamp)

    async def _hear(self) -> None:
        self._store.asked.set()
        await self._store.answering.wait()
        if self._store.deaf:
            raise self._store.deaf.pop(0)
