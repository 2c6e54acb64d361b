"""Looking into a log: heads, positions and commits, each commit checked against the one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection, RowMapping
from sqlalchemy.exc import DatabaseError

from ..domain.commits import CommitRecord, Position
from ..domain.settings import Settings
from .base import DamagedLog, SessionRecord
from .refusals import session_not_found
from .tables import commits, epochs, sessions

_COLUMNS = (
    commits.c.seq,
    commits.c.digest,
    commits.c.command_id,
    commits.c.client_id,
    commits.c.timestamp,
    commits.c.body,
    commits.c.notes,
)


class _Actor(msgspec.Struct):
    client_id: str


class _Identity(msgspec.Struct):
    """What of a commit stands in columns of its own as well."""

    seq: int
    command_id: str
    timestamp: str
    actor: _Actor


_IDENTITY = msgspec.json.Decoder(_Identity)
_SETTINGS = msgspec.json.Decoder(Settings)


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


def list_sessions(connection: Connection) -> list[SessionRecord]:
    """Return the sessions that were not ended, by id."""
    rows = connection.execute(select(sessions).where(sessions.c.ended.is_(None))).mappings()
    return sorted((_as_session(row) for row in rows), key=lambda session: session.session_id)


def find_head(connection: Connection, session_id: str) -> SessionRecord:
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
    return _as_session(row)


def position_of(connection: Connection, key: int, seq: int) -> Position | None:
    """Return the position of a commit (0: the start of what the first commit belongs to)."""
    epoch = connection.scalar(
        select(epochs.c.epoch)
        .where(epochs.c.session == key, epochs.c.first_seq <= max(seq, 1))
        .order_by(epochs.c.first_seq.desc())
        .limit(1)
    )
    if epoch is None:
        return None
    if seq == 0:
        return Position.start(epoch)
    digest = connection.scalar(
        select(commits.c.digest).where(commits.c.session == key, commits.c.seq == seq)
    )
    return None if digest is None else Position(epoch, seq, digest)


def find_command(connection: Connection, session_id: str, command_id: str) -> CommitRecord | None:
    """Return the commit of a command.

    Raises
    ------
    DamagedLog
        It does not fit the commit before it.
    """
    key = key_of(connection, session_id)
    row = connection.execute(
        select(*_COLUMNS).where(commits.c.session == key, commits.c.command_id == command_id)
    ).first()
    if row is None:
        return None
    record = _as_record(row)
    previous = _position_before(connection, key, record.seq)
    if not _fits(record, previous):
        raise DamagedLog(session_id, previous, f"commit {record.seq} does not fit the chain")
    return record


def records_after(connection: Connection, key: int, after: int, up_to: int) -> list[CommitRecord]:
    """Return the commits of a range as they stand in the table, unchecked."""
    rows = connection.execute(
        select(*_COLUMNS)
        .where(commits.c.session == key, commits.c.seq > after, commits.c.seq <= up_to)
        .order_by(commits.c.seq)
    ).all()
    return [_as_record(row) for row in rows]


def read_commits(
    connection: Connection, session_id: str, after: int, limit: int
) -> list[CommitRecord]:
    """Return up to `limit` commits after number `after`, each checked.

    Raises
    ------
    DamagedLog
        The first of them is damaged or missing, or the head does not fit the last commit.
    """
    key = key_of(connection, session_id)
    # The head first: what is committed between the two queries is not missed, only read later.
    head = _stored_head(connection, key)
    if limit < 1 or after > head.seq:
        return []
    records = records_after(connection, key, after, min(head.seq, after + limit))
    good, reached = _good_part(connection, key, after, records)
    if good or reached == head:
        return good
    if reached.seq < after:
        reason = f"commit {reached.seq + 1} is damaged or missing"
    elif after < head.seq:
        reason = f"commit {after + 1} is damaged or missing"
    else:
        reason = "the head does not fit the last commit"
    raise DamagedLog(session_id, reached, reason)


def read_readable(
    connection: Connection,
    session_id: str,
    after: int,
    limit: int,
    is_damage: Callable[[DatabaseError], bool],
) -> list[CommitRecord]:
    """Return what `read_commits` does, also where the database cannot read some of its pages."""
    while True:
        try:
            return read_commits(connection, session_id, after, limit)
        except DatabaseError as error:
            if not is_damage(error):
                raise
            connection.rollback()
        if limit <= 1:
            reason = f"commit {after + 1} cannot be read"
            raise DamagedLog(session_id, Position("", after, ""), reason)
        # Hand out what stands before the page in question.
        limit //= 2


def _good_part(
    connection: Connection, key: int, after: int, records: Sequence[CommitRecord]
) -> tuple[list[CommitRecord], Position]:
    """Return the records up to the first that does not follow, and the position they reach."""
    starts = {start.seq: start for start in _starts(connection, key)}
    reached = position_of(connection, key, after)
    if reached is None:
        return [], _last_good(connection, key, after)
    good: list[CommitRecord] = []
    for record in records:
        previous = starts.get(reached.seq, reached)
        if not _fits(record, previous):
            break
        good.append(record)
        reached = Position(previous.epoch, record.seq, record.digest)
    if records and not good:
        return [], _last_good(connection, key, after)
    return good, reached


def _last_good(connection: Connection, key: int, seq: int) -> Position:
    """Return the newest position, not beyond `seq`, whose commit fits the one before it."""
    while seq > 0:
        previous = _position_before(connection, key, seq)
        if any(_fits(each, previous) for each in records_after(connection, key, seq - 1, seq)):
            position = position_of(connection, key, seq)
            if position is not None:
                return position
        seq -= 1
    return position_of(connection, key, 0) or Position("", 0, "")


def _position_before(connection: Connection, key: int, seq: int) -> Position:
    """Return what a commit has to follow: the commit before it, or the start of its epoch."""
    for start in _starts(connection, key):
        if start.seq == seq - 1:
            return start
    return position_of(connection, key, seq - 1) or Position("", seq - 1, "")


def _fits(record: CommitRecord, previous: Position) -> bool:
    """Tell whether a record is whole, in all its columns, and the next one after `previous`."""
    try:
        if not record.follows(previous):
            return False
        told = _IDENTITY.decode(record.body)
    except (TypeError, ValueError, AttributeError):
        # A flipped bit can turn a text into bytes, a digest into something that is no hex.
        return False
    return (told.seq, told.command_id, told.actor.client_id, told.timestamp) == (
        record.seq,
        record.command_id,
        record.client_id,
        record.timestamp,
    )


def _starts(connection: Connection, key: int) -> list[Position]:
    rows = connection.execute(
        select(epochs.c.epoch, epochs.c.first_seq).where(epochs.c.session == key)
    ).all()
    return [Position.start(epoch, first_seq - 1) for epoch, first_seq in rows]


def _stored_head(connection: Connection, key: int) -> Position:
    return Position(
        *connection.execute(
            select(sessions.c.epoch, sessions.c.seq, sessions.c.digest).where(sessions.c.key == key)
        ).one()
    )


def _as_record(row: Sequence[Any]) -> CommitRecord:
    return CommitRecord(*row)


def _as_session(row: RowMapping) -> SessionRecord:
    return SessionRecord(
        session_id=row["session_id"],
        settings=_SETTINGS.decode(row["settings"]),
        created=row["created"],
        position=Position(row["epoch"], row["seq"], row["digest"]),
    )
