"""What a database product needs besides SQL: a seam, and the answers that fit most of them."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DatabaseError

from ..domain.errors import GraphSyncError, Unavailable


class Medium:
    """A database that looks after itself: claims, files and free space are its server's affair."""

    reads_beside_writes = True
    """Whether a second connection may read while the first one commits."""
    is_shared = False
    """Whether other servers may write at the same time."""
    tries = 1
    """How often work is tried where its trouble `is_passing`."""
    pause = 0.0
    """For so many seconds after a connection was refused, or not answered, no other is asked for."""
    longest_answer = 60.0
    """After so many seconds without an answer a connection is cut, where others are listened to."""
    reader_options: ClassVar[dict[str, Any]] = {}
    """Execution options of the connection that reads."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.connect_args: dict[str, Any] = {}

    def claim(self) -> None:
        """Keep other servers out, where only one may write. May be called again."""

    def release(self) -> None:
        """Let other servers in. May be called again."""

    def prepare(self) -> None:
        """Make the place where the data will lie, before the very first connection."""

    def approach(self) -> None:
        """Look at the place before the writing connection is made anew; refuse what is not ours."""

    def make_alone(self, connection: Connection) -> None:
        """Keep other servers from making the tables until this transaction ends."""

    def adopt(self, connection: Connection) -> None:
        """Look at a new writing connection, and remember what it was made to, for `intact`."""

    def intact(self) -> bool:
        """Tell whether what was connected to is still what the URL names."""
        return True

    def check_room(self) -> None:
        """Raise `StorageFull` where no more should be written."""

    def set_up(self, dbapi_connection: Any) -> None:
        """Configure a new connection."""

    def begin(self, connection: Connection) -> None:
        """Begin a transaction that will write."""
        connection.begin()

    def shrink_some(self, connection: Connection) -> bool:
        """Give some room back, outside of a transaction; tell whether there is more to give."""
        return False

    def translate(self, error: BaseException) -> GraphSyncError:
        """Return the error that users may see for one of the database or operating system."""
        return Unavailable(
            "storage-unavailable", "the event log cannot be reached; the server goes on trying"
        )

    def is_passing(self, error: BaseException) -> bool:
        """Tell whether the same work may well succeed on a new connection, at once."""
        return False

    def is_damage(self, error: DatabaseError) -> bool:
        """Tell whether an error means that stored data cannot be read, rather than a failure."""
        return False
