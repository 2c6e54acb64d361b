"""A client of its own beside one's own: what it writes is in nobody's undo."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec

from ..domain.commands.base import Command
from ..domain.errors import Forbidden
from ..protocol import Presence, Welcome
from .address import session_path
from .errors import CannotConnect
from .frames import read_frame
from .transport import Transport


class SecondSelf:
    """Writes to a session as a client that has no connection, only a name.

    It joins for a moment to be known, and then asks over REST. Nobody holds its token, so nobody
    can take its commands back as their own; `undo(scope="session")` alone reaches them.

    Attributes
    ----------
    client_id
        Its id as actor; empty before it has joined.
    """

    def __init__(self, session_id: str, transport: Transport) -> None:
        self.client_id = ""
        self._session_id = session_id
        self._transport = transport
        self._token = ""

    async def execute(self, command: Command, *, name: str, command_id: str = "") -> None:
        """Execute a command under a name; raises what the server answers."""
        body = {
            "command_id": command_id or str(uuid.uuid4()),
            "command_type": command.command_type,
            "arguments": command.arguments(),
        }
        if not self._token:
            await self._join(name)
        try:
            await self._post(body)
        except Forbidden as error:
            if error.code != "forbidden":
                raise
            # Perhaps another server, which knows other clients.
            await self._join(name)
            await self._post(body)

    async def _post(self, body: dict[str, Any]) -> None:
        path = session_path(self._session_id, "/commands")
        await self._transport.request("POST", path, body, client_token=self._token)

    async def _join(self, name: str) -> None:
        socket = await self._transport.open({"session_id": self._session_id})
        try:
            frame = await socket.receive()
            welcome = next(iter(read_frame(frame)), None) if frame is not None else None
            if not isinstance(welcome, Welcome):
                raise CannotConnect("the server did not let a second client in; try again")
            self.client_id, self._token = welcome.client_id, welcome.client_token
            await socket.send(msgspec.json.encode(Presence(id="named", name=name)))
            # Its name is known once it has been acknowledged.
            while (frame := await socket.receive()) is not None and b'"named"' not in frame:
                pass
        finally:
            socket.close()
