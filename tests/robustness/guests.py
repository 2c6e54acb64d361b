"""Somebody in a session who loses the line, sends again, and has everything recorded."""

from __future__ import annotations

from typing import Any

import msgspec
from sessions.people import Person
from sessions.replica import Replica

from jupyter_graphsync.domain.commits import Position
from jupyter_graphsync.sessions.session import GraphSession

from .recording import TRY_AGAIN, Recorder, Sight

Op = dict[str, Any]


class Guest(Person):
    """A person who sends every op, under its id, until it is answered for good.

    Attributes
    ----------
    server
        The name of the server that this guest is connected to; "" while the line is cut.
    waiting
        Ops by command id that were not answered for good.
    done
        Those that were acknowledged.
    """

    def __init__(self, name: str, recorder: Recorder) -> None:
        super().__init__(name)
        self.replica = _Watched(self)
        self.server = ""
        self.waiting: dict[str, Op] = {}
        self.done: dict[str, Op] = {}
        self._recorder = recorder
        self._sent: set[str] = set()
        self._count = 0

    @property
    def is_here(self) -> bool:
        """Whether the line is up, as far as this guest knows."""
        return bool(self.server) and self.socket.closed is None

    async def plan(self, **op: Any) -> None:
        """Have one more op to send, and send it if the line is up."""
        self._count += 1
        command_id = f"{self.name}-{self._count}"
        self.waiting[command_id] = {**op, "command_id": command_id}
        await self.send_waiting()

    async def send_waiting(self) -> None:
        """Send what was not sent on this line yet."""
        for command_id, op in list(self.waiting.items()):
            if self.is_here and command_id not in self._sent:
                self._sent.add(command_id)
                await self.send_once(op)

    async def send_once(self, op: Op) -> None:
        """Send an op, perhaps not for the first time."""
        self._recorder.sends(self.name, op["command_id"])
        await self.send(**op)

    async def come(self, session: GraphSession, server: str) -> None:
        """Connect to a session, going on from what is known."""
        self.connect(session)
        self.server = server
        self._sent.clear()
        await self.connection.start(self.replica.position)
        await self.send_waiting()

    def lose(self) -> None:
        """Lose the line."""
        if self.server:
            self.cut()
        self.server = ""

    def hear(self, reply: dict[str, Any]) -> None:
        """Take note of an answer."""
        command_id = reply["id"]
        if command_id not in self.waiting | self.done:
            return
        if reply["ok"]:
            self._recorder.acknowledged(self.name, command_id, reply["seq"])
            self.done[command_id] = self.waiting.pop(command_id, None) or self.done[command_id]
            return
        code = reply["error"]["code"]
        self._recorder.refused(self.name, command_id, code)
        if code in TRY_AGAIN:
            self._sent.discard(command_id)
        else:
            self.waiting.pop(command_id, None)

    def see(self, position: Position, what: Sight) -> None:
        """Take note of what has come."""
        self._recorder.sees(self.name, position.seq, position.digest, what)


class _Watched(Replica):
    """A replica whose owner is told of all that it takes."""

    def __init__(self, owner: Guest) -> None:
        super().__init__()
        self._owner = owner

    def take(self, kind: str, text: bytes) -> None:
        super().take(kind, text)
        if kind == "reply":
            self._owner.hear(msgspec.json.decode(text))
        elif kind == "welcome":
            self._owner.see(self.head, "head")
        elif kind == "commit":
            self._owner.see(self.position, "commit")
        elif kind == "snapshot" and self.position is not None:
            self._owner.see(self.position, "whole")
