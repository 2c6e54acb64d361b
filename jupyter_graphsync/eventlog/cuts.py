"""Where the logs of sessions were cut off."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from ..domain.commits import DIGEST_BYTES, Position
from .tables import cuts


class Cut(msgspec.Struct, frozen=True):
    """The oldest moment of a session, and when that was.

    Attributes
    ----------
    cleared
        Whether nothing but what is to stay is left of the commits before it.
    is_whole
        Whether the row fits its checksum.
    """

    position: Position
    timestamp: str
    cleared: bool
    is_whole: bool = True


def cut_of(connection: Connection, key: int) -> Cut | None:
    """Return where a session's log was cut off last; `None` where it never was."""
    found = cuts_of(connection, key)
    return found[-1] if found else None


def cuts_of(connection: Connection, key: int) -> list[Cut]:
    """Return all cuts of a session that are written down, oldest first.

    The older ones stay until the newest is cleared: the commits between are chained to them.
    """
    rows = connection.execute(select(cuts).where(cuts.c.session == key).order_by(cuts.c.seq)).all()
    return [_read(row) for row in rows]


def all_cuts(connection: Connection) -> dict[int, Cut]:
    """Return the newest cuts of all sessions, by the sessions' numbers."""
    rows = connection.execute(select(cuts).order_by(cuts.c.seq)).all()
    return {row.session: _read(row) for row in rows}


def write_cut(connection: Connection, key: int, cut: Cut) -> None:
    """Write a cut down."""
    position = cut.position
    row = {
        "session": key,
        "seq": position.seq,
        "epoch": position.epoch,
        "digest": position.digest,
        "timestamp": cut.timestamp,
        "cleared": cut.cleared,
        "checksum": _checksum(position, cut.timestamp, cleared=cut.cleared),
    }
    connection.execute(insert(cuts), row)


def _read(row: Any) -> Cut:
    position = Position(row.epoch, row.seq, row.digest)
    try:
        checksum = _checksum(position, row.timestamp, cleared=row.cleared)
    except (TypeError, ValueError):
        checksum = ""
    return Cut(position, row.timestamp, row.cleared, checksum == row.checksum)


def _checksum(position: Position, timestamp: str, *, cleared: bool) -> str:
    content = msgspec.json.encode([position, timestamp, cleared])
    return blake2b(content, digest_size=DIGEST_BYTES).hexdigest()
