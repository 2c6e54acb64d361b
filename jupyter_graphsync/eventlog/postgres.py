"""What only PostgreSQL needs: patience with limits, several servers at once, what errors mean."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from sqlalchemy import text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DatabaseError

from ..domain.errors import GraphSyncError, Unavailable
from .medium import Medium
from .postgres_errors import is_damage, is_passing, meaning_of

DRIVER = "postgresql+psycopg"
CONNECT_SECONDS = 5
STATEMENT_SECONDS = 30
LOCK_SECONDS = 5
OLDEST_SERVER = 14

# A waiting COMMIT, a network that swallows packets, a server that was unplugged: all end by these.
_LINE = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "client_encoding": "utf8",
}
_SETTINGS = {
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "lock_timeout": f"{LOCK_SECONDS}s",
    "idle_in_transaction_session_timeout": f"{STATEMENT_SECONDS}s",
    "client_connection_check_interval": "2s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "3",
    "tcp_keepalives_count": "3",
    "default_transaction_isolation": "read committed",
}
# An acknowledged command is on disk, whatever the database's default.
_DURABLE = """
    SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') = 'off'
"""
_LOOK = """
    SELECT current_setting('server_version_num')::int / 10000,
        current_setting('server_encoding'), current_setting('application_name')
"""
_TERMINATE = """
    SELECT bool_and(pg_terminate_backend(pid, :milliseconds)) FROM pg_stat_activity
    WHERE application_name = :name AND pid <> pg_backend_pid()
"""
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('graphsync tables'))"


class Postgres(Medium):
    """A PostgreSQL database that any number of servers share.

    Where a commit's outcome is unknown, the connection that may still carry it out is ended by
    the database before anybody looks: what the next look finds is final.
    """

    is_shared = True
    tries = 3
    pause = 0.25
    longest_answer = STATEMENT_SECONDS + 15.0
    reader_options: ClassVar = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

    def __init__(self, url: URL) -> None:
        super().__init__(url)
        hosts = url.query.get("host", ())
        line: dict[str, Any] = dict(_LINE)
        if not isinstance(hosts, str) and len(hosts) > 1:
            line["target_session_attrs"] = "read-write"
        self.connect_args = {key: line[key] for key in line if key not in url.query}
        self._last_name = ""

    def set_up(self, dbapi_connection: Any) -> None:
        settings = {**_SETTINGS, "application_name": f"graphsync-{secrets.token_hex(6)}"}
        calls = ", ".join("set_config(%s, %s, false)" for _ in settings)
        with dbapi_connection.cursor() as cursor:
            cursor.execute(f"SELECT {calls}", [part for each in settings.items() for part in each])
            cursor.execute(_DURABLE)
        dbapi_connection.commit()

    def make_alone(self, connection: Connection) -> None:
        connection.execute(text(_ONE_AT_A_TIME))

    def adopt(self, connection: Connection) -> None:
        version, encoding, name = connection.execute(text(_LOOK)).one()
        if version < OLDEST_SERVER or encoding != "UTF8":
            raise Unavailable(
                "storage-unavailable",
                f"the event log needs PostgreSQL {OLDEST_SERVER} or newer and a database in "
                f"UTF8; this is PostgreSQL {version} in {encoding}",
            )
        self._end_last(connection)
        connection.rollback()
        self._last_name = name

    def translate(self, error: BaseException) -> GraphSyncError:
        return meaning_of(error)

    def is_damage(self, error: DatabaseError) -> bool:
        return is_damage(error.orig)

    def is_passing(self, error: BaseException) -> bool:
        return is_passing(getattr(error, "orig", None) or error)

    def _end_last(self, connection: Connection) -> None:
        """See to it that nothing the last writing connection was sent happens from now on."""
        if not self._last_name:
            return
        asked = {"name": self._last_name, "milliseconds": LOCK_SECONDS * 1000}
        if connection.scalar(text(_TERMINATE), asked) is False:
            raise Unavailable(
                "storage-unavailable",
                "the database has not finished with the connection that failed; try again",
            )
        self._last_name = ""


class DatabaseToRead(Postgres):
    """A PostgreSQL database that is only looked at."""

    def set_up(self, dbapi_connection: Any) -> None:
        super().set_up(dbapi_connection)
        dbapi_connection.read_only = True

    def check_room(self) -> None:
        raise Unavailable("storage-unavailable", "the event log was opened for reading only")
