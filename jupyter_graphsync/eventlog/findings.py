"""What is found to be damaged in a database of logs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError, OperationalError

from .hot import execute_text

UNREADABLE = (DatabaseError, ValueError, TypeError, AttributeError, msgspec.MsgspecError)
"""What reading a damaged row may raise: a flipped bit turns a text into bytes, a number into both."""

_PASSING = ("locked", "busy", "unable to open")


class Finding(msgspec.Struct, frozen=True):
    """Something that is damaged.

    Attributes
    ----------
    session_id
        The session that it belongs to; empty where it concerns the whole file.
    seq
        The commit; `None` where it is no commit's.
    problem, advice
        What is wrong, and what to do.
    """

    session_id: str
    seq: int | None
    problem: str
    advice: str


class Look:
    """One look at a database: its connection, and what was found.

    Raises whatever passes, such as a file that somebody holds.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.found: list[Finding] = []
        self._begin()

    def add(
        self, problem: str, advice: str, *, session_id: str = "", seq: int | None = None
    ) -> None:
        """Note something that is damaged."""
        self.found.append(Finding(session_id, seq, problem, advice))

    @contextmanager
    def guarding(self, problem: str, advice: str, *, session_id: str = "") -> Iterator[None]:
        """Note it where something cannot be read, and go on."""
        try:
            yield
        except UNREADABLE as error:
            self.recover(error)
            reason = getattr(error, "orig", None) or error
            self.add(f"{problem}: {reason}", advice, session_id=session_id)

    def recover(self, error: Exception) -> None:
        """Make the connection usable after an error; raise it where it is no damage."""
        if isinstance(error, OperationalError) and any(
            word in str(error.orig) for word in _PASSING
        ):
            raise error
        self.connection.rollback()
        self._begin()

    def _begin(self) -> None:
        # One moment for all queries, whatever a server writes meanwhile.
        if self.connection.dialect.name == "sqlite":
            execute_text(self.connection, "BEGIN")
