"""What only SQLite needs: a file, its lock, its journal, and what its errors mean."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import time
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DatabaseError

from ..domain.errors import GraphSyncError, StorageFull, Unavailable
from .claim import Claim
from .hot import execute_text
from .medium import Medium

logger = logging.getLogger(__name__)

SYNCHRONOUS = ("FULL", "NORMAL")
BUSY_SECONDS = 1.0
ROOM_CHECK_SECONDS = 1.0
JOURNAL_BYTES = 64 * 2**20
INCREMENTAL = 2
PAGES_A_STEP = 1_000
"""So many pages are given back in one go."""

Identity = tuple[int, int]

_NETWORK_TYPES = {
    "9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "davfs", "drvfs", "gfs2", "glusterfs", "gpfs",
    "lustre", "ncpfs", "ocfs2", "orangefs", "prl_fs", "vboxsf", "webdav",
}  # fmt: skip
_NETWORK_PREFIXES = ("nfs", "smb", "fuse.")

_UNAVAILABLE = "the event log's storage does not answer as it should; the server goes on trying"
_FULL = "the disk that holds the event log is full; make room and send the same command again"
_LOCKED = "another program holds the event log's file; close it and send the same command again"
_DAMAGED = "the event log's file is damaged; stop the server and put back a copy"

# By message: error numbers came to Python's sqlite3 with 3.11.
_MEANINGS = {
    "is full": ("storage-full", _FULL),
    "is locked": ("storage-locked", _LOCKED),
    "malformed": ("corrupt-read-only", _DAMAGED),
    "not a database": ("corrupt-read-only", _DAMAGED),
    "unsupported file format": ("corrupt-read-only", _DAMAGED),
    "Could not decode": ("corrupt-read-only", _DAMAGED),
    "no such table": ("corrupt-read-only", _DAMAGED),
    "no such column": ("corrupt-read-only", _DAMAGED),
}
_DAMAGE = ("malformed", "Could not decode")


class SqliteFile(Medium):
    """One file, written by one process through one connection.

    With `synchronous="FULL"` a commit survives a power cut, with `"NORMAL"` a crash of the
    process. On a network file system the write-ahead log cannot work (its index is shared memory),
    so an ordinary rollback journal is used there, and reads wait for writes.
    """

    def __init__(
        self, url: URL, *, holder_url: str, min_free_disk_bytes: int, synchronous: str
    ) -> None:
        super().__init__(url)
        if synchronous not in SYNCHRONOUS:
            raise ValueError(f"synchronous is {synchronous!r}; it must be one of {SYNCHRONOUS}")
        if not url.database or url.database == ":memory:":
            raise ValueError("log_url names no file; write sqlite:///path/to/file")
        self.connect_args = {
            "isolation_level": None,
            "check_same_thread": False,
            "timeout": BUSY_SECONDS,
        }
        self._path = Path(os.path.realpath(url.database))
        self._synchronous = synchronous
        self._min_free = min_free_disk_bytes
        self._claim = Claim(self._path, holder_url)
        self._identity: Identity | None = None
        self._journal_identity: Identity | None = None
        self._room_checked = float("-inf")
        self._journal = "WAL"
        self._journal_path = Path(f"{self._path}-wal")

    def claim(self) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._claim.take()

    def release(self) -> None:
        self._claim.give_back()

    def prepare(self) -> None:
        self.reads_beside_writes = not is_network(self._path)
        self._journal = "WAL" if self.reads_beside_writes else "DELETE"
        suffix = "wal" if self.reads_beside_writes else "journal"
        self._journal_path = Path(f"{self._path}-{suffix}")
        if not self.reads_beside_writes:
            logger.warning(
                "the event log lies on a network file system: reads will wait for writes"
            )
        # SQLite gives its side files the mode of the file itself.
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        _sync_folder(self._path.parent)

    def approach(self) -> None:
        found = _identity(self._path)
        if found is None:
            # SQLite would begin an empty log in its place, and hide what was lost.
            raise Unavailable(
                "storage-unavailable",
                "the event log's file is gone; put it back, or restart the server to begin anew",
            )
        if self._identity not in (None, found):
            self._set_journal_aside()
        self._identity = found

    def adopt(self, connection: Connection) -> None:
        if _identity(self._path) != self._identity:
            raise _unavailable()
        self._journal_identity = _identity(self._journal_path)

    def intact(self) -> bool:
        return (
            self._identity is not None
            and _identity(self._path) == self._identity
            and (self._journal == "DELETE" or self._same_journal())
        )

    def check_room(self) -> None:
        if time.monotonic() - self._room_checked < ROOM_CHECK_SECONDS:
            return
        if shutil.disk_usage(self._path.parent).free < self._min_free:
            raise StorageFull("storage-full", _FULL)
        self._room_checked = time.monotonic()

    def set_up(self, dbapi_connection: Any) -> None:
        # A rollback journal is over when its name is gone, which only EXTRA makes durable.
        exact = "EXTRA" if self._journal == "DELETE" else "FULL"
        if dbapi_connection.execute("PRAGMA page_count").fetchone() == (0,):
            # What is set before anything else is in the file; later it would want a lock.
            dbapi_connection.execute("PRAGMA auto_vacuum = INCREMENTAL").fetchall()
        for setting in (
            f"journal_mode = {self._journal}",
            f"synchronous = {exact if self._synchronous == 'FULL' else self._synchronous}",
            "foreign_keys = ON",
            f"journal_size_limit = {JOURNAL_BYTES}",
        ):
            dbapi_connection.execute(f"PRAGMA {setting}").fetchall()

    def begin(self, connection: Connection) -> None:
        connection.begin()
        execute_text(connection, "BEGIN IMMEDIATE")

    def shrink_some(self, connection: Connection) -> bool:
        if _number(connection, "auto_vacuum") != INCREMENTAL:
            # A file of an older version: its free pages are used again.
            return False
        # It goes on page by page, which no other call of Python's sqlite3 waits for.
        driver: Any = connection.connection.driver_connection
        driver.executescript(f"PRAGMA incremental_vacuum({PAGES_A_STEP})")
        if _number(connection, "freelist_count") > 0:
            return True
        _rows(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
        return False

    def translate(self, error: BaseException) -> GraphSyncError:
        if isinstance(error, OSError):
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            return _as_error("storage-full", _FULL) if full else _unavailable()
        if isinstance(error, UnicodeError):
            # Even the message was about something unreadable.
            return _as_error("corrupt-read-only", _DAMAGED)
        text = str(error)
        for part, (code, message) in _MEANINGS.items():
            if part in text:
                return _as_error(code, message)
        return _unavailable()

    def is_damage(self, error: DatabaseError) -> bool:
        return any(part in str(error.orig) for part in _DAMAGE)

    def _same_journal(self) -> bool:
        return _identity(self._journal_path) == self._journal_identity

    def _set_journal_aside(self) -> None:
        """Keep what we wrote into the journal of one file from being applied to another.

        SQLite does not look whose journal it is. Nothing is deleted: the journal may hold commits
        that the lost file does not.
        """
        if self._journal_identity is not None and self._same_journal():
            logger.warning("event log: another file took its place, the old journal is set aside")
            self._journal_path.rename(f"{self._journal_path}.{time.time_ns()}.old")


def _rows(connection: Connection, text: str) -> list[Any]:
    """Run a PRAGMA to its end, which is when its last row was fetched."""
    cursor = connection.connection.cursor()
    try:
        return list(cursor.execute(text).fetchall())
    finally:
        cursor.close()


def _number(connection: Connection, name: str) -> int:
    return int(_rows(connection, f"PRAGMA {name}")[0][0])


def _identity(path: Path) -> Identity | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def is_network(path: Path) -> bool:
    """Tell whether a path lies on a file system that several machines may share."""
    places = {
        Path(part.mountpoint): part.fstype.lower() for part in psutil.disk_partitions(all=True)
    }
    kind = next((places[folder] for folder in path.parents if folder in places), "")
    return kind in _NETWORK_TYPES or kind.startswith(_NETWORK_PREFIXES)


def _as_error(code: str, message: str) -> GraphSyncError:
    return (StorageFull if code == "storage-full" else Unavailable)(code, message)


def _unavailable() -> Unavailable:
    return Unavailable("storage-unavailable", _UNAVAILABLE)


def _sync_folder(folder: Path) -> None:
    """Make the name of a new file durable, not only its content."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
