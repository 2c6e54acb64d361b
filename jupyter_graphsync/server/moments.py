"""The REST routes about named moments, and about going back to one."""

from __future__ import annotations

from msgspec import UNSET

from ..domain.commands.whole import RestoreMomentCommand
from ..domain.errors import NotFound
from ..domain.settings import Moment
from ..sessions.clock import new_command_id, timestamp
from ..sessions.requests import CommandRequest, MomentRequest
from ..sessions.restoring import check_kept
from ..sessions.session import GraphSession
from .bodies import NAME_MOMENT, RESTORE
from .handler import needs
from .rest import SessionHandlerBase


class _Naming(SessionHandlerBase):
    async def change(self, session: GraphSession, seq: int, moment: Moment | None) -> None:
        self.services.bucket(self._rate_key()).take()
        self.services.touch()
        request = MomentRequest(
            command_id=new_command_id(), actor=await self.actor(session), seq=seq, moment=moment
        )
        with self.in_context(session):
            await session.perform(request)


class MomentsHandler(_Naming):
    """`/sessions/{id}/moments`."""

    @needs("read")
    async def get(self, session_id: str) -> None:
        """List the moments that have names."""
        session = await self.session(session_id)
        self.answer({"moments": session.settings.moments})

    @needs("write")
    async def post(self, session_id: str) -> None:
        """Name a moment; one that has a name gets the new one."""
        body = self.read_body(NAME_MOMENT)
        session = await self.session(session_id)
        seq = session.position.seq if body.seq is UNSET else body.seq
        await check_moment(session, seq)
        by = (await self.actor(session)).name
        moment = Moment(seq=seq, name=body.name, by=by, timestamp=timestamp())
        await self.change(session, seq, moment)
        self.answer(moment, status=201)


class MomentHandler(_Naming):
    """`/sessions/{id}/moments/{seq}`."""

    @needs("write")
    async def delete(self, session_id: str, seq: str) -> None:
        """Take a moment's name away; the moment stays."""
        session = await self.session(session_id)
        await self.change(session, int(seq), None)
        self.set_status(204)
        self.finish()


class RestoreHandler(SessionHandlerBase):
    """`/sessions/{id}/restore`."""

    @needs("write")
    async def post(self, session_id: str) -> None:
        """Make the graph, or some nodes of it, what they were: one command, which can be undone."""
        body = self.read_body(RESTORE)
        session = await self.session(session_id)
        actor = await self.actor(session)
        await check_moment(session, body.seq)
        _, past = await session.at(body.seq)
        request = CommandRequest(
            command_id=new_command_id() if body.command_id is UNSET else body.command_id,
            actor=actor,
            command=RestoreMomentCommand(past=past, seq=body.seq, node_ids=body.node_ids),
        )
        await self.perform(session, request)


async def check_moment(session: GraphSession, seq: int) -> None:
    """Refuse a moment that never was, or was compacted away.

    Raises
    ------
    NotFound
        `not-found`.
    """
    check_kept(seq, session.oldest)
    if await session.position_at(seq) is None:
        raise NotFound(
            "not-found", f"the session has {session.position.seq} commits, and no number {seq}"
        )
