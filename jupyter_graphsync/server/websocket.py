"""`GET {base_url}graphsync/ws`: a client joins a session."""

from __future__ import annotations

import asyncio
import logging
import socket
from inspect import isawaitable
from time import monotonic
from typing import Any

from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado.ioloop import PeriodicCallback
from tornado.iostream import IOStream, SSLIOStream, StreamClosedError
from tornado.websocket import WebSocketHandler

from ..domain.commits import Origin, Position
from ..domain.errors import BadRequest, Forbidden, GraphSyncError
from ..protocol import SUBPROTOCOL
from ..sessions.connection import Connection
from ..sessions.frame import Frame
from ..sessions.manager import check_session_id
from ..sessions.session import GraphSession
from .handler import ErrorsAsJson

log = logging.getLogger(__name__)

RIGHTS_SECONDS = 3.0
FULL_RETRY_MS = 5_000
SEND_BUFFER = 2**18
"""Bytes that the kernel holds for one connection: left alone it is megabytes for a slow reader,
and a ping waits behind them."""


class SocketTransport:
    """Sends frames on a WebSocket; straight to its socket where nothing waits.

    TLS connections, and whatever the kernel does not take at once, go the ordinary way.
    """

    def __init__(self, handler: WebSocketHandler, stream: IOStream) -> None:
        self._handler = handler
        self._stream = stream
        self._straight = not isinstance(stream, SSLIOStream)
        self._written: asyncio.Future[None] | None = None
        self.sent = 0
        """How many frames were sent: a reader however slow makes it grow."""

    @property
    def is_busy(self) -> bool:
        """Whether something waits to be sent."""
        return self._stream.writing()

    def send(self, frame: Frame) -> bool:
        """Send a frame; tell whether the connection is idle again."""
        stream = self._stream
        if stream.closed():
            raise ConnectionError("the connection is closed")
        self.sent += 1
        rest: bytes | memoryview = frame.wire
        if self._straight and not stream.writing():
            rest = self._send_straight(frame.wire)
            if not rest:
                return True
        self._written = stream.write(rest)
        return not stream.writing()

    async def drained(self) -> None:
        """Return when nothing waits to be sent."""
        while self._stream.writing() and self._written is not None:
            try:
                await asyncio.shield(self._written)
            except StreamClosedError as error:
                raise ConnectionError("the connection is closed") from error
            if self._written.done() and self._stream.writing():
                # Something else, a pong say, is on its way.
                self._written = self._stream.write(b"")
        if self._stream.closed():
            raise ConnectionError("the connection is closed")

    def close(self, code: int, reason: str) -> None:
        """Close the connection; a peer that does not answer is cut off after a while."""
        self._handler.close(code, reason)

    def _send_straight(self, wire: bytes) -> memoryview:
        try:
            sent = self._stream.socket.send(wire)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except OSError as error:
            self._stream.close()
            raise ConnectionError("the connection is closed") from error
        return memoryview(wire)[sent:]


class SessionSocketHandler(  # type: ignore[misc]
    ErrorsAsJson, WebSocketMixin, WebSocketHandler, JupyterHandler
):
    """One client's WebSocket."""

    _session: GraphSession
    _transport: SocketTransport
    _connection: Connection | None = None
    _heart: PeriodicCallback | None = None
    _guard: PeriodicCallback | None = None
    _known: Position | None = None
    _counted = False
    _heard = 0.0
    _sent_then = 0

    # Ours is the heartbeat: Jupyter's counts milliseconds where Tornado's counts seconds.
    ping_interval = 0
    ping_timeout = 0

    @property
    def max_message_size(self) -> int:
        """Larger messages close the connection with 1009."""
        return self.services.limits.max_message_bytes

    def get_compression_options(self) -> None:
        """Compression costs more than it saves for small frames."""

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """Choose ours where the client offers it."""
        return SUBPROTOCOL if SUBPROTOCOL in subprotocols else None

    @ws_authenticated
    async def get(self, *args: Any, **kwargs: Any) -> None:
        """Check everything that can be checked before the upgrade."""
        await self.require("read")
        self._check_handshake()
        self._session = await self.services.manager.get(self._one_argument("session_id"))
        self._known = self._position()
        self._token = self.get_query_argument("client_token", "") or None
        if self._token:
            (await self.services.tokens(self._session.session_id)).read(self._token)
        await super().get(*args, **kwargs)

    async def open(self, *args: Any, **kwargs: Any) -> None:
        """Let the client in."""
        protocol: Any = self.ws_connection
        stream: IOStream = protocol.stream
        stream.set_nodelay(True)
        stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        offered = self.request.headers.get("Sec-WebSocket-Protocol")
        if offered and self.selected_subprotocol is None:
            self.close(4506, f"this server speaks {SUBPROTOCOL}")
            return
        client, token = await self.services.client(
            self._session, self._token, self.current_user, self._origin()
        )
        self._transport = SocketTransport(self, stream)
        self._connection = Connection(
            self._session,
            self._transport,
            client,
            client_token=token,
            registry=self.services.registry,
            bucket=self.services.bucket(client.client_id),
            may=self._may_now,
            version=self.services.version,
        )
        if self._is_full(client.client_id):
            self._connection.close(4407, "the session is full", FULL_RETRY_MS)
            return
        self.services.connections += 1
        self._counted = True
        try:
            await self._connection.start(self._known)
            await self.services.keep_in_file(self._session)
        except Exception as error:
            # Tornado would cut the line, and never say that it is closed.
            if not isinstance(error, GraphSyncError):
                log.exception("a client could not join")
            self._connection.close(4014, "the session cannot be joined now; come back")
            return
        limits = self.services.limits
        self._heart = PeriodicCallback(self._beat, limits.heartbeat * 1000)
        self._guard = PeriodicCallback(self._check_rights, RIGHTS_SECONDS * 1000)
        self._heart.start()
        self._guard.start()

    def on_message(self, message: str | bytes) -> Any:
        """Hand a frame to the connection; never raises, since Tornado would cut the line."""
        self._heard = monotonic()
        connection = self._connection
        if connection is None:
            return None
        if isinstance(message, bytes):
            connection.refuse(
                BadRequest("binary-unsupported", "send text frames; binary ones are not read")
            )
            return None
        return connection.receive(message.encode())

    def on_pong(self, data: bytes) -> None:
        """Note that the peer is there."""
        self._heard = monotonic()

    def on_close(self) -> None:
        """Let the client go."""
        for callback in (self._heart, self._guard):
            if callback is not None:
                callback.stop()
        if self._counted:
            self.services.connections -= 1
            self._counted = False
        if self._connection is not None:
            self._connection.gone()

    def _check_handshake(self) -> None:
        """Refuse what Tornado would, but before any session is looked for, and as JSON."""
        headers = self.request.headers
        if (
            headers.get("Upgrade", "").lower() != "websocket"
            or "upgrade" not in headers.get("Connection", "").lower()
            or not headers.get("Sec-WebSocket-Key")
        ):
            raise BadRequest("bad-message", "this address is for WebSockets alone")
        origin = headers.get("Origin")
        if origin is not None and not self.check_origin(origin):
            raise Forbidden("forbidden", "this is not allowed from here")

    def _one_argument(self, name: str) -> str:
        values = self.get_query_arguments(name, strip=False)
        if not values and name == "session_id":
            values = self.request.headers.get_list("X-Session-ID")
        if len(values) != 1:
            raise BadRequest(
                "bad-session-id", f"give {name} once, not {len(values)} times", field=name
            )
        check_session_id(values[0])
        return values[0]

    def _position(self) -> Position | None:
        """Return the position that the client says it knows; a malformed one counts as none."""
        epoch = self.get_query_argument("epoch", "")
        since = self.get_query_argument("since", "")
        digest = self.get_query_argument("digest", "")
        if since == "0" and not (epoch and digest):
            return Position.start(self._session.position.epoch)
        if not (epoch and digest and _is_number(since)):
            return None
        return Position(epoch, int(since), digest)

    def _origin(self) -> Origin:
        # A browser cannot set this header on a WebSocket.
        is_kernel = self.request.headers.get("X-Graphsync-Origin") == "kernel"
        return "kernel" if is_kernel else "browser"

    def _is_full(self, client_id: str) -> bool:
        limits, room = self.services.limits, self._session.room
        return self.services.connections >= limits.max_connections or (
            room.client_count >= limits.max_clients
            and all(client.client_id != client_id for client in room.clients())
        )

    def _may_now(self, action: str) -> Any:
        if action == "write":
            # Commands are activity; the pings of a tab that somebody left open are not.
            self.services.touch()
        granted = self.settings["authorizer"].is_authorized(
            self, self.current_user, action, "graphsync"
        )
        return granted if isawaitable(granted) else bool(granted)

    def _beat(self) -> None:
        if self.ws_connection is None or self.ws_connection.is_closing():
            return
        self.ping(b"")
        timeout = self.services.limits.heartbeat_timeout
        asyncio.get_running_loop().call_later(timeout, self._check_pulse, monotonic())

    def _check_pulse(self, pinged: float) -> None:
        # On a slow line the ping waits behind what is being read.
        is_reading = self._transport.is_busy and self._transport.sent > self._sent_then
        self._sent_then = self._transport.sent
        if self._heard < pinged and not is_reading and self._connection is not None:
            self._connection.close(4009, "no heartbeat")

    async def _check_rights(self) -> None:
        """Close the connection of somebody who lost login or right."""
        connection = self._connection
        if connection is None:
            return
        # Identity providers remember on a handler who asked: another one asks anew.
        user = self.identity_provider.get_user(JupyterHandler(self.application, self.request))
        user = await user if isawaitable(user) else user
        if user is None:
            connection.close(4501, "the login is gone")
        elif not await self.may("read"):
            connection.close(4503, "the right is gone")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16
