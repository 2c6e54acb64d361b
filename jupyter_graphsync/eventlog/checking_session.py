"""Looks at all that a database holds of one session: its row and epochs, commits, and the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import RowMapping

from ..domain.commits import CommitRecord, Position
from .batch import is_load
from .chapters import read_packed as read_chapters
from .cuts import Cut, cut_of, cuts_of
from .findings import UNREADABLE, Look
from .forgetting import is_forgotten
from .forgetting import is_whole as is_what_stays
from .positions import position_of, starts_of
from .reading import COLUMNS, fits
from .register import NOWHERE, is_whole, position_in
from .snapshots import read_packed
from .tables import commits, epochs, sessions, snapshots

PAGE = 1_000
MAX_TOLD = 5
"""So many damaged commits of a session are named; that there are more is said."""


class SessionCheck:
    """One session's check; what is found goes to `look`.

    Attributes
    ----------
    commits, snapshots
        How many were looked at.
    """

    def __init__(self, look: Look, key: int, advance: Callable[[int], None]) -> None:
        self._look = look
        self._key = key
        self._advance = advance
        self._told = 0
        self._id = f"number {key}"
        self.commits = 0
        self.snapshots = 0

    def run(self) -> None:
        """Check everything; what cannot be read is told, and the rest checked all the same."""
        with self._guarding("its row cannot be read"):
            head = self._row()
            with self._guarding("its epochs cannot be read"):
                self._epochs(head)
            with self._guarding("its commits cannot be read"):
                self._chain(head)
        with self._guarding("its snapshots cannot be read"):
            self._snapshots()
        with self._guarding("its chapters cannot be read"):
            self._chapters()

    def _row(self) -> Position:
        wanted = select(sessions).where(sessions.c.key == self._key)
        row: RowMapping = self._look.connection.execute(wanted).mappings().one()
        self._id = str(row["session_id"])
        if not is_whole(row):
            self._add("its id, settings or dates do not fit their checksum", self._advice(None))
        return position_in(row)

    def _epochs(self, head: Position) -> None:
        rows = self._look.connection.execute(
            select(epochs.c.epoch, epochs.c.first_seq)
            .where(epochs.c.session == self._key)
            .order_by(epochs.c.first_seq)
        ).all()
        firsts = [row.first_seq for row in rows]
        if not rows or firsts[0] != 1:
            self._add("the beginning of its first epoch is missing", self._advice(0))
        elif firsts[-1] > max(head.seq, 1):
            self._add("one of its epochs begins after its end", self._advice(None))
        elif rows[-1].epoch != head.epoch:
            self._add("it stands in another epoch than its last", self._advice(None))

    def _cut(self) -> Cut | None:
        """Check where the log was compacted; return that."""
        found = cuts_of(self._look.connection, self._key)
        for cut in found:
            if not cut.is_whole:
                self._add(
                    "the note of where it was compacted does not fit its checksum",
                    self._advice(None),
                    seq=cut.position.seq,
                )
        if not found:
            return None
        seq = found[-1].position.seq
        if read_packed(self._look.connection, self._key, seq) is None:
            self._add("its snapshot where it was compacted is missing", self._advice(None), seq=seq)
        return found[-1]

    def _chain(self, head: Position) -> None:
        """Check each commit against the one before it, and the last against the head."""
        cut = self._cut()
        oldest = 0 if cut is None else cut.position.seq
        anchors = self._anchors()
        previous = anchors.get(0, NOWHERE)
        for record in self._records():
            if record.seq != previous.seq + 1:
                self._damaged(previous.seq + 1, f"is missing; the next one is {record.seq}")
                previous = Position(previous.epoch, record.seq - 1, "")
            previous = anchors.get(record.seq - 1, previous)
            if record.seq <= oldest and is_forgotten(record):
                previous = self._forgotten(record, previous)
                continue
            if not fits(record, previous) and previous.digest:
                self._damaged(record.seq, "is damaged, or does not follow the one before it")
            self.commits += 1
            previous = Position(previous.epoch, record.seq, record.digest)
        self._advance(self.commits % PAGE)
        if previous.seq == oldest and cut is not None:
            previous = cut.position
        if previous != head:
            self._damaged(previous.seq, f"is the last one, but the session stands at {head.seq}")

    def _anchors(self) -> dict[int, Position]:
        """Return what the next commit follows where that is not told by the commit before it."""
        connection = self._look.connection
        cuts = {cut.position.seq: cut.position for cut in cuts_of(connection, self._key)}
        return cuts | {start.seq: start for start in starts_of(connection, self._key)}

    def _forgotten(self, record: CommitRecord, previous: Position) -> Position:
        if not is_what_stays(record):
            self._damaged(record.seq, "was forgotten, and what stayed of it is damaged")
        return Position(previous.epoch, record.seq, "")

    def _records(self) -> Iterator[CommitRecord]:
        """Yield the commits in order, but for those that cannot be read, which are told."""
        after, size = -1, PAGE
        while True:
            try:
                records = self._page(after, size)
            except UNREADABLE as error:
                self._look.recover(error)
                if size > 1:
                    size = 1
                    continue
                after = self._next(after)
                self._damaged(after, "cannot be read")
                continue
            yield from records
            if len(records) < size:
                return
            after = records[-1].seq
            if size == PAGE:
                self._advance(PAGE)

    def _page(self, after: int, size: int) -> Sequence[CommitRecord]:
        rows = self._look.connection.execute(
            select(*COLUMNS)
            .where(commits.c.session == self._key, commits.c.seq > after)
            .order_by(commits.c.seq)
            .limit(size)
        ).all()
        return [CommitRecord(*row) for row in rows]

    def _next(self, after: int) -> int:
        """Return the number of the next commit, from the index alone."""
        found = self._look.connection.scalar(
            select(commits.c.seq)
            .where(commits.c.session == self._key, commits.c.seq > after)
            .order_by(commits.c.seq)
            .limit(1)
        )
        if not isinstance(found, int):
            raise TypeError(f"no commit can be read after {after}")
        return found

    def _snapshots(self) -> None:
        seqs = self._look.connection.scalars(
            select(snapshots.c.seq).where(snapshots.c.session == self._key)
        ).all()
        for seq in seqs:
            self.snapshots += 1
            with self._guarding(f"its snapshot at commit {seq} cannot be read"):
                self._snapshot(seq)

    def _snapshot(self, seq: int) -> None:
        found = read_packed(self._look.connection, self._key, seq)
        loaded = self._is_load(seq)
        if found is None or found.packed.unpack() is None:
            problem = "does not fit its checksum"
        elif found.packed.position != position_of(self._look.connection, self._key, seq):
            problem = "is of another history"
        elif not found.is_marked_right(loaded=loaded):
            problem = "is marked wrongly as part of the history, or not"
        else:
            return
        cut = cut_of(self._look.connection, self._key)
        advice = (
            self._advice(seq)
            if loaded or (cut is not None and cut.position.seq == seq)
            else "nothing is lost by it: the session is rebuilt from its commits"
        )
        self._add(f"its snapshot at commit {seq} {problem}", advice, seq=seq)

    def _chapters(self) -> None:
        for chapter in read_chapters(self._look.connection, self._key):
            last = chapter.position
            if chapter.unpack() is None:
                problem = "does not fit its checksum"
            elif last != position_of(self._look.connection, self._key, last.seq):
                problem = "is of another history"
            else:
                continue
            advice = "nothing is lost by it: what it tells is read from the commits"
            self._add(f"its chapter from commit {chapter.first_seq} {problem}", advice)

    def _is_load(self, seq: int) -> bool:
        body: Any = self._look.connection.scalar(
            select(commits.c.body).where(commits.c.session == self._key, commits.c.seq == seq)
        )
        return bool(body) and is_load(body)

    def _damaged(self, seq: int, problem: str) -> None:
        self._told += 1
        if self._told <= MAX_TOLD:
            self._add(f"commit {seq} {problem}", self._advice(seq), seq=seq)
        elif self._told == MAX_TOLD + 1:
            self._add("more of its commits are damaged", self._advice(seq))

    def _add(self, problem: str, advice: str, *, seq: int | None = None) -> None:
        self._look.add(problem, advice, session_id=self._id, seq=seq)

    def _guarding(self, problem: str) -> Any:
        return self._look.guarding(problem, self._advice(None), session_id=self._id)

    def _advice(self, seq: int | None) -> str:
        until = f" --seq {seq - 1}" if seq else ""
        return (
            f"save what can be read by `jupyter graphsync export {self._id} FILE{until}`; then put "
            "back a copy of the log, or end the session and import the file as another one"
        )
