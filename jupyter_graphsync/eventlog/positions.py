"""Positions in a session's history, epoch by epoch."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from ..domain.commits import Position
from .cuts import cut_of, cuts_of
from .register import NOWHERE
from .tables import commits, epochs


def position_of(connection: Connection, key: int, seq: int) -> Position | None:
    """Return the position of a commit (0: the start of what the first commit belongs to).

    `None` where there is none, or where it was compacted away.
    """
    cut = cut_of(connection, key)
    if cut is not None and seq <= cut.position.seq:
        return cut.position if seq == cut.position.seq else None
    return _stored(connection, key, seq)


def position_before(connection: Connection, key: int, seq: int) -> Position:
    """Return what a commit has to follow: the commit before it, a cut, or the start of its epoch."""
    for start in starts_of(connection, key):
        if start.seq == seq - 1:
            return start
    for cut in cuts_of(connection, key):
        if cut.position.seq == seq - 1:
            return cut.position
    return _stored(connection, key, seq - 1) or NOWHERE


def _stored(connection: Connection, key: int, seq: int) -> Position | None:
    began = [start for start in starts_of(connection, key) if start.seq < max(seq, 1)]
    if not began:
        return None
    if seq == 0:
        return began[-1]
    digest = connection.scalar(
        select(commits.c.digest).where(commits.c.session == key, commits.c.seq == seq)
    )
    return Position(began[-1].epoch, seq, digest) if isinstance(digest, str) else None


def starts_of(connection: Connection, key: int) -> list[Position]:
    """Return the starts of a session's epochs, oldest first; passes over what cannot be read."""
    rows = connection.execute(
        select(epochs.c.epoch, epochs.c.first_seq)
        .where(epochs.c.session == key)
        .order_by(epochs.c.first_seq)
    ).all()
    return [
        Position.start(epoch, first_seq - 1)
        for epoch, first_seq in rows
        if isinstance(epoch, str) and isinstance(first_seq, int)
    ]


def last_seq(connection: Connection, key: int) -> int:
    """Return the number of the last commit in the table, whatever the head says."""
    return connection.scalar(select(func.max(commits.c.seq)).where(commits.c.session == key)) or 0
