"""Somebody in a session: sends ops over a socket, and keeps all that came back, in order."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import msgspec

from jupyter_graphsync.domain.commands import BUILT_IN, CommandRegistry
from jupyter_graphsync.domain.commits import Actor, Position
from jupyter_graphsync.protocol import Client
from jupyter_graphsync.sessions.connection import Connection, May
from jupyter_graphsync.sessions.rate import TokenBucket
from jupyter_graphsync.sessions.session import GraphSession

from .replica import Replica
from .sockets import Socket

REGISTRY = CommandRegistry(BUILT_IN)
_MESSAGES = msgspec.json.Decoder(list[msgspec.Raw])
_NUMBERS = itertools.count(1)


class Person:
    """One client, with one socket at a time.

    Attributes
    ----------
    messages
        Every message that was read from any of the sockets, in order.
    frames
        How many messages each frame held.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.client = Client(client_id=f"c-{name}", username=name, name=name.title())
        self.messages: list[dict[str, Any]] = []
        self.frames: list[int] = []
        self.replica = Replica()
        self.socket = Socket(self._read)

    @property
    def actor(self) -> Actor:
        """Who this is, as the commits tell it."""
        client = self.client
        return Actor(
            client_id=client.client_id,
            username=client.username,
            name=client.name,
            color=client.color,
            origin=client.origin,
        )

    async def join(
        self,
        session: GraphSession,
        known: Position | None = None,
        *,
        may: May = lambda action: True,
        bucket: TokenBucket | None = None,
        registry: CommandRegistry = REGISTRY,
    ) -> Person:
        """Connect with a new socket, and wait until everything has come."""
        self.connect(session, may=may, bucket=bucket, registry=registry)
        await self.connection.start(known)
        await self.in_step()
        return self

    def connect(
        self,
        session: GraphSession,
        *,
        may: May = lambda action: True,
        bucket: TokenBucket | None = None,
        registry: CommandRegistry = REGISTRY,
    ) -> None:
        """Make a connection with a new socket, not yet started."""
        self.socket = Socket(self._read)
        self.connection = Connection(
            session,
            self.socket,
            self.client,
            client_token=f"{self.client.client_id}.signed",
            registry=registry,
            bucket=bucket or TokenBucket(1e6, 1_000_000),
            may=may,
            version="1.2.3",
        )

    def cut(self) -> None:
        """Lose the line without a word."""
        self.socket.cut()
        self.connection.gone()

    async def in_step(self) -> None:
        """Wait until all has come that there is, and what comes next is handed on at once."""
        number = next(_NUMBERS)
        await self.send(op="ping", id=number)
        await self.until(lambda: {"type": "pong", "id": number} in self.messages)
        await self.until(lambda: self.replica.position == self.connection.session.position)

    async def until(self, check: Callable[[], bool]) -> None:
        """Wait until `check` holds."""
        await self.socket.until(check)

    async def send(self, **op: Any) -> None:
        """Send one op."""
        await self.send_text(msgspec.json.encode(op))

    async def send_text(self, text: bytes) -> None:
        """Send one frame."""
        waiting = self.connection.receive(text)
        if waiting is not None:
            await waiting

    async def begin(self, command_type: str, command_id: str = "", **arguments: Any) -> str:
        """Send a command, and do not wait for the answer."""
        command_id = command_id or f"{self.name}-{next(_NUMBERS)}"
        await self.send(
            op="execute", command_id=command_id, command_type=command_type, arguments=arguments
        )
        return command_id

    async def do(self, command_type: str, command_id: str = "", **arguments: Any) -> dict[str, Any]:
        """Send a command and return the reply."""
        seen = len(self.messages)
        return await self.reply(await self.begin(command_type, command_id, **arguments), seen)

    async def ask(self, op: str, **fields: Any) -> dict[str, Any]:
        """Send an op with an id, and return the reply."""
        seen, number = len(self.messages), f"op-{next(_NUMBERS)}"
        await self.send(op=op, id=number, **fields)
        return await self.reply(number, seen)

    async def reply(self, message_id: Any, after: int = 0) -> dict[str, Any]:
        """Wait for the reply to an op among the messages from number `after` on."""
        found: list[dict[str, Any]] = []

        def look() -> bool:
            found[:] = [
                message
                for message in self.messages[after:]
                if message["type"] == "reply" and message["id"] == message_id
            ]
            return bool(found)

        await self.until(look)
        return found[0]

    def of_type(self, *types: str) -> list[dict[str, Any]]:
        """Return the messages of some types, in order."""
        return [message for message in self.messages if message["type"] in types]

    def events(self, *prefixes: str) -> list[tuple[str, dict[str, Any]]]:
        """Return name and payload of all events, in the order of the wire, in commits or alone."""
        found = []
        for message in self.of_type("event", "commit"):
            found += [
                (record["event"], record["payload"])
                for record in message.get("events", [message])
                if record["event"].startswith(prefixes)
            ]
        return found

    def _read(self, payload: bytes) -> None:
        raws = _MESSAGES.decode(payload)
        self.frames.append(len(raws))
        for raw in raws:
            message = msgspec.json.decode(raw)
            self.replica.take(message["type"], bytes(raw))
            self.messages.append(message)
