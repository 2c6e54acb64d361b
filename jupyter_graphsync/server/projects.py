"""The REST routes about files: open one as a session, save a session to one."""

from __future__ import annotations

from typing import Any

from ..domain.errors import Forbidden
from ..projects.binding import Binding
from ..projects.homes import last_change
from .bodies import LOAD, SAVE
from .handler import needs
from .rest import SessionHandlerBase


class ProjectHandlerBase(SessionHandlerBase):
    """A route that reads or writes files: it takes the right to do that by Jupyter itself, too."""

    async def begin(self, *actions: str) -> None:
        """Check the rights on files, and the rate."""
        for action in actions:
            if not await self.may(action, "contents"):
                raise Forbidden("forbidden", f"you have no right to {action} files here")
        self.services.bucket(self._rate_key()).take()
        self.services.touch()

    async def tell(self, binding: Binding) -> None:
        """Answer with the session, its file, and whether the file holds all of it."""
        self.services.autosave.start()
        session = await self.services.manager.get(binding.session_id)
        self.answer(
            {
                "success": True,
                "session_id": session.session_id,
                "path": binding.path,
                "project_id": binding.path,
                "seq": session.position.seq,
                "result": {"project": binding.told(await last_change(session))},
            }
        )


class LoadHandler(ProjectHandlerBase):
    """`/sessions/{id}/load`."""

    @needs("write")
    async def post(self, session_id: str) -> None:
        """Open a file; the answer names the session, which need not be the one of the path.

        Where a client token is given, it is one of the session in the path: what is taken of a
        changed file is that client's, and in its undo.
        """
        body = self.read_body(LOAD)
        changes = ["write"] if body.create or body.take else []
        await self.begin("read", *changes)
        binding = await self.services.projects.open(
            body.path,
            session_id,
            actor=await self._who(session_id),
            take=body.take,
            create=body.create,
        )
        await self.tell(binding)

    async def _who(self, session_id: str) -> Any:
        if "X-Client-Token" in self.request.headers:
            return await self.actor(await self.session(session_id))
        return self.services.actor_of(self.current_user)


class SaveHandler(ProjectHandlerBase):
    """`/sessions/{id}/save`."""

    @needs("write")
    async def post(self, session_id: str) -> None:
        """Save a session to its file, or to another one."""
        body = self.read_body(SAVE)
        await self.begin("write")
        session = await self.session(session_id)
        binding = await self.services.projects.save(
            session, body.path, actor=await self.actor(session), force=body.force
        )
        await self.tell(binding)
