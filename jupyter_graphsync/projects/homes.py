"""Where a session is kept, as its own log tells: so a server that was started anew still knows."""

from __future__ import annotations

import msgspec

from ..domain.commits import CommitRecord, Position
from ..domain.events import ProjectLoaded, ProjectSaved
from ..eventlog.batch import is_load, is_save
from ..sessions.session import GraphSession

PAGE = 16
MAX_PAGE = 1_000
FAR = 5_000
"""So far back a session's last saving is looked for."""


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """The file that a session was last saved to, or began with.

    Attributes
    ----------
    content
        The hash of the file's text as the session wrote or read it.
    saved
        The last change of the graph that the file held then.
    """

    path: str
    content: str
    saved: Position


async def home_of(session: GraphSession) -> Home | None:
    """Return where a session is kept; `None` where its newest commits do not tell."""
    before = session.position.seq
    oldest = max(0, before - FAR)
    size = PAGE
    while before > oldest:
        after = max(oldest, before - size)
        for record in reversed(await session.commits(after, before - after)):
            if is_save(record.body) or is_load(record.body):
                return await _home(session, record)
        before, size = after, min(MAX_PAGE, size * 4)
    return None


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


async def _home(session: GraphSession, record: CommitRecord) -> Home | None:
    event = record.read_commit().events[-1]
    kept = record.read_notes().result
    if not isinstance(event, ProjectSaved | ProjectLoaded) or not kept or not kept.get("content"):
        return None
    saved = await _position(session, kept.get("saved_seq", record.seq))
    return Home(path=event.project_id, content=kept["content"], saved=saved)


async def _position(session: GraphSession, seq: int) -> Position:
    if seq == session.position.seq:
        return session.position
    return await session.position_at(seq) or Position.start(session.position.epoch)
