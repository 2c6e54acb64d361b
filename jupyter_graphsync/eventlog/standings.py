"""Where sessions stand, by one question for all of them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.engine import Connection

from .news import ENDED, Standing
from .tables import sessions


def standings_of(connection: Connection, session_ids: Iterable[str]) -> dict[str, Standing]:
    """Return where sessions stand; one that was ended, or is not there, as `ENDED`."""
    found = dict.fromkeys(session_ids, ENDED)
    if found:
        wanted = select(sessions.c.session_id, sessions.c.seq, sessions.c.digest).where(
            sessions.c.session_id.in_(found), sessions.c.ended.is_(None)
        )
        for session_id, seq, digest in connection.execute(wanted):
            found[session_id] = Standing(seq, digest)
    return found
