"""Reading commits, each checked against the one before it, in all its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

from ..domain.commits import CommitRecord, Position
from .base import Compacted, DamagedLog
from .cuts import cut_of
from .forgetting import is_forgotten, is_whole
from .positions import last_seq, position_before, position_of, starts_of
from .register import NOWHERE, head_of, key_of
from .tables import commits

COLUMNS = (
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


def read_commits(
    connection: Connection, session_id: str, after: int, limit: int
) -> list[CommitRecord]:
    """Return up to `limit` commits after number `after`, each checked.

    Raises
    ------
    DamagedLog
        The first of them is damaged or missing, or the head does not fit the last commit.
    Compacted
        The first of them was forgotten.
    """
    key = key_of(connection, session_id)
    cut = cut_of(connection, key)
    oldest = 0 if cut is None else cut.position.seq
    if after < oldest and limit > 0:
        raise Compacted(session_id, oldest)
    # The head first: what is committed between the queries is not missed, only read later.
    head = head_of(connection, key)
    head_fits = head.seq >= 0 and position_of(connection, key, head.seq) == head
    last = head.seq if head_fits else last_seq(connection, key)
    if limit < 1 or (head_fits and after >= last):
        return []
    records = _range(connection, key, after, min(last, after + limit))
    good = _good_part(connection, key, after, records)
    if good:
        return good
    reached = _last_good(connection, key, min(after, last), oldest)
    missing = reached.seq + 1 if reached.seq < max(last, head.seq) else 0
    reason = f"commit {missing} is damaged or missing" if missing else "the head does not fit"
    raise DamagedLog(session_id, reached, reason)


def read_readable(
    connection: Connection,
    session_id: str,
    after: int,
    limit: int,
    is_damage: Callable[[DatabaseError], bool],
) -> list[CommitRecord]:
    """Return what `read_commits` does, also where the database cannot read some of its pages.

    The `last_good` of its error is then no more than the number it was asked to read after.
    """
    while True:
        try:
            return read_commits(connection, session_id, after, limit)
        except DatabaseError as error:
            if not is_damage(error):
                raise
            connection.rollback()
        if limit <= 1:
            reason = f"commit {after + 1} cannot be read"
            raise DamagedLog(session_id, msgspec.structs.replace(NOWHERE, seq=after), reason)
        # Hand out what stands before the page in question.
        limit //= 2


def find_command(connection: Connection, session_id: str, command_id: str) -> CommitRecord | None:
    """Return the commit of a command, or what stays of it.

    Raises
    ------
    DamagedLog
        It does not fit the commit before it, or what stays of it is damaged.
    """
    key = key_of(connection, session_id)
    row = connection.execute(
        select(*COLUMNS).where(commits.c.session == key, commits.c.command_id == command_id)
    ).first()
    if row is None:
        return None
    record = CommitRecord(*row)
    if is_forgotten(record):
        if is_whole(record):
            return record
        raise DamagedLog(session_id, NOWHERE, f"what stayed of commit {record.seq} is damaged")
    previous = position_before(connection, key, record.seq)
    if not fits(record, previous):
        raise DamagedLog(session_id, previous, f"commit {record.seq} does not fit the chain")
    return record


def _range(connection: Connection, key: int, after: int, up_to: int) -> list[CommitRecord]:
    rows = connection.execute(
        select(*COLUMNS)
        .where(commits.c.session == key, commits.c.seq > after, commits.c.seq <= up_to)
        .order_by(commits.c.seq)
    ).all()
    return [CommitRecord(*row) for row in rows]


def _good_part(
    connection: Connection, key: int, after: int, records: Sequence[CommitRecord]
) -> list[CommitRecord]:
    """Return the records up to the first that does not follow the one before it."""
    starts = {start.seq: start for start in starts_of(connection, key)}
    previous = starts.get(after) or position_of(connection, key, after)
    good: list[CommitRecord] = []
    for record in records:
        if previous is None or not fits(record, previous):
            break
        good.append(record)
        reached = Position(previous.epoch, record.seq, record.digest)
        previous = starts.get(record.seq, reached)
    return good


def _last_good(connection: Connection, key: int, seq: int, oldest: int) -> Position:
    """Return the newest position, not beyond `seq`, whose commit fits the one before it."""
    while seq > oldest:
        position = position_of(connection, key, seq)
        previous = position_before(connection, key, seq)
        if position and any(fits(each, previous) for each in _range(connection, key, seq - 1, seq)):
            return position
        seq -= 1
    return position_of(connection, key, oldest) or NOWHERE


def fits(record: CommitRecord, previous: Position) -> bool:
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
