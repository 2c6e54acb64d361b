"""Reading logs without owning them: beside a server that writes, or where none runs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy.engine import URL, make_url

from ..domain.errors import Unavailable
from .checking import Examined, examine
from .database import Database
from .sql import SqlLogStore
from .sqlite import SqliteFile
from .tables import meta


class LogReader(SqlLogStore):
    """The logs in one database, for looking at: nothing is written, and nobody is kept out.

    What a server has acknowledged is seen, also while it runs. Whatever would write raises
    `Unavailable`.

    Parameters
    ----------
    url
        As of `SqlLogStore`.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url)
        if isinstance(self._medium, SqliteFile):
            self._medium = FileToRead(make_url(url))
        elif self.is_shared:
            from .postgres import DatabaseToRead

            self._medium = DatabaseToRead(self._medium.url)
            # Nobody waits here for what others write.
            self.is_shared = False
        self._database = _Look(self._medium)

    async def examine(self, advance: Callable[[int], None]) -> Examined:
        """Check everything; see `checking.examine`. `advance` is called in another thread."""
        return await self.read(lambda link, _: examine(link, advance))


class FileToRead(SqliteFile):
    """An SQLite file that is only looked at."""

    def __init__(self, url: URL) -> None:
        super().__init__(url, holder_url="", min_free_disk_bytes=0, synchronous="FULL")
        self.url = _read_only(self._path)

    def claim(self) -> None:
        """Take nothing: whoever writes goes on."""

    def release(self) -> None:
        """Give nothing back."""

    def prepare(self) -> None:
        if not self._path.exists():
            raise Unavailable("storage-unavailable", f"there is no event log at {self._path}")

    def set_up(self, dbapi_connection: Any) -> None:
        dbapi_connection.execute("PRAGMA query_only = ON").fetchall()
        # A text that is none any more must be told, and not keep the rest from being read.
        dbapi_connection.text_factory = _readable

    def check_room(self) -> None:
        raise _only_read()


class _Look(Database):
    def open(self) -> None:
        self.medium.prepare()
        connection = self._connect()
        known = connection.dialect.has_table(connection, meta.name)
        connection.rollback()
        if not known:
            raise Unavailable("corrupt-read-only", "this is no event log of jupyter_graphsync")


def _read_only(path: Path) -> URL:
    query = {"mode": "ro", "uri": "true"}
    journal = Path(f"{path}-wal")
    if not os.access(path.parent, os.W_OK) and not journal.exists():
        # SQLite would have to make a journal's index there; without a journal it needs none.
        query["immutable"] = "1"
    return URL.create("sqlite", database=f"file:{quote(str(path))}", query=query)


def _readable(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _only_read() -> Unavailable:
    return Unavailable("storage-unavailable", "the event log was opened for reading only")
