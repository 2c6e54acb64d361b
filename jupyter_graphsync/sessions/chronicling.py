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
    """Reads and writes the chapters of one session, and keeps them in memory once they are asked for.

    In memory they take some 700 bytes a commit.

    Parameters
    ----------
    commits
        Returns up to so many commits that follow a number.
    """

    def __init__(self, event_log: EventLog, commits: Commits) -> None:
        self._log = event_log
        self._commits = commits
        self._chapters: list[Chapter] | None = None
        self._oldest = 0
        self._seq = -1
        self._open: list[Deed] = []
        self._last: Chapter | None = None
        self._changes = 0
        self._lock = asyncio.Lock()

    async def chronicle(self, head: int) -> Chronicle:
        """Return the summary of the history up to commit `head` at least."""
        async with self._lock:
            if self._chapters is None:
                self._oldest = (await self._log.head()).oldest
                self._chapters = await self._stored()
                self._begin(self._chapters[-1].last_seq if self._chapters else self._oldest)
            await self._catch_up(head)
            if self._open and self._last is None:
                self._last = await beside(Chapter.of, self._open)
            chapters = [*self._chapters, *([self._last] if self._last else [])]
            return Chronicle(chapters, self._oldest)

    async def write(self, head: int) -> None:
        """See to it that the chapters up to commit `head` are in the log."""
        async with self._lock:
            if self._seq < 0:
                oldest = (await self._log.head()).oldest
                self._begin(max(oldest, await self._log.last_chapter()))
            if head - self._seq + len(self._open) >= CHAPTER:
                await self._catch_up(head)

    def _begin(self, seq: int) -> None:
        self._seq, self._open, self._last, self._changes = seq, [], None, 0

    async def _stored(self) -> list[Chapter]:
        """Return the chapters in the log, up to the first that is missing."""
        chapters: list[Chapter] = []
        while True:
            after = chapters[-1].last_seq if chapters else self._oldest
            page = await self._log.chapters(after, CHAPTERS_A_PAGE)
            found = await beside(_following, after, page)
            chapters += found
            if not page or len(found) < len(page):
                return chapters

    async def _catch_up(self, head: int) -> None:
        page = FIRST_PAGE
        while self._seq < head:
            count = min(page, CHAPTER - len(self._open), head - self._seq)
            records = await self._commits(self._seq, count)
            if not records:
                return
            deeds = await beside(_read, records)
            self._open += deeds
            self._last = None
            self._changes += sum(len(deed.events) for deed in deeds)
            self._seq = deeds[-1].seq
            if len(self._open) == CHAPTER or self._changes >= MAX_CHANGES:
                await self._close_chapter()
            # Commits of some MiB must not be read by the hundred, nor small ones one by one.
            size = sum(len(record.body) for record in records)
            page = max(1, min(CHAPTER, PAGE_BYTES * len(records) // size))

    async def _close_chapter(self) -> None:
        chapter = await beside(Chapter.of, self._open)
        data = await beside(chapter.encode)
        if self._chapters is not None:
            self._chapters.append(chapter)
        try:
            position = await self._log.position(self._seq)
            if position is not None:
                await self._log.save_chapter(chapter.first_seq, position, data)
        except (GraphSyncError, LogError) as error:
            # A missing chapter costs time when it is asked for, nothing else.
            log.warning("session %s: no chapter was kept: %s", self._log.session_id, error)
        self._begin(self._seq)


def _following(after: int, page: list[StoredChapter]) -> list[Chapter]:
    """Return what follows a commit without a gap, up to what another version wrote."""
    found: list[Chapter] = []
    for stored in page:
        try:
            chapter = read_chapter(stored.data)
        except msgspec.DecodeError:
            break
        if (chapter.first_seq, chapter.last_seq) != (after + 1, stored.position.seq):
            break
        found.append(chapter)
        after = chapter.last_seq
    return found


def _read(records: list[CommitRecord]) -> list[Deed]:
    return [read_deed(record.body) for record in records]
