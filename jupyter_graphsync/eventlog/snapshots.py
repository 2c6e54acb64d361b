"""Snapshots in a database: compressed, with a checksum, the newest few of each session."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from hashlib import blake2b

import msgspec
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

from ..domain.commits import DIGEST_BYTES, Position
from .base import Conflict, StoredSnapshot
from .batch import is_load
from .memory import SNAPSHOTS_KEPT
from .positions import position_of
from .register import find_session, key_of
from .tables import commits, snapshots

COMPRESSION = 1
"""Level 1 of zlib: a third of the size of JSON, at some 100 MB a second."""


class PackedSnapshot(msgspec.Struct, frozen=True):
    """A snapshot in the form in which it is kept."""

    position: Position
    data: bytes
    checksum: str

    @classmethod
    def pack(cls, position: Position, data: bytes) -> PackedSnapshot:
        """Compress a snapshot; takes milliseconds for a megabyte, so not on the event loop."""
        packed = zlib.compress(data, COMPRESSION)
        return cls(position, packed, _checksum(position, packed))

    def unpack(self) -> StoredSnapshot | None:
        """Return the snapshot, `None` where the checksum fails."""
        # A flipped bit can turn bytes into a text as well.
        if not isinstance(self.data, bytes) or not self._is_whole():
            return None
        return StoredSnapshot(self.position, zlib.decompress(self.data))

    def _is_whole(self) -> bool:
        whole = _checksum(self.position, self.data)
        return self.checksum in (whole, lasting_checksum(whole))


class KeptSnapshot(msgspec.Struct, frozen=True):
    """A snapshot, and whether it is part of the history and stays for good."""

    packed: PackedSnapshot
    history: bool

    def is_marked_right(self, *, loaded: bool) -> bool:
        """Tell whether `history` fits the checksum; that of a load may be an older version's."""
        packed = self.packed
        whole = _checksum(packed.position, packed.data)
        if self.history:
            return loaded or packed.checksum == lasting_checksum(whole)
        return packed.checksum == whole and not loaded


def save_snapshot(connection: Connection, session_id: str, snapshot: PackedSnapshot) -> None:
    """Keep a snapshot of a position in the session's log.

    Raises
    ------
    Conflict
        The position is not one of this log.
    """
    key = key_of(connection, session_id)
    head = find_session(connection, session_id).position
    if position_of(connection, key, snapshot.position.seq) != snapshot.position:
        raise Conflict(head, [])
    body = connection.scalar(
        select(commits.c.body).where(
            commits.c.session == key, commits.c.seq == snapshot.position.seq
        )
    )
    # Of a commit that was forgotten there is no body: the log was cut off there.
    forgotten = body is not None and not body
    history = snapshot.position.seq == 0 or forgotten or (body is not None and is_load(body))
    keep_snapshot(connection, key, snapshot, history=history)


def keep_snapshot(
    connection: Connection, key: int, snapshot: PackedSnapshot, *, history: bool
) -> None:
    """Write a snapshot, in place of one at the same commit, and prune the older ones.

    One that is `history` is never pruned: what a load brought, or a session began with, stands in
    no commit. Of the others one stays for good wherever the commits since the last that stays take
    as much room as it does: so a moment long ago is near to one, and the snapshots never take more
    room than the commits.
    """
    position = snapshot.position
    mine = snapshots.c.session == key
    connection.execute(delete(snapshots).where(mine, snapshots.c.seq == position.seq))
    row = {
        "session": key,
        "seq": position.seq,
        "epoch": position.epoch,
        "digest": position.digest,
        "history": history,
        "checksum": lasting_checksum(snapshot.checksum) if history else snapshot.checksum,
        "data": snapshot.data,
    }
    connection.execute(insert(snapshots), row)
    passing = mine, snapshots.c.history.is_(False)
    newest = select(snapshots.c.seq).where(*passing).order_by(snapshots.c.seq.desc())
    for seq in connection.scalars(newest.offset(SNAPSHOTS_KEPT)).all():
        here = mine, snapshots.c.seq == seq
        if _is_milestone(connection, key, seq):
            _let_last(connection, key, seq)
        else:
            connection.execute(delete(snapshots).where(*here))


def _let_last(connection: Connection, key: int, seq: int) -> None:
    here = snapshots.c.session == key, snapshots.c.seq == seq
    checksum = connection.scalar(select(snapshots.c.checksum).where(*here)) or ""
    connection.execute(
        update(snapshots).where(*here).values(history=True, checksum=lasting_checksum(checksum))
    )


def _is_milestone(connection: Connection, key: int, seq: int) -> bool:
    mine = snapshots.c.session == key
    lasting = mine, snapshots.c.seq < seq, snapshots.c.history.is_(True)
    before = connection.scalar(select(func.max(snapshots.c.seq)).where(*lasting)) or 0
    size = select(func.length(snapshots.c.data)).where(mine, snapshots.c.seq == seq)
    between = commits.c.session == key, commits.c.seq > before, commits.c.seq <= seq
    room = select(func.sum(func.length(commits.c.body) + func.length(commits.c.notes)))
    return (connection.scalar(room.where(*between)) or 0) >= (connection.scalar(size) or 0)


def load_snapshot(
    connection: Connection,
    session_id: str,
    at_most: int | None,
    is_damage: Callable[[DatabaseError], bool],
) -> StoredSnapshot | None:
    """Return the newest snapshot that is whole and stands at a position of this log."""
    key = key_of(connection, session_id)
    wanted = select(snapshots.c.seq).where(snapshots.c.session == key)
    if at_most is not None:
        wanted = wanted.where(snapshots.c.seq <= at_most)
    for seq in connection.scalars(wanted.order_by(snapshots.c.seq.desc())).all():
        try:
            snapshot = _load(connection, key, seq)
        except DatabaseError as error:
            if not is_damage(error):
                raise
            connection.rollback()
            continue
        if snapshot is not None:
            return snapshot
    return None


def has_snapshot(connection: Connection, session_id: str, seq: int) -> bool:
    """Tell whether there is a snapshot at a commit, whole or not."""
    key = key_of(connection, session_id)
    here = select(snapshots.c.seq).where(snapshots.c.session == key, snapshots.c.seq == seq)
    return connection.scalar(here) is not None


def read_packed(connection: Connection, key: int, seq: int) -> KeptSnapshot | None:
    """Return the snapshot at a commit as it is kept, unchecked."""
    row = connection.execute(
        select(snapshots).where(snapshots.c.session == key, snapshots.c.seq == seq)
    ).first()
    if row is None:
        return None
    position = Position(row.epoch, seq, row.digest)
    return KeptSnapshot(PackedSnapshot(position, row.data, row.checksum), row.history)


def _load(connection: Connection, key: int, seq: int) -> StoredSnapshot | None:
    kept = read_packed(connection, key, seq)
    if kept is None or position_of(connection, key, seq) != kept.packed.position:
        return None
    return kept.packed.unpack()


def lasting_checksum(checksum: str) -> str:
    """Return the checksum of a snapshot that stays for good: it covers that as well."""
    return blake2b(f"{checksum} lasts".encode(), digest_size=DIGEST_BYTES).hexdigest()


def _checksum(position: Position, data: bytes) -> str:
    checksum = blake2b(msgspec.json.encode(position), digest_size=DIGEST_BYTES)
    checksum.update(data)
    return checksum.hexdigest()
