"""The connections to a database: made when they are needed, given up when they fail."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import create_engine, event, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from ..domain.errors import Unavailable
from .hangs import Hangs
from .medium import Medium
from .sealing import Seals, look_at_seal, seal
from .tables import SCHEMA_VERSION, meta, metadata

logger = logging.getLogger(__name__)
T = TypeVar("T")

SECRET_BYTES = 32
STORAGE_ERRORS = (SQLAlchemyError, OSError, UnicodeError)


class Database:
    """One connection that writes, and where the medium allows it one that reads beside it.

    All methods but `reading` and `explain` belong to the writing thread. Whatever fails, both
    connections are closed before either is opened anew: only then does SQLite look at its journal
    again, and never at the journal of a file that was replaced.
    """

    def __init__(self, medium: Medium) -> None:
        self.medium = medium
        self.hangs = Hangs()
        self._engine = create_engine(
            medium.url, poolclass=NullPool, connect_args=medium.connect_args, hide_parameters=True
        )
        event.listen(self._engine, "connect", self._set_up)
        self._writer: Connection | None = None
        self._reader: Connection | None = None
        self._reading = threading.Lock()
        self._trouble = ""
        self._refusal: Exception | None = None
        self._ask_again = 0.0

    def open(self) -> None:
        """Claim the place, and make in it what is missing."""
        self.medium.claim()
        self.medium.prepare()
        connection = self._connect()
        self.medium.begin(connection)
        self.medium.make_alone(connection)
        found = look_at_seal(connection)
        metadata.create_all(connection)
        if _read_meta(connection, "schema_version") is None:
            values = {
                "schema_version": str(SCHEMA_VERSION),
                "secret": secrets.token_hex(SECRET_BYTES),
            }
            rows = [{"key": key, "value": value} for key, value in values.items()]
            connection.execute(insert(meta), rows)
        if found == Seals(settings=True, tables=True):
            # What was damaged keeps its old seal, by which that is noticed.
            seal(connection)
        connection.commit()

    def writer(self) -> Connection:
        """Return the writing connection, a new one where the last one failed.

        Raises
        ------
        Unavailable
            What was connected to is gone or was replaced. The next call connects to what is there.
        """
        if self._writer is None:
            self.medium.claim()
            return self._connect()
        if not self.medium.intact():
            self.close()
            raise Unavailable(
                "storage-unavailable",
                "the event log's file was moved, deleted or replaced; the server goes on with "
                "what it finds in its place",
            )
        self.hangs.use(self._writer.connection.driver_connection)
        return self._writer

    def aside(self) -> Connection:
        """Return a new connection for somebody else's own use, without transactions."""
        return self._new_line().execution_options(isolation_level="AUTOCOMMIT")

    def patiently(self, work: Callable[[], T], let_go: Callable[[], None]) -> T:
        """Do what may be done again: where its trouble may pass at once, it is, after `let_go`."""
        for _ in range(self.medium.tries - 1):
            try:
                return work()
            except STORAGE_ERRORS as error:
                if not self.medium.is_passing(error):
                    raise
                let_go()
        return work()

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """Give the writing connection to somebody who only looks."""
        connection = self.writer()
        try:
            yield connection
        finally:
            connection.rollback()

    @contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """Give the reading connection to one thread; `None` where only the writing one may look."""
        with self._reading:
            if not self._readable():
                yield None
                return
            if self._reader is None:
                options = self.medium.reader_options
                self._reader = self._new_line().execution_options(**options)
            self.hangs.use(self._reader.connection.driver_connection)
            try:
                yield self._reader
            except STORAGE_ERRORS:
                _close(self._reader)
                self._reader = None
                raise
            finally:
                if self._reader is not None:
                    self._reader.rollback()

    def explain(self, error: Exception) -> Exception:
        """Return what the session shall see of an error; the server's log is told once of each."""
        if not isinstance(error, STORAGE_ERRORS):
            return error
        cause = getattr(error, "orig", None) or error
        told = self.medium.translate(cause)
        if told.code != self._trouble:
            self._trouble = told.code
            logger.warning("the event log fails: %s (%s)", told.code, type(cause).__name__)
        return told

    def succeed(self) -> None:
        """Tell the server's log that what failed before works again."""
        if self._trouble:
            self._trouble = ""
            logger.warning("the event log works again")

    def drop(self) -> None:
        """Give both connections up; the next use makes new ones."""
        with self._reading:
            _close(self._reader)
            _close(self._writer)
            self._reader = self._writer = None

    def close(self) -> None:
        """Give the connections and the claim up."""
        self.drop()
        self.medium.release()

    def _connect(self) -> Connection:
        self.medium.approach()
        connection = self._new_line()
        try:
            _check_version(connection)
            self.medium.adopt(connection)
        except BaseException:
            _close(connection)
            raise
        self._writer = connection
        return connection

    def _new_line(self) -> Connection:
        """Return a new connection; where none was to be had a moment ago, none is asked for."""
        if self._refusal is not None and monotonic() < self._ask_again:
            raise self.explain(self._refusal)
        try:
            connection = self._engine.connect()
        except STORAGE_ERRORS as error:
            self._refusal, self._ask_again = error, monotonic() + self.medium.pause
            raise self.explain(error) from None
        self._refusal = None
        return connection

    def _readable(self) -> bool:
        return self._writer is not None and self.medium.reads_beside_writes and self.medium.intact()

    def _set_up(self, dbapi_connection: Any, _record: object) -> None:
        self.hangs.use(dbapi_connection)
        self.medium.set_up(dbapi_connection)


def _read_meta(connection: Connection, key: str) -> str | None:
    value: str | None = connection.scalar(select(meta.c.value).where(meta.c.key == key))
    return value


def read_secret(connection: Connection) -> bytes:
    """Return the signing key that was made with the tables."""
    try:
        secret = bytes.fromhex(_read_meta(connection, "secret") or "")
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise _damaged_meta()
    return secret


def _check_version(connection: Connection) -> None:
    if not connection.dialect.has_table(connection, meta.name):
        connection.rollback()
        return
    version = _read_meta(connection, "schema_version") or "0"
    connection.rollback()
    if not version.isdecimal():
        raise _damaged_meta()
    found = int(version)
    if found > SCHEMA_VERSION:
        raise Unavailable(
            "storage-unavailable",
            f"the event log was written by a newer version of jupyter_graphsync (schema {found}, "
            f"this one knows {SCHEMA_VERSION}); upgrade it, or choose another log_url",
            found=found,
            known=SCHEMA_VERSION,
        )


def _damaged_meta() -> Unavailable:
    return Unavailable(
        "corrupt-read-only",
        "the event log's own settings are damaged; stop the server and put back a copy",
    )


def _close(connection: Connection | None) -> None:
    if connection is not None:
        # It failed already; that it cannot even be closed changes nothing.
        with suppress(*STORAGE_ERRORS):
            connection.close()
