"""Keeps a session's chronicle: read once from the log, then in step commit by commit.

What has been summed up is kept in the log, a chapter for every thousand commits, so that it is
read a tenth as long the next time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec

from ..domain.chapters import Chapter, Deed, read_chapter, read_deed
from ..domain.commits import CommitRecord
from ..domain.errors import GraphSyncError
from ..eventlog.base import EventLog, LogError, StoredChapter
from .beside import beside
from .chronicle import Chronicle

log = logging.getLogger(__name__)

CHAPTER = 1_000
"""Commits to a chapter; fewer where they change much."""
MAX_CHANGES = 50_000
FIRST_PAGE = 100
PAGE_BYTES = 2**20
CHAPTERS_A_PAGE = 20

Commits = Callable[[int, int], Awaitable[list[CommitRecord]]]


class Chronicler:
    """Reads and writes the chapters of one session, and keeps its chronicle in memory if asked.

    Parameters
    ----------
    commits
        Returns up to so many commits that follow a number.
    """

    def __init__(self, event_log: EventLog, commits: Commits) -> None:
        self._log = event_log
        self._commits = commits
        self._chronicle: Chronicle | None = None
        self._seq = -1
        self._open: list[Deed] = []
        self._changes = 0
        self._lock = asyncio.Lock()

    async def chronicle(self, head: int) -> Chronicle:
        """Return the summary of the history up to commit `head` at least."""
        async with self._lock:
            if self._chronicle is None:
                self._chronicle = await self._stored()
                self._begin(self._chronicle.seq)
            await self._catch_up(head, self._chronicle)
            return self._chronicle

    async def write(self, head: int) -> None:
        """See to it that the chapters up to commit `head` are in the log."""
        async with self._lock:
            if self._seq < 0:
                self._begin(await self._log.last_chapter())
            if head - self._seq + len(self._open) >= CHAPTER:
                await self._catch_up(head, self._chronicle)

    def _begin(self, seq: int) -> None:
        self._seq, self._open, self._changes = seq, [], 0

    async def _stored(self) -> Chronicle:
        """Return what the chapters in the log tell, up to the first that is missing."""
        chronicle = Chronicle()
        while True:
            page = await self._log.chapters(chronicle.seq, CHAPTERS_A_PAGE)
            if not page or not await beside(_take, chronicle, page):
                return chronicle

    async def _catch_up(self, head: int, chronicle: Chronicle | None) -> None:
        page = FIRST_PAGE
        while self._seq < head:
            count = min(page, CHAPTER - len(self._open), head - self._seq)
            records = await self._commits(self._seq, count)
            if not records:
                return
            deeds = await beside(_read, records)
            if chronicle is not None:
                await beside(_add, chronicle, deeds)
            self._open += deeds
            self._changes += sum(len(deed.events) for deed in deeds)
            self._seq = deeds[-1].seq
            if len(self._open) == CHAPTER or self._changes >= MAX_CHANGES:
                await self._close_chapter()
            # Commits of some MiB must not be read by the hundred, nor small ones one by one.
            size = sum(len(record.body) for record in records)
            page = max(1, min(CHAPTER, PAGE_BYTES * len(records) // size))

    async def _close_chapter(self) -> None:
        first_seq, data = self._open[0].seq, await beside(_write, self._open)
        try:
            position = await self._log.position(self._seq)
            if position is not None:
                await self._log.save_chapter(first_seq, position, data)
        except (GraphSyncError, LogError) as error:
            # A missing chapter costs time when it is asked for, nothing else.
            log.warning("session %s: no chapter was kept: %s", self._log.session_id, error)
        self._begin(self._seq)


def _take(chronicle: Chronicle, page: list[StoredChapter]) -> bool:
    """Take in what follows; tell whether that was all of it."""
    for stored in page:
        try:
            chapter = read_chapter(stored.data)
        except msgspec.DecodeError:
            return False
        if chapter.first_seq != chronicle.seq + 1 or chapter.last_seq != stored.position.seq:
            return False
        chronicle.add(chapter)
    return True


def _add(chronicle: Chronicle, deeds: list[Deed]) -> None:
    chronicle.add(Chapter.of(deeds))


def _read(records: list[CommitRecord]) -> list[Deed]:
    return [read_deed(record.body) for record in records]


def _write(deeds: list[Deed]) -> bytes:
    return Chapter.of(deeds).encode()
