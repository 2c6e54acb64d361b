"""Logs that live and die with the process: for tests, and for sessions that nobody keeps."""

from __future__ import annotations

import secrets
from bisect import bisect_right
from collections.abc import Sequence

from ..domain.commits import CommitRecord, Position
from ..domain.settings import Settings
from .base import (
    Compacted,
    Conflict,
    DuplicateCommand,
    EventLog,
    LogStore,
    SessionRecord,
    StoredChapter,
    StoredSnapshot,
)
from .batch import Batch, is_load
from .forgetting import forgotten
from .refusals import EpochUsed, not_started, session_exists, session_not_found
from .wakeups import Wakeups

SNAPSHOTS_KEPT = 3
"""How many snapshots of a session stay, besides those that are part of its history."""


class MemoryLogStore(LogStore):
    """The logs of this process; durable means: as long as this object."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._logs: dict[str, MemoryEventLog] = {}
        self._wakeups = Wakeups()
        self._started = False

    async def start(self) -> None:
        self._started = True

    async def close(self) -> None:
        self._started = False
        self._wakeups.wake_all()

    async def secret(self) -> bytes:
        self.check_started()
        return self._secret

    async def create(
        self, session_id: str, *, settings: Settings, epoch: str, timestamp: str
    ) -> EventLog:
        self.check_started()
        if session_id in self._logs:
            raise session_exists(session_id)
        log = MemoryEventLog(self, self._wakeups, session_id, settings, epoch, timestamp)
        self._logs[session_id] = log
        return log

    async def open(self, session_id: str) -> EventLog:
        self.check_started()
        log = self._logs.get(session_id)
        if log is None or log.ended:
            raise session_not_found(session_id)
        return log

    async def sessions(self) -> list[SessionRecord]:
        self.check_started()
        return [await log.head() for _, log in sorted(self._logs.items()) if not log.ended]

    def check_started(self) -> None:
        """Refuse to work for a store that is not started, as every store does."""
        if not self._started:
            raise not_started()


class MemoryEventLog(EventLog):
    """One session's history in lists and dicts."""

    def __init__(
        self,
        store: MemoryLogStore,
        wakeups: Wakeups,
        session_id: str,
        settings: Settings,
        epoch: str,
        timestamp: str,
    ) -> None:
        self.session_id = session_id
        self.ended = ""
        self._store = store
        self._wakeups = wakeups
        self._settings = settings
        self._created = timestamp
        self._head = Position.start(epoch)
        self._epochs = [Position.start(epoch)]
        self._records: list[CommitRecord] = []
        self._seqs: dict[str, int] = {}
        self._snapshots: dict[int, StoredSnapshot] = {}
        self._milestones: set[int] = set()
        self._chapters: list[StoredChapter] = []
        self._cut: Position | None = None
        self._since = ""
        self._forgotten: dict[str, CommitRecord] = {}

    async def head(self) -> SessionRecord:
        self._check_live()
        return SessionRecord(
            session_id=self.session_id,
            settings=self._settings,
            created=self._created,
            position=self._head,
            oldest=self._oldest,
            since=self._since,
        )

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
        self._check_live()
        self._check_head(expected)
        for record in records:
            if record.command_id in self._seqs or record.command_id in self._forgotten:
                raise DuplicateCommand(record.command_id)
        if base is not None and any(base.epoch == start.epoch for start in self._epochs):
            raise EpochUsed(base.epoch)
        if base is not None:
            self._begin_epoch(base)
        self._records.extend(records)
        self._seqs.update((record.command_id, record.seq) for record in records)
        self._head = batch.end
        self._settings = settings or self._settings
        if snapshot is not None:
            self._keep(StoredSnapshot(self._head, snapshot))
        self._wakeups.wake(self.session_id)

    async def read(self, after: int, limit: int) -> list[CommitRecord]:
        self._store.check_started()
        if after < self._oldest and limit > 0:
            raise Compacted(self.session_id, self._oldest)
        return self._between(after, after + limit)

    async def position(self, seq: int) -> Position | None:
        self._store.check_started()
        return self._position(seq)

    async def wait(self, after: int) -> None:
        with self._wakeups.waiting(self.session_id) as woken:
            if (await self.head()).position.seq <= after:
                await woken

    async def find(self, command_id: str) -> CommitRecord | None:
        self._store.check_started()
        seq = self._seqs.get(command_id)
        return self._forgotten.get(command_id) if seq is None else self._record(seq)

    async def save_snapshot(self, position: Position, data: bytes) -> None:
        self._check_live()
        if self._position(position.seq) != position:
            raise Conflict(self._head, [])
        self._keep(StoredSnapshot(position, data))

    async def load_snapshot(self, at_most: int | None = None) -> StoredSnapshot | None:
        self._store.check_started()
        fitting = [seq for seq in self._snapshots if at_most is None or seq <= at_most]
        return self._snapshots[max(fitting)] if fitting else None

    async def save_chapter(self, first_seq: int, position: Position, data: bytes) -> None:
        self._check_live()
        if self._position(position.seq) != position:
            raise Conflict(self._head, [])
        apart = [
            known
            for known in self._chapters
            if known.position.seq < first_seq or known.first_seq > position.seq
        ]
        self._chapters = sorted(
            [*apart, StoredChapter(first_seq, position, data)], key=lambda known: known.first_seq
        )

    async def chapters(self, after: int, limit: int) -> list[StoredChapter]:
        self._store.check_started()
        return [known for known in self._chapters if known.first_seq > after][:limit]

    async def last_chapter(self) -> int:
        self._store.check_started()
        return self._chapters[-1].position.seq if self._chapters else 0

    async def compact(self, cut: Position, snapshot: bytes) -> int:
        self._check_live()
        if cut.seq <= self._oldest:
            return 0
        if self._position(cut.seq) != cut:
            raise Conflict(self._head, [])
        before = self._between(self._oldest, cut.seq)
        self._forgotten |= {record.command_id: forgotten(record) for record in before}
        for record in before:
            del self._seqs[record.command_id]
        del self._records[: len(before)]
        self._cut, self._since = cut, before[-1].timestamp
        for seq in [seq for seq in self._snapshots if seq < cut.seq]:
            del self._snapshots[seq]
        self._milestones.add(cut.seq)
        self._snapshots[cut.seq] = StoredSnapshot(cut, snapshot)
        return len(before)

    async def end(self, timestamp: str) -> None:
        self._store.check_started()
        self.ended = self.ended or timestamp
        self._wakeups.wake(self.session_id)

    def _check_live(self) -> None:
        self._store.check_started()
        if self.ended:
            raise session_not_found(self.session_id)

    def _check_head(self, expected: Position) -> None:
        if expected == self._head:
            return
        known = expected.epoch == self._head.epoch and self._position(expected.seq) == expected
        missing = self._between(expected.seq, self._head.seq) if known else []
        raise Conflict(self._head, missing)

    def _begin_epoch(self, base: Position) -> None:
        # An epoch in which nothing happened leaves no trace; its snapshots would fit nothing.
        if self._epochs[-1].seq == base.seq:
            self._epochs.pop()
            self._snapshots.pop(base.seq, None)
        self._epochs.append(base)

    def _position(self, seq: int) -> Position | None:
        if not self._oldest <= seq <= self._head.seq:
            return None
        if self._cut is not None and seq == self._oldest:
            return self._cut
        if seq == 0:
            return self._epochs[0]
        epoch = self._epochs[bisect_right(self._epochs, seq - 1, key=lambda start: start.seq) - 1]
        return Position(epoch.epoch, seq, self._record(seq).digest)

    @property
    def _oldest(self) -> int:
        return 0 if self._cut is None else self._cut.seq

    def _record(self, seq: int) -> CommitRecord:
        return self._records[seq - 1 - self._oldest]

    def _between(self, after: int, up_to: int) -> list[CommitRecord]:
        return self._records[max(0, after - self._oldest) : max(0, up_to - self._oldest)]

    def _keep(self, snapshot: StoredSnapshot) -> None:
        self._snapshots[snapshot.position.seq] = snapshot
        passing = [seq for seq in sorted(self._snapshots) if not self._is_history(seq)]
        for seq in passing[:-SNAPSHOTS_KEPT]:
            if not self._is_milestone(seq):
                del self._snapshots[seq]
            else:
                self._milestones.add(seq)

    def _is_milestone(self, seq: int) -> bool:
        before = max((known for known in self._snapshots if known < seq), default=0)
        size = sum(len(record.body) for record in self._between(before, seq))
        return size >= len(self._snapshots[seq].data)

    def _is_history(self, seq: int) -> bool:
        return seq == 0 or seq in self._milestones or is_load(self._record(seq).body)
