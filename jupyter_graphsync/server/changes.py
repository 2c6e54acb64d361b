"""The REST routes that change a session's graph: commands, undo, redo."""

from __future__ import annotations

import asyncio

import msgspec
from msgspec import UNSET

from ..decoding import decode_as, refusal
from ..domain.commands import Command
from ..domain.commands.batch import BatchCommand
from ..sessions.clock import new_command_id
from ..sessions.requests import CommandRequest, ReversalRequest
from .bodies import REVERSE, RUN_COMMAND, RUN_COMMANDS, RunCommand
from .handler import needs
from .rest import SessionHandlerBase


class CommandsHandler(SessionHandlerBase):
    """`/sessions/{id}/commands`, and `/commands` with `X-Session-ID`."""

    @needs("read")
    async def get(self, session_id: str | None = None) -> None:
        """Return the catalogue of commands."""
        self.answer({"commands": self.services.registry.catalogue()})

    @needs("write")
    async def post(self, session_id: str | None = None) -> None:
        """Execute a command, or several as one batch."""
        session = await self.session(session_id)
        large = len(self._body) > 2**17
        decoded = await asyncio.to_thread(self._command) if large else self._command()
        command_id, command = decoded
        request = CommandRequest(
            command_id=command_id, actor=await self.actor(session), command=command
        )
        await self.perform(session, request)

    def _command(self) -> tuple[str, Command]:
        text = self.read_text()
        try:
            if text.lstrip()[:1] != b"[":
                body = decode_as(RUN_COMMAND, text)
                return _id_of(body), self._decoded(body)
            bodies = decode_as(RUN_COMMANDS, text)
            commands = [self._decoded(body) for body in bodies]
            # A batch is one command: it goes by the id of its first part.
            return _id_of(*bodies[:1]), BatchCommand(commands=commands)
        except msgspec.ValidationError as error:
            raise refusal(error) from error

    def _decoded(self, body: RunCommand) -> Command:
        return self.services.registry.decode(body.command_type, bytes(body.arguments))


class UndoHandler(SessionHandlerBase):
    """`/sessions/{id}/undo` and `/redo`."""

    def initialize(self, direction: str) -> None:
        """Take what the route says."""
        self._direction = direction

    @needs("write")
    async def post(self, session_id: str | None = None) -> None:
        """Undo or redo."""
        body = self.read_body(REVERSE)
        session = await self.session(session_id)
        request = ReversalRequest(
            command_id=new_command_id() if body.command_id is UNSET else body.command_id,
            actor=await self.actor(session),
            direction="undo" if self._direction == "undo" else "redo",
            session_wide=body.scope == "session",
            force=body.force,
        )
        await self.perform(session, request)


def _id_of(*bodies: RunCommand) -> str:
    given = bodies[0].command_id if bodies else UNSET
    return new_command_id() if given is UNSET else given
