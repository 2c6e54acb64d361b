"""Compare and append: the head moves from where it was expected, or nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from .base import Conflict, DamagedLog, DuplicateCommand
from .batch import Batch, is_load
from .hot import execute_many
from .positions import position_of
from .reading import read_commits
from .refusals import EpochUsed
from .register import change_settings, find_session, key_of
from .snapshots import PackedSnapshot, keep_snapshot
from .tables import commits, epochs, sessions, snapshots

IDS_A_QUERY = 500

_MOVE_HEAD = (
    update(sessions)
    .where(
        sessions.c.key == bindparam("of_key"),
        sessions.c.epoch == bindparam("of_epoch"),
        sessions.c.seq == bindparam("of_seq"),
        sessions.c.digest == bindparam("of_digest"),
        sessions.c.ended.is_(None),
    )
    .values(epoch=bindparam("to_epoch"), seq=bindparam("to_seq"), digest=bindparam("to_digest"))
)
_INSERT = insert(commits)


class Append(msgspec.Struct, frozen=True):
    """One session's batch, as the writing thread gets it."""

    session_id: str
    batch: Batch
    snapshot: PackedSnapshot | None = None


def append_all(connection: Connection, appends: Sequence[Append]) -> bool:
    """Write many batches at once; `False`, and a transaction to roll back, where one is refused."""
    keys = [key_of(connection, each.session_id) for each in appends]
    moves = [_move(key, each.batch) for key, each in zip(keys, appends, strict=True)]
    rows = [row for key, each in zip(keys, appends, strict=True) for row in _rows(key, each.batch)]
    if execute_many(connection, _MOVE_HEAD, moves) != len(moves):
        return False
    try:
        execute_many(connection, _INSERT, rows)
        for key, each in zip(keys, appends, strict=True):
            _write_rest(connection, key, each)
    except IntegrityError:
        return False
    return True


def append_one(connection: Connection, append: Append) -> None:
    """Write one batch under a savepoint, and say why where it is refused.

    Raises
    ------
    NotFound, Conflict, DuplicateCommand, DamagedLog
        Nothing was written.
    """
    savepoint = connection.begin_nested()
    if append_all(connection, [append]):
        savepoint.commit()
        return
    savepoint.rollback()
    raise _reason(connection, append)


def has_happened(connection: Connection, append: Append) -> bool:
    """Tell whether a batch is in the log."""
    key = key_of(connection, append.session_id)
    return position_of(connection, key, append.batch.end.seq) == append.batch.end


def _reason(connection: Connection, append: Append) -> Exception:
    batch = append.batch
    key = key_of(connection, append.session_id)
    head = find_session(connection, append.session_id).position
    if head != batch.expected:
        same = head.epoch == batch.expected.epoch
        known = same and position_of(connection, key, batch.expected.seq) == batch.expected
        count = head.seq - batch.expected.seq if known else 0
        return Conflict(
            head, read_commits(connection, append.session_id, batch.expected.seq, count)
        )
    command_id = _find_duplicate(connection, key, [each.command_id for each in batch.records])
    if command_id is not None:
        return DuplicateCommand(command_id)
    if batch.base is not None and _has_epoch(connection, key, batch.base.epoch):
        return EpochUsed(batch.base.epoch)
    return DamagedLog(append.session_id, head, "there are commits beyond the head")


def _find_duplicate(connection: Connection, key: int, ids: list[str]) -> str | None:
    for start in range(0, len(ids), IDS_A_QUERY):
        some = ids[start : start + IDS_A_QUERY]
        found = connection.scalar(
            select(commits.c.command_id)
            .where(commits.c.session == key, commits.c.command_id.in_(some))
            .limit(1)
        )
        if found is not None:
            return str(found)
    return None


def _has_epoch(connection: Connection, key: int, epoch: str) -> bool:
    named = select(epochs.c.epoch).where(epochs.c.session == key, epochs.c.epoch == epoch)
    return connection.scalar(named) is not None


def _move(key: int, batch: Batch) -> dict[str, Any]:
    expected, end = batch.expected, batch.end
    return {
        "of_key": key,
        "of_epoch": expected.epoch,
        "of_seq": expected.seq,
        "of_digest": expected.digest,
        "to_epoch": end.epoch,
        "to_seq": end.seq,
        "to_digest": end.digest,
    }


def _rows(key: int, batch: Batch) -> list[dict[str, Any]]:
    return [
        {
            "session": key,
            "seq": record.seq,
            "command_id": record.command_id,
            "client_id": record.client_id,
            "timestamp": record.timestamp,
            "digest": record.digest,
            "body": record.body,
            "notes": record.notes,
        }
        for record in batch.records
    ]


def _write_rest(connection: Connection, key: int, append: Append) -> None:
    batch = append.batch
    if batch.base is not None:
        here = epochs.c.session == key, epochs.c.first_seq == batch.base.seq + 1
        # An epoch in which nothing happened leaves no trace; its snapshot would fit nothing.
        if connection.execute(delete(epochs).where(*here)).rowcount:
            mine = snapshots.c.session == key, snapshots.c.seq == batch.base.seq
            connection.execute(delete(snapshots).where(*mine))
        row = {"session": key, "epoch": batch.base.epoch, "first_seq": batch.base.seq + 1}
        connection.execute(insert(epochs), row)
    if batch.settings is not None:
        change_settings(connection, key, batch.settings)
    if append.snapshot is not None:
        history = is_load(batch.records[-1].body)
        keep_snapshot(connection, key, append.snapshot, history=history)
