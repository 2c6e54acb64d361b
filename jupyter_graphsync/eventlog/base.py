"""The one interface of event logs, and what each of them promises.

A `LogStore` keeps the logs of many sessions; an `EventLog` is one session's history. Every store
runs the same contract suite (`tests/eventlog/contract.py`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import msgspec

from ..domain.commits import CommitRecord, Position
from ..domain.settings import Settings


class LogError(Exception):
    """What a log tells the session that owns it; users never see it."""


class Conflict(LogError):
    """The head is not where the append expected it; nothing was written.

    Attributes
    ----------
    head
        Where the log stands.
    missing
        The commits between the expected position and the head; empty where the histories differ.
    """

    def __init__(self, head: Position, missing: Sequence[CommitRecord]) -> None:
        super().__init__(
            f"the log stands at {head.epoch}:{head.seq}, with {len(missing)} new commits"
        )
        self.head = head
        self.missing = list(missing)


class DuplicateCommand(LogError):
    """A commit with that `command_id` is in the log already; nothing was written."""

    def __init__(self, command_id: str) -> None:
        super().__init__(f"command {command_id!r} is in the log already")
        self.command_id = command_id


class DamagedLog(LogError):
    """A commit is missing or does not fit the chain.

    Attributes
    ----------
    last_good
        The position before the damage.
    """

    def __init__(self, session_id: str, last_good: Position, reason: str) -> None:
        super().__init__(f"session {session_id!r}, after commit {last_good.seq}: {reason}")
        self.session_id = session_id
        self.last_good = last_good
        self.reason = reason


class Compacted(LogError):
    """The commits asked for were forgotten.

    Attributes
    ----------
    oldest
        The oldest moment that there is: its snapshot is kept, and the commits after it.
    """

    def __init__(self, session_id: str, oldest: int) -> None:
        super().__init__(f"session {session_id!r}: the commits up to {oldest} were compacted away")
        self.oldest = oldest


class SessionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a log knows of its session; `position` is its head.

    `damage` says what is wrong with this record itself; its settings are the defaults then. That
    the commits fit the head is for `read` to tell.

    Attributes
    ----------
    oldest, since
        Where the log was compacted: the oldest moment that there is, and when that was.
    """

    session_id: str
    settings: Settings
    created: str
    position: Position
    damage: str = ""
    oldest: int = 0
    since: str = ""


class StoredSnapshot(msgspec.Struct, frozen=True):
    """A session's state at a position; what `data` means is the session's affair."""

    position: Position
    data: bytes


class StoredChapter(msgspec.Struct, frozen=True):
    """What a session noted about commits up to a position; what `data` means is its affair."""

    first_seq: int
    position: Position
    data: bytes


class EventLog(ABC):
    """One session's history.

    Where storage fails, every method raises `Unavailable` (`storage-unavailable`,
    `storage-locked`) or `StorageFull` (`storage-full`), and has changed nothing.
    """

    session_id: str
    is_shared = False
    """Whether other servers may append to it too: then it is to be followed."""

    @abstractmethod
    async def head(self) -> SessionRecord:
        """Return the session's record with the newest position.

        Raises
        ------
        NotFound
            `session-not-found` where the session was ended.
        """

    @abstractmethod
    async def append(
        self,
        expected: Position,
        records: Sequence[CommitRecord],
        *,
        settings: Settings | None = None,
        base: Position | None = None,
        snapshot: bytes | None = None,
    ) -> None:
        """Append commits after `expected`, all or none; durable on return.

        Durable means: survives a crash of the process, and where the store says so (SQLite with
        `synchronous=FULL`) a power cut.

        Parameters
        ----------
        expected
            The head on which the commits build.
        records
            At least one commit; the first follows `expected`, or `base` where that is given.
        settings
            The session's settings after these commits, where they changed.
        base
            The start of a new epoch (`Position.start(epoch, expected.seq)`), where one begins.
        snapshot
            The state after the last of the commits, kept in the same transaction. A snapshot that
            stands at a commit of kind `load` is part of the history and is never pruned.

        Raises
        ------
        Conflict
            The head is another one; it carries what is missing.
        NotFound
            `session-not-found` where the session was ended.
        ValueError
            The commits do not follow each other, or the epoch's name was used before.
        DuplicateCommand
            One of the `command_id`s is in the log already, and the head is `expected`.
        Unavailable
            `outcome-unknown` where it cannot be told whether the commits were written: look at
            `head()` before answering anybody.
        """

    @abstractmethod
    async def read(self, after: int, limit: int) -> list[CommitRecord]:
        """Return up to `limit` commits that follow commit number `after`, oldest first.

        Every commit is verified against the one before it.

        Raises
        ------
        DamagedLog
            The first of the commits asked for is damaged or missing. Where damage lies further
            on, the good ones before it are returned.
        Compacted
            The first of them was forgotten.
        """

    @abstractmethod
    async def position(self, seq: int) -> Position | None:
        """Return the position of commit number `seq` (0: the start), `None` where there is none.

        Where an epoch ends and the next begins, it is that of the commit, in the old epoch. An
        epoch without commits leaves no trace: 0 is the start of the epoch of the first commit. Of
        moments that were compacted away there is none.
        """

    @abstractmethod
    async def wait(self, after: int) -> None:
        """Return when the log may hold commits beyond number `after`; a wake-up only.

        May return early; returns at once where there are such commits. A log that `is_shared`
        wakes also where it was put back to an older copy.
        """

    @abstractmethod
    async def find(self, command_id: str) -> CommitRecord | None:
        """Return the commit of a command, whatever its age; `None` where there is none.

        Of a commit that was forgotten there are its number, and of its notes what a command that
        is sent again needs: fingerprint and result. Its body is empty.
        """

    @abstractmethod
    async def save_snapshot(self, position: Position, data: bytes) -> None:
        """Keep the state at a position of this log.

        The newest few are kept, and of the older ones so many that they take no more room than the
        commits do.

        Raises
        ------
        Conflict
            The position is not one of this log.
        """

    @abstractmethod
    async def load_snapshot(self, at_most: int | None = None) -> StoredSnapshot | None:
        """Return the newest undamaged snapshot (not beyond commit number `at_most`).

        A snapshot counts as damaged where its checksum fails or the commit at its position has
        another digest; it is passed over.
        """

    @abstractmethod
    async def save_chapter(self, first_seq: int, position: Position, data: bytes) -> None:
        """Keep what was noted about commits `first_seq` to `position`, in place of what overlaps.

        Raises
        ------
        Conflict
            The position is not one of this log.
        """

    @abstractmethod
    async def chapters(self, after: int, limit: int) -> list[StoredChapter]:
        """Return up to `limit` chapters that begin after commit number `after`, oldest first.

        One that is damaged, or belongs to another history, is left out.
        """

    @abstractmethod
    async def last_chapter(self) -> int:
        """Return the number of the commit at which the last chapter ends; 0 where there is none."""

    @abstractmethod
    async def compact(self, cut: Position, snapshot: bytes) -> int:
        """Forget the commits up to and including the one at `cut`, but for their command ids.

        What comes after stays as it is, and `snapshot`, the state at the cut, stays for good: that
        is the oldest moment from then on. A crash leaves the log either as it was or compacted;
        room that was not given back by then is given back by the next call. Commits are appended
        and read meanwhile. A cut that is no later than the oldest moment changes nothing.

        Returns
        -------
        int
            How many commits were forgotten by this call.

        Raises
        ------
        Conflict
            The position is not one of this log.
        """

    @abstractmethod
    async def end(self, timestamp: str) -> None:
        """Mark the session as ended: its id is never used again, its history is kept."""


class LogStore(ABC):
    """The logs of all sessions of one place (a file, a database, this process)."""

    place = "memory"
    """What kind of place it is: `memory`, or the product of a database."""
    is_shared = False
    """Whether other servers may use the same place at the same time."""

    @abstractmethod
    async def start(self) -> None:
        """Make the store ready, and claim it.

        Raises
        ------
        Unavailable
            `storage-locked` where another server holds it, naming that server's URL;
            `storage-unavailable` where it cannot be opened. May be called again.
        """

    @abstractmethod
    async def close(self) -> None:
        """Finish what is under way and let go. May be called more than once."""

    @abstractmethod
    async def secret(self) -> bytes:
        """Return this store's signing key (32 bytes), made once and kept with the data."""

    @abstractmethod
    async def create(
        self, session_id: str, *, settings: Settings, epoch: str, timestamp: str
    ) -> EventLog:
        """Begin a session's log at `Position.start(epoch)`.

        Raises
        ------
        Clash
            `session-exists`, also where a session of that id was ended.
        """

    @abstractmethod
    async def open(self, session_id: str) -> EventLog:
        """Return the log of a session.

        Raises
        ------
        NotFound
            `session-not-found` where there is none, or it was ended.
        """

    @abstractmethod
    async def sessions(self) -> list[SessionRecord]:
        """Return the sessions that were not ended, by id."""
