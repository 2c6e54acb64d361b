"""Sessions in a database: begun once, ended once, their ids never used again."""

from __future__ import annotations

import msgspec
from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from ..domain.commits import Position
from ..domain.settings import Settings
from .reading import key_of
from .refusals import session_exists
from .tables import epochs, sessions


def create_session(
    connection: Connection, session_id: str, settings: Settings, epoch: str, timestamp: str
) -> None:
    """Begin a session's log.

    Raises
    ------
    Clash
        `session-exists`.
    """
    start = Position.start(epoch)
    row = {
        "session_id": session_id,
        "settings": msgspec.json.encode(settings).decode(),
        "created": timestamp,
        "epoch": epoch,
        "seq": 0,
        "digest": start.digest,
    }
    savepoint = connection.begin_nested()
    try:
        connection.execute(insert(sessions), row)
    except IntegrityError:
        savepoint.rollback()
        raise session_exists(session_id) from None
    savepoint.commit()
    key = key_of(connection, session_id)
    connection.execute(insert(epochs), {"session": key, "epoch": epoch, "first_seq": 1})


def was_created(connection: Connection, session_id: str, epoch: str) -> bool:
    """Tell whether a session was begun with this epoch."""
    first = (
        select(epochs.c.epoch)
        .join(sessions, sessions.c.key == epochs.c.session)
        .where(sessions.c.session_id == session_id, epochs.c.epoch == epoch)
    )
    return connection.scalar(first) is not None


def end_session(connection: Connection, session_id: str, timestamp: str) -> None:
    """Mark a session as ended; does nothing where it was.

    Raises
    ------
    NotFound
        `session-not-found` where there never was one.
    """
    key = key_of(connection, session_id)
    live = update(sessions).where(sessions.c.key == key, sessions.c.ended.is_(None))
    connection.execute(live.values(ended=timestamp))


def has_ended(connection: Connection, session_id: str) -> bool:
    """Tell whether a session was ended."""
    ended = select(sessions.c.ended).where(sessions.c.session_id == session_id)
    return connection.scalar(ended) is not None
