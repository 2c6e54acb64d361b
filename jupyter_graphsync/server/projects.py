"""The REST routes about files: open one as a session, save a session to one."""

from __future__ import annotations

from ..projects.binding import Binding
from ..projects.homes import last_change
from ..sessions.session import GraphSession
from .bodies import LOAD, SAVE
from .handler import needs
from .rest import SessionHandlerBase


class LoadHandler(SessionHandlerBase):
    """`/sessions/{id}/load`."""

    @needs("write")
    async def post(self, session_id: str) -> None:
        """Open a file; the answer names the session, which need not be the one of the path."""
        body = self.read_body(LOAD)
        self.services.bucket(self._rate_key()).take()
        self.services.touch()
        binding = await self.services.projects.open(
            body.path,
            session_id,
            actor=self.services.actor_of(self.current_user),
            take=body.take,
        )
        self.services.autosave.start()
        session = await self.services.manager.get(binding.session_id)
        await self._tell(session, binding)

    async def _tell(self, session: GraphSession, binding: Binding) -> None:
        self.answer(
            {
                "success": True,
                "session_id": session.session_id,
                "seq": session.position.seq,
                "result": {"project": binding.told(await last_change(session))},
            }
        )


class SaveHandler(LoadHandler):
    """`/sessions/{id}/save`."""

    @needs("write")
    async def post(self, session_id: str) -> None:
        """Save a session to its file, or to another one."""
        body = self.read_body(SAVE)
        self.services.bucket(self._rate_key()).take()
        self.services.touch()
        session = await self.session(session_id)
        binding = await self.services.projects.save(
            session, body.path, actor=await self.actor(session), force=body.force
        )
        self.services.autosave.start()
        await self._tell(session, binding)
