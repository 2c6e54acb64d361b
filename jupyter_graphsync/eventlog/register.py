"""Sessions in a database: begun once, ended once, their ids never used again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import msgspec
from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, RowMapping
from sqlalchemy.exc import DatabaseError, IntegrityError

from ..domain.commits import DIGEST_BYTES, Position
from ..domain.settings import Settings
from .base import SessionRecord
from .cuts import Cut, all_cuts, cut_of
from .refusals import session_exists, session_not_found
from .tables import epochs, sessions

logger = logging.getLogger(__name__)

NOWHERE = Position("", 0, "")
"""What stands for a position that cannot be read; it fits no history."""

_SETTINGS = msgspec.json.Decoder(Settings)


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
        "ended": None,
        "epoch": epoch,
        "seq": 0,
        "digest": start.digest,
    }
    savepoint = connection.begin_nested()
    try:
        connection.execute(insert(sessions), {**row, "checksum": _checksum(row)})
    except IntegrityError:
        savepoint.rollback()
        raise session_exists(session_id) from None
    savepoint.commit()
    key = key_of(connection, session_id)
    connection.execute(insert(epochs), {"session": key, "epoch": epoch, "first_seq": 1})


def was_created(connection: Connection, session_id: str, epoch: str) -> bool:
    """Tell whether a session was begun with this epoch."""
    begun = (
        select(epochs.c.epoch)
        .join(sessions, sessions.c.key == epochs.c.session)
        .where(sessions.c.session_id == session_id, epochs.c.epoch == epoch)
    )
    return connection.scalar(begun) is not None


def end_session(connection: Connection, session_id: str, timestamp: str) -> None:
    """Mark a session as ended; does nothing where it was.

    Raises
    ------
    NotFound
        `session-not-found` where there never was one.
    """
    key = key_of(connection, session_id)
    if not has_ended(connection, session_id):
        _change(connection, key, ended=timestamp)


def has_ended(connection: Connection, session_id: str) -> bool:
    """Tell whether a session was ended."""
    ended = select(sessions.c.ended).where(sessions.c.session_id == session_id)
    return connection.scalar(ended) is not None


def change_settings(connection: Connection, key: int, settings: Settings) -> None:
    """Write a session's new settings."""
    _change(connection, key, settings=msgspec.json.encode(settings).decode())


def key_of(connection: Connection, session_id: str) -> int:
    """Return the number of a session, ended or not, in the database of this connection.

    Raises
    ------
    NotFound
        `session-not-found`.
    """
    # Kept with the connection: a file that was put in place of another has other numbers.
    keys: dict[str, int] = connection.info.setdefault("graphsync_keys", {})
    key = keys.get(session_id)
    if key is None:
        key = connection.scalar(select(sessions.c.key).where(sessions.c.session_id == session_id))
        if key is None:
            raise session_not_found(session_id)
        keys[session_id] = key
    return key


def list_sessions(
    connection: Connection, is_damage: Callable[[DatabaseError], bool]
) -> list[SessionRecord]:
    """Return the sessions that were not ended, by id; one whose row cannot be read is left out."""
    live = select(sessions).where(sessions.c.ended.is_(None))
    try:
        rows = connection.execute(live).mappings().all()
    except DatabaseError as error:
        if not is_damage(error):
            raise
        connection.rollback()
        rows = _readable_rows(connection, is_damage)
    cuts = all_cuts(connection)
    records = (_as_record(row, cuts.get(row["key"])) for row in rows)
    return sorted(records, key=lambda record: record.session_id)


def _readable_rows(
    connection: Connection, is_damage: Callable[[DatabaseError], bool]
) -> list[RowMapping]:
    rows: list[RowMapping] = []
    for key in connection.scalars(select(sessions.c.key)).all():
        one = select(sessions).where(sessions.c.key == key, sessions.c.ended.is_(None))
        try:
            rows += connection.execute(one).mappings().all()
        except DatabaseError as error:
            if not is_damage(error):
                raise
            connection.rollback()
            logger.error("the event log: session number %d cannot be read", key)
    return rows


def find_session(connection: Connection, session_id: str) -> SessionRecord:
    """Return the record of a session that was not ended.

    Raises
    ------
    NotFound
        `session-not-found`.
    """
    wanted = select(sessions).where(sessions.c.session_id == session_id, sessions.c.ended.is_(None))
    row = connection.execute(wanted).mappings().first()
    if row is None:
        raise session_not_found(session_id)
    return _as_record(row, cut_of(connection, row["key"]))


def head_of(connection: Connection, key: int) -> Position:
    """Return where a session's row says that its log stands; `NOWHERE` where it cannot be read."""
    wanted = select(sessions).where(sessions.c.key == key)
    row = connection.execute(wanted).mappings().first()
    return NOWHERE if row is None else position_in(row)


def _change(connection: Connection, key: int, **values: str) -> None:
    row = connection.execute(select(sessions).where(sessions.c.key == key)).mappings().one()
    checksum = _checksum({**row, **values})
    connection.execute(
        update(sessions).where(sessions.c.key == key).values(**values, checksum=checksum)
    )


def _as_record(row: RowMapping, cut: Cut | None) -> SessionRecord:
    whole = is_whole(row)
    damage = "" if whole else "the settings do not fit their checksum"
    if cut is not None and not cut.is_whole:
        damage = "the note of where it was compacted does not fit its checksum"
    return SessionRecord(
        session_id=str(row["session_id"]),
        settings=_SETTINGS.decode(row["settings"]) if whole else Settings(),
        created=str(row["created"]),
        position=position_in(row),
        damage=damage,
        oldest=0 if cut is None else cut.position.seq,
        since="" if cut is None else cut.timestamp,
    )


def is_whole(row: RowMapping) -> bool:
    """Tell whether what stands in a session's row and in no commit fits its checksum."""
    try:
        return bool(_checksum(row) == row["checksum"])
    except UnicodeError:
        return False


def position_in(row: RowMapping) -> Position:
    """Return where a session's row says that its log stands; `NOWHERE` where that is no position."""
    try:
        return msgspec.convert(
            {"epoch": row["epoch"], "seq": row["seq"], "digest": row["digest"]}, Position
        )
    except msgspec.ValidationError:
        return NOWHERE


def _checksum(row: Any) -> str:
    """Return the checksum of what stands in a session's row and in no commit."""
    kept = [str(row[name]) for name in ("session_id", "settings", "created", "ended")]
    return blake2b(msgspec.json.encode(kept), digest_size=DIGEST_BYTES).hexdigest()
