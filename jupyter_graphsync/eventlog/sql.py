"""Logs in a database, by SQLAlchemy Core: one code path for SQLite and PostgreSQL.

Nothing else imports SQLAlchemy, which takes longer to import than a server may take to start:
import this module when the first session is opened.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError

from ..domain.commits import CommitRecord, Position
from ..domain.settings import Settings
from . import chapters, compacting, reading, register, snapshots
from .appending import Append
from .base import EventLog, LogStore, SessionRecord, StoredChapter, StoredSnapshot
from .batch import Batch
from .chapters import PackedChapter
from .database import Database, read_secret
from .media import medium_for
from .medium import Medium
from .news import ENDED, News, Standing
from .positions import position_of
from .reader import Reader
from .refusals import not_started
from .snapshots import PackedSnapshot
from .telegraph import Telegraph
from .wakeups import Wakeups
from .worker import Change, Job
from .writer import AppendJob, Writer

T = TypeVar("T")

CUT_SECONDS = 2.0
SMALL = 32 * 2**10
"""Bytes that are compressed at once rather than in another thread."""


class SqlLogStore(LogStore):
    """The logs in one database; used on one event loop.

    Durable means what the database makes of it: with SQLite and `sqlite_synchronous="FULL"` a
    commit survives a power cut, with `"NORMAL"` a crash of the process or of the server.

    Parameters
    ----------
    url
        A SQLAlchemy URL, `sqlite:////path/to/file` or `postgresql+psycopg://…`. A PostgreSQL
        database may be shared by any number of stores.
    holder_url
        Where this server is reached; told to a second server that wants the same file.
    min_free_disk_bytes
        Below this much free disk nothing is written (SQLite only).
    sqlite_synchronous
        `"FULL"` or `"NORMAL"`.

    Raises
    ------
    ValueError
        The URL cannot be read, or names no file.
    """

    def __init__(
        self,
        url: str,
        *,
        holder_url: str = "",
        min_free_disk_bytes: int = 64 * 2**20,
        sqlite_synchronous: str = "FULL",
    ) -> None:
        try:
            parsed = make_url(url)
        except ArgumentError:
            # Not the URL itself: it may hold a password.
            raise ValueError("log_url is no database URL; write sqlite:////path/to/file") from None
        self._medium = medium_for(
            parsed,
            holder_url=holder_url,
            min_free_disk_bytes=min_free_disk_bytes,
            sqlite_synchronous=sqlite_synchronous,
        )
        self.is_shared = self._medium.is_shared
        self.place = self._medium.url.get_backend_name()
        self._database = Database(self._medium)
        self._wakeups = Wakeups()
        self._news = News(self._wakeups)
        self._telegraph: Telegraph | None = None
        self._guard: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._threads: tuple[Writer, Reader] | None = None

    async def start(self) -> None:
        async with self._starting:
            if self._threads is not None:
                return
            try:
                await asyncio.to_thread(self._database.open)
            except Exception as error:
                await asyncio.to_thread(self._database.close)
                raise self._database.explain(error) from None
            writer = Writer(self._database)
            self._threads = writer, Reader(self._database, writer)
            if self.is_shared:
                self._telegraph = Telegraph(self._database, self._news, self._wakeups.watched)
                self._telegraph.start()
                self._guard = asyncio.create_task(self._cut_what_hangs())

    async def close(self) -> None:
        async with self._starting:
            threads, self._threads = self._threads, None
            if self._guard is not None:
                self._guard.cancel()
            if threads is not None:
                await asyncio.to_thread(self._shut, *threads)
            self._wakeups.wake_all()

    async def secret(self) -> bytes:
        return await self.look(read_secret)

    async def create(
        self, session_id: str, *, settings: Settings, epoch: str, timestamp: str
    ) -> EventLog:
        await self.change(
            lambda link: register.create_session(link, session_id, settings, epoch, timestamp),
            lambda link: register.was_created(link, session_id, epoch),
        )
        return SqlEventLog(self, session_id)

    async def open(self, session_id: str) -> EventLog:
        await self.look(lambda link: register.find_session(link, session_id))
        return SqlEventLog(self, session_id)

    async def sessions(self) -> list[SessionRecord]:
        return await self.read(lambda link, medium: register.list_sessions(link, medium.is_damage))

    async def look(self, work: Callable[[Connection], T]) -> T:
        """Look after all changes that were asked for before, also those of unknown outcome."""
        return await self.write(Job(work))

    async def read(self, work: Callable[[Connection, Medium], T]) -> T:
        """Look beside the changes that are under way, without holding them up."""
        job = Job(lambda link: work(link, self._medium))
        self._running()[1].submit(job)
        return await job.future

    async def change(
        self, work: Callable[[Connection], T], happened: Callable[[Connection], bool]
    ) -> T:
        """Change something, alone refused or alone done."""
        return await self.write(Change(work, happened))

    async def shrink(self) -> None:
        """Give back the room that nothing needs any more, as far as the storage does that."""
        while await self.look(self._medium.shrink_some):
            pass

    async def write(self, job: Job[T]) -> T:
        """Hand a job to the writing thread."""
        self._running()[0].submit(job)
        return await job.future

    def tell(self, session_id: str, standing: Standing) -> None:
        """Wake whoever waits for a session, on this server and on others."""
        if self._telegraph is None:
            self._wakeups.wake(session_id)
        else:
            self._news.learn(session_id, standing)
            self._telegraph.tell(session_id, standing)

    async def wait(self, log: EventLog, after: int) -> None:
        """Return when a log may hold commits beyond number `after`, or was put back."""
        if not self.is_shared:
            with self._wakeups.waiting(log.session_id) as woken:
                if (await log.head()).position.seq <= after:
                    await woken
            return
        known = self._news.standing(log.session_id)
        if known is None or 0 <= known.seq < after:
            head = (await log.head()).position
            self._news.learn(log.session_id, Standing(head.seq, head.digest))
        with self._wakeups.waiting(log.session_id) as woken:
            known = self._news.standing(log.session_id)
            if known is not None and known.seq == after:
                await woken

    async def _cut_what_hangs(self) -> None:
        while True:
            await asyncio.sleep(CUT_SECONDS)
            self._database.hangs.cut(self._medium.longest_answer)

    def _running(self) -> tuple[Writer, Reader]:
        if self._threads is None:
            raise not_started()
        return self._threads

    def _shut(self, writer: Writer, reader: Reader) -> None:
        reader.stop()
        writer.stop()
        if self._telegraph is not None:
            self._telegraph.stop()
            self._telegraph = None
        self._database.close()


class SqlEventLog(EventLog):
    """One session's history in a database."""

    def __init__(self, store: SqlLogStore, session_id: str) -> None:
        self.session_id = session_id
        self.is_shared = store.is_shared
        self._store = store

    async def head(self) -> SessionRecord:
        return await self._store.look(lambda link: register.find_session(link, self.session_id))

    async def append(
        self,
        expected: Position,
        records: Sequence[CommitRecord],
        *,
        settings: Settings | None = None,
        base: Position | None = None,
        snapshot: bytes | None = None,
    ) -> None:
        batch = Batch(expected, records, settings, base)
        batch.check()
        packed = None if snapshot is None else await _pack(batch.end, snapshot)
        job = AppendJob(Append(self.session_id, batch, packed))
        standing = Standing(batch.end.seq, batch.end.digest)
        await self._store.write(job.then(lambda: self._store.tell(self.session_id, standing)))

    async def read(self, after: int, limit: int) -> list[CommitRecord]:
        return await self._store.read(
            lambda link, medium: reading.read_readable(
                link, self.session_id, after, limit, medium.is_damage
            )
        )

    async def position(self, seq: int) -> Position | None:
        return await self._store.read(
            lambda link, _: position_of(link, register.key_of(link, self.session_id), seq)
        )

    async def wait(self, after: int) -> None:
        await self._store.wait(self, after)

    async def find(self, command_id: str) -> CommitRecord | None:
        return await self._store.look(
            lambda link: reading.find_command(link, self.session_id, command_id)
        )

    async def save_snapshot(self, position: Position, data: bytes) -> None:
        packed = await _pack(position, data)
        await self._store.change(
            lambda link: snapshots.save_snapshot(link, self.session_id, packed),
            lambda link: snapshots.has_snapshot(link, self.session_id, position.seq),
        )

    async def load_snapshot(self, at_most: int | None = None) -> StoredSnapshot | None:
        return await self._store.read(
            lambda link, medium: snapshots.load_snapshot(
                link, self.session_id, at_most, medium.is_damage
            )
        )

    async def save_chapter(self, first_seq: int, position: Position, data: bytes) -> None:
        chapter = StoredChapter(first_seq, position, data)
        packed = await asyncio.to_thread(PackedChapter.pack, chapter)
        await self._store.change(
            lambda link: chapters.save_chapter(link, self.session_id, packed),
            lambda link: chapters.has_chapter(link, self.session_id, packed),
        )

    async def chapters(self, after: int, limit: int) -> list[StoredChapter]:
        return await self._store.read(
            lambda link, medium: chapters.load_chapters(
                link, self.session_id, after, limit, medium.is_damage
            )
        )

    async def last_chapter(self) -> int:
        return await self._store.read(lambda link, _: chapters.last_chapter(link, self.session_id))

    async def compact(self, cut: Position, snapshot: bytes) -> int:
        packed = await _pack(cut, snapshot)
        count = await self._store.change(
            lambda link: compacting.cut_off(link, self.session_id, packed),
            lambda link: compacting.is_cut_off(link, self.session_id, cut),
        )
        up_to: int | None = None
        while True:
            step = partial(compacting.clear_some, session_id=self.session_id, up_to=up_to)
            # To clear what is cleared already does no harm, so a step may be taken twice.
            up_to = await self._store.change(step, lambda _: False)
            if up_to is None:
                break
        await self._store.shrink()
        return count or 0

    async def end(self, timestamp: str) -> None:
        job: Change[Any] = Change(
            lambda link: register.end_session(link, self.session_id, timestamp),
            lambda link: register.has_ended(link, self.session_id),
        )
        await self._store.write(job.then(lambda: self._store.tell(self.session_id, ENDED)))


async def _pack(position: Position, data: bytes) -> PackedSnapshot:
    if len(data) <= SMALL:
        return PackedSnapshot.pack(position, data)
    return await asyncio.to_thread(PackedSnapshot.pack, position, data)
