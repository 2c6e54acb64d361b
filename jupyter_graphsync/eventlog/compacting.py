"""Forgetting the oldest commits of a session, in steps of which each leaves a log that is whole."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from ..domain.commits import CommitRecord, Position
from .base import Conflict
from .cuts import Cut, cut_of, cuts_of, write_cut
from .forgetting import forgotten, is_forgotten
from .positions import position_of
from .reading import COLUMNS
from .register import find_session, key_of
from .snapshots import PackedSnapshot, keep_snapshot
from .tables import commits, cuts, snapshots

STEP = 1_000
"""So many commits are cleared in one transaction: others wait for that, some 20 ms."""


def cut_off(connection: Connection, session_id: str, snapshot: PackedSnapshot) -> int:
    """Make the position of a snapshot the oldest moment; return how many commits that forgets.

    Raises
    ------
    Conflict
        The position is not one of this log.
    """
    key, position = key_of(connection, session_id), snapshot.position
    before = cut_of(connection, key)
    oldest = 0 if before is None else before.position.seq
    head = find_session(connection, session_id).position
    if position.seq <= oldest:
        return 0
    if position_of(connection, key, position.seq) != position:
        raise Conflict(head, [])
    timestamp = connection.scalar(
        select(commits.c.timestamp).where(commits.c.session == key, commits.c.seq == position.seq)
    )
    keep_snapshot(connection, key, snapshot, history=True)
    connection.execute(
        delete(snapshots).where(snapshots.c.session == key, snapshots.c.seq < position.seq)
    )
    write_cut(connection, key, Cut(position, str(timestamp), cleared=False))
    return position.seq - oldest


def is_cut_off(connection: Connection, session_id: str, position: Position) -> bool:
    """Tell whether a position is the oldest moment, or before it."""
    found = cut_of(connection, key_of(connection, session_id))
    return found is not None and found.position.seq >= position.seq


def clear_some(connection: Connection, session_id: str, up_to: int | None) -> int | None:
    """Shorten some commits before the cut, the newest first; return up to where to go on.

    Parameters
    ----------
    up_to
        The number of the newest that may not be cleared; `None` for a first call.

    Returns
    -------
    int or None
        `None` where all is cleared.
    """
    key = key_of(connection, session_id)
    found = cuts_of(connection, key)
    if not found or found[-1].cleared:
        return None
    cut = found[-1]
    low = max((each.position.seq for each in found[:-1] if each.cleared), default=0)
    newest = cut.position.seq if up_to is None else min(up_to, cut.position.seq)
    _clear(connection, key, max(low, newest - STEP), newest)
    if newest - STEP > low:
        return newest - STEP
    connection.execute(delete(cuts).where(cuts.c.session == key))
    write_cut(connection, key, Cut(cut.position, cut.timestamp, cleared=True))
    return None


def _clear(connection: Connection, key: int, after: int, up_to: int) -> None:
    here = commits.c.session == key, commits.c.seq > after, commits.c.seq <= up_to
    rows = connection.execute(select(*COLUMNS).where(*here).order_by(commits.c.seq)).all()
    records = [CommitRecord(*row) for row in rows]
    # Put at the end of the table they stand close together, and whole pages become free.
    connection.execute(delete(commits).where(*here))
    kept = [record if is_forgotten(record) else forgotten(record) for record in records]
    if kept:
        connection.execute(insert(commits), [_row(key, record) for record in kept])


def _row(key: int, record: CommitRecord) -> dict[str, object]:
    fields = {name: getattr(record, name) for name in record.__struct_fields__}
    return {"session": key, **fields}
