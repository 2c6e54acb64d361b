"""What is known of a file that a session is kept in."""

from __future__ import annotations

from typing import Any

import msgspec

from ..domain.commits import Position
from ..eventlog.batch import is_save
from ..sessions.session import GraphSession
from .files import Stamp

PAGE = 16


class Binding(msgspec.Struct, kw_only=True):
    """A session and its file.

    Attributes
    ----------
    stamp
        The file as it was last read or written here; `None` where there is none any more.
    saved
        The last change of the graph that the file holds.
    problem
        Why it could not be saved, in a sentence; empty where it could.
    """

    path: str
    session_id: str
    stamp: Stamp | None
    saved: Position
    saved_at: str = ""
    problem: str = ""
    next_try: float = 0.0
    tries: int = 0

    def told(self, changed: Position) -> dict[str, Any]:
        """Return what is told of the file, beside a session whose last change is `changed`."""
        return {
            "path": self.path,
            "is_dirty": self.stamp is None or changed != self.saved,
            "saved_seq": self.saved.seq,
            "saved_at": self.saved_at,
            "problem": self.problem,
        }


async def last_change(session: GraphSession, up_to: int | None = None) -> Position:
    """Return the last commit, up to a number, that changed graph or settings: one that is no save."""
    seq = session.position.seq if up_to is None else up_to
    while seq > 0:
        after = max(0, seq - PAGE)
        for record in reversed(await session.commits(after, seq - after)):
            if not is_save(record.body):
                return await _position(session, record.seq)
        seq = after
    return await _position(session, 0)


async def _position(session: GraphSession, seq: int) -> Position:
    if seq == session.position.seq:
        return session.position
    return await session.position_at(seq) or Position.start(session.position.epoch)
