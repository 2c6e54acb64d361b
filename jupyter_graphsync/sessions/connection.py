"""One client's link to a session: its ops come in, its cursor delivers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

import msgspec
from msgspec import UNSET

from ..decoding import decode_as, read_json, refusal
from ..domain.commands import CommandRegistry
from ..domain.commits import Position
from ..domain.errors import (
    BadRequest,
    Forbidden,
    GraphSyncError,
    InternalError,
    TooMuch,
)
from ..protocol import (
    OPS,
    PROTOCOL_VERSION,
    Client,
    ClientOp,
    Execute,
    MessageId,
    Ping,
    Pong,
    Presence,
    Problem,
    Redo,
    Reply,
    Resync,
    Role,
    Undo,
    Welcome,
    encode,
)
from .checks import check_command_id, check_presence
from .clock import new_command_id
from .cursor import Cursor, Transport
from .rate import TokenBucket
from .requests import CommandRequest, Outcome, ReversalRequest
from .room import actor_of
from .session import GraphSession

log = logging.getLogger(__name__)

May = Callable[[str], bool | Awaitable[bool]]
"""Tells whether the client may do an action (`read`, `write`) now."""

MAX_BAD_MESSAGES = 100
BAD_MESSAGES_SECONDS = 10.0
BESIDE_THE_LOOP = 128 * 2**10
"""Frames from this size on are decoded beside the event loop."""


class Connection:
    """A client in a session, whatever carries the frames.

    Parameters
    ----------
    may
        Asked at every op.
    version
        What the welcome says of the server.
    """

    def __init__(
        self,
        session: GraphSession,
        transport: Transport,
        client: Client,
        *,
        client_token: str,
        registry: CommandRegistry,
        bucket: TokenBucket,
        may: May,
        version: str,
    ) -> None:
        self.session = session
        self.client = client
        self._token = client_token
        self._registry = registry
        self._bucket = bucket
        self._may = may
        self._version = version
        self._cursor = Cursor(session, transport)
        self._bad: list[float] = []

    async def start(self, known: Position | None) -> None:
        """Join the room, and bring the client from a position it knows up to date.

        Nobody joins whose line was lost meanwhile, or whose session was put away.
        """
        role: Role = "editor" if await _settled(self._may("write")) else "reader"
        mode, after = await self.session.mode_for(known)
        if self._cursor.is_closed:
            return
        if self.session.farewell is not None:
            self.close(*self.session.farewell)
            return
        older = self.session.room.join(self.client, self._cursor)
        if older is not None:
            older.close(4510, "another socket took over this client")
        head = self.session.position
        welcome = Welcome(
            session_id=self.session.session_id,
            epoch=head.epoch,
            seq=head.seq,
            digest=head.digest,
            client_id=self.client.client_id,
            client_token=self._token,
            mode=mode,
            protocol=PROTOCOL_VERSION,
            server_version=self._version,
            settings=self.session.settings,
            limits=self.session.limits,
            clients=self.session.room.clients(),
            role=role,
        )
        self._cursor.start(encode(welcome), mode, after)

    def receive(self, text: bytes) -> Awaitable[None] | None:
        """Take one frame. Never raises; what cannot be read is answered, and stays without effect.

        Returns
        -------
        awaitable or None
            Something to wait for before the next frame is taken.
        """
        if len(text) > BESIDE_THE_LOOP:
            return self._receive_large(text)
        try:
            return self._take(self._decode(text))
        except Exception as error:
            self._complain(text, error)
        return None

    def refuse(self, error: GraphSyncError) -> None:
        """Answer a frame that was not even text."""
        self._complain(b"", error)

    def close(self, code: int, reason: str, retry_after_ms: int | None = None) -> None:
        """Close the connection from this side."""
        self._cursor.close(code, reason, retry_after_ms)

    def gone(self) -> None:
        """Note that the connection is closed; may be called more than once."""
        self._cursor.stop()
        self.session.room.leave(self.client.client_id, self._cursor)

    async def _receive_large(self, text: bytes) -> None:
        try:
            op = await asyncio.to_thread(self._decode, text)
            waiting = self._take(op)
            if waiting is not None:
                await waiting
        except Exception as error:
            self._complain(text, error)

    def _decode(self, text: bytes) -> tuple[ClientOp, Any]:
        try:
            value = read_json(text, max_depth=self.session.limits.max_json_depth)
            if not isinstance(value, dict):
                raise BadRequest("not-an-object", "a frame is one JSON object with an op")
        except BadRequest as error:
            raise BadRequest("bad-message", error.message, reason=error.code) from error
        op = decode_as(OPS, text)
        if not isinstance(op, Execute):
            return op, None
        try:
            command = self._registry.decode(op.command_type, bytes(op.arguments))
        except msgspec.ValidationError as error:
            raise refusal(error) from error
        return op, command

    def _take(self, decoded: tuple[ClientOp, Any]) -> Awaitable[None] | None:
        op, command = decoded
        action = "read" if isinstance(op, Presence | Ping | Resync) else "write"
        granted = self._may(action)
        if not isinstance(granted, bool):
            return self._take_when_granted(op, command, granted)
        self._act(op, command, granted)
        return None

    async def _take_when_granted(
        self, op: ClientOp, command: Any, granted: Awaitable[bool]
    ) -> None:
        try:
            self._act(op, command, await granted)
        except Exception as error:
            self._answer(_id_of(op), _as_told(error))

    def _act(self, op: ClientOp, command: Any, granted: bool) -> None:
        try:
            if not granted:
                raise Forbidden("read-only", "you may look at this session, not change it")
            match op:
                case Execute():
                    self._execute(op, command)
                case Undo() | Redo():
                    self._reverse(op)
                case Presence():
                    check_presence(op)
                    self.session.room.update(self.client.client_id, op)
                    self._acknowledge(op)
                case Resync():
                    self._cursor.resync()
                    self._acknowledge(op)
                case Ping():
                    self._cursor.reply(encode(Pong(id=_id_of(op))))
        except GraphSyncError as error:
            self._answer(_id_of(op), error)
            if isinstance(error, TooMuch) and self._bucket.exhausted:
                self.close(4013, "too many commands for too long", 10_000)

    def _execute(self, op: Execute, command: Any) -> None:
        check_command_id(op.command_id)
        self._bucket.take()
        self.session.submit(
            CommandRequest(
                command_id=op.command_id,
                actor=actor_of(self.client),
                respond=self._respond(_id_of(op)),
                command=command,
            )
        )

    def _reverse(self, op: Undo | Redo) -> None:
        command_id = new_command_id() if op.command_id is UNSET else op.command_id
        check_command_id(command_id)
        self._bucket.take()
        self.session.submit(
            ReversalRequest(
                command_id=command_id,
                actor=actor_of(self.client),
                respond=self._respond(_id_of(op)),
                direction="undo" if isinstance(op, Undo) else "redo",
                session_wide=op.scope == "session",
                force=op.force,
            )
        )

    def _respond(self, message_id: MessageId) -> Callable[[Outcome], None]:
        def respond(outcome: Outcome) -> None:
            if outcome.error is not None:
                self._answer(message_id, outcome.error)
            else:
                reply = Reply(id=message_id, ok=True, seq=outcome.seq, result=outcome.result)
                self._cursor.reply(encode(reply))

        return respond

    def _acknowledge(self, op: Presence | Resync) -> None:
        if op.id is not UNSET:
            self._cursor.reply(encode(Reply(id=op.id, ok=True)))

    def _answer(self, message_id: MessageId, error: GraphSyncError) -> None:
        reply = Reply(id=message_id, ok=False, error=Problem.of(error))
        self._cursor.reply(encode(reply))

    def _complain(self, text: bytes, error: Exception) -> None:
        """Answer a frame that could not be read; too many of them end the connection."""
        self._answer(_find_id(text), _as_told(error))
        now = monotonic()
        self._bad = [time for time in self._bad if now - time < BAD_MESSAGES_SECONDS] + [now]
        if len(self._bad) > MAX_BAD_MESSAGES:
            self.close(4500, "too many bad messages")


def _as_told(error: Exception) -> GraphSyncError:
    """Return what a sender is told of an error; a defect of ours, or of a command's, is logged."""
    if isinstance(error, GraphSyncError):
        return error
    log.error("a message could not be handled", exc_info=error)
    return InternalError("internal", "this is a defect; the server's log says more")


def _id_of(op: ClientOp) -> MessageId:
    if op.id is not UNSET:
        return op.id
    command_id = getattr(op, "command_id", None)
    return command_id if isinstance(command_id, str) else None


def _find_id(text: bytes) -> MessageId:
    """Find the id that a reply goes by in a frame that was refused; `None` where there is none."""
    try:
        op = msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(op, dict):
        return None
    for key in ("id", "command_id"):
        value = op.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) < 129:
            return value
    return None


async def _settled(granted: bool | Awaitable[bool]) -> bool:
    return granted if isinstance(granted, bool) else await granted
