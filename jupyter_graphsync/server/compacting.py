"""The REST route that shortens a session's history."""

from __future__ import annotations

from ..projects.retention import compact
from .bodies import COMPACT
from .handler import needs
from .rest import SessionHandlerBase


class CompactHandler(SessionHandlerBase):
    """`/sessions/{id}/compact`."""

    @needs("execute")
    async def post(self, session_id: str) -> None:
        """Forget the commits before a number; the moment before it is the oldest one then."""
        body = self.read_body(COMPACT)
        session = await self.session(session_id)
        self.services.touch()
        forgotten = await compact(session, body.before - 1)
        self.answer({"success": True, "forgotten": forgotten, "oldest_seq": session.oldest})
