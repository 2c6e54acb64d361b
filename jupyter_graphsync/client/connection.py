"""One client's connection to one session: it comes back until it is closed or refused for good."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import msgspec
from msgspec import UNSET

from ..domain.errors import GraphSyncError, TooLarge
from ..protocol import CLOSE_CODES, Bye, Execute, Ping, Pong, Presence, Redo, Reply, Resync, Undo
from .backoff import Backoff, Timing
from .errors import CannotConnect, ConnectionEnded, OutcomeUnknown
from .follower import Follower
from .frames import Received, read_frame
from .outbox import Outbox
from .transport import Socket, SocketClosed, Transport

log = logging.getLogger(__name__)
FIRST_FINAL_CODE = 4500
MAX_RESYNCS = 3


class Connection:
    """Carries ops to a session and keeps a follower fed, over as many sockets as it takes."""

    def __init__(
        self, session_id: str, transport: Transport, follower: Follower, *, timing: Timing
    ) -> None:
        self.session_id = session_id
        self.ended: GraphSyncError | None = None
        self._transport = transport
        self._follower = follower
        self._timing = timing
        self._outbox = Outbox()
        self._presence: bytes | None = None
        self._socket: Socket | None = None
        self._is_closing = False
        self._backoff = Backoff(timing)
        self._resyncs = 0
        self._trouble: GraphSyncError | None = None
        self._opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._task: asyncio.Task[None] | None = None
        self._sender: asyncio.Task[None] | None = None

    @property
    def is_live(self) -> bool:
        """Whether a socket is open and the replica in step."""
        return self._socket is not None and self._follower.in_step

    async def start(self, seconds: float) -> None:
        """Connect and wait until the replica is in step.

        Raises
        ------
        CannotConnect
            Nobody answers, or not within `seconds`.
        GraphSyncError
            The server refuses.
        """
        self._task = asyncio.create_task(self._run())
        done, _ = await asyncio.wait({self._opened}, timeout=seconds)
        if not done:
            await self.close()
            raise self._trouble or CannotConnect(
                f"the server did not let this client in within {seconds:g} s; try again"
            )
        self._opened.result()

    async def ask(self, op: Execute | Undo | Redo, *, seconds: float) -> Any:
        """Send an op; return its result once its commit is in the replica.

        Raises
        ------
        OutcomeUnknown
            It was sent, and there is no answer after `seconds`.
        CannotConnect
            It could not be sent in that time; it was withdrawn and has no effect.
        GraphSyncError
            The server refuses it, or the connection has ended.
        """
        if self.ended is not None:
            raise self.ended
        op_id = str(op.command_id)
        answer = self._outbox.ask(op_id, self._encoded(op))
        try:
            await asyncio.wait({answer}, timeout=seconds)
        except asyncio.CancelledError:
            self._outbox.withdraw(op_id)
            raise
        if not answer.done():
            raise self._no_answer(op_id, seconds)
        result = answer.result().result
        return None if result is UNSET else result

    def present(self, presence: Presence) -> None:
        """Tell the others who this is, now and after each reconnect."""
        self._presence = msgspec.json.encode(presence)
        self._outbox.say(self._presence)

    async def close(self) -> None:
        """Leave the session. Closing twice is no error."""
        self._is_closing = True
        if self._socket is not None:
            self._socket.close()
        if self._task is not None:
            # A moment for the closing handshake; a server that is gone does not answer it.
            await asyncio.wait({self._task}, timeout=1.0)
            self._task.cancel()
            await asyncio.wait({self._task})
        self._end(ConnectionEnded("this connection was closed; connect again to go on"))

    def _encoded(self, op: Execute | Undo | Redo) -> bytes:
        frame = msgspec.json.encode(op)
        limit = self._follower.limits.max_message_bytes
        if len(frame) > limit:
            raise TooLarge(
                "too-large",
                f"the command takes {len(frame)} bytes and the server reads {limit}; split it",
                limit=limit,
            )
        return frame

    def _no_answer(self, op_id: str, seconds: float) -> GraphSyncError:
        if self._outbox.withdraw(op_id):
            return CannotConnect(
                f"the server could not be reached for {seconds:g} s; the command was not sent "
                "and has changed nothing"
            )
        return OutcomeUnknown(op_id, seconds)

    async def _run(self) -> None:
        try:
            while not self._is_closing:
                await self._attempt()
                if not self._is_closing:
                    await asyncio.sleep(self._backoff.next_pause())
        except GraphSyncError as error:
            self._end(error)
        except Exception as error:
            log.exception("the connection to session %r broke", self.session_id)
            self._end(ConnectionEnded(f"the client failed ({error!r}); connect again"))

    async def _attempt(self) -> None:
        query = {"session_id": self.session_id, **self._follower.resume()}
        try:
            socket = await self._transport.open(query)
        except GraphSyncError as error:
            if not self._may_come_back(error):
                raise
            self._backoff.wait_at_least(error.details.get("retry_after_ms", 0))
            self._note(error)
            return
        self._socket = socket
        try:
            await self._converse(socket)
        except msgspec.MsgspecError as error:
            self._note(CannotConnect(f"the server sent what is no graph message: {error}"))
        finally:
            await self._hang_up(socket)
        self._judge(socket)

    def _may_come_back(self, error: GraphSyncError) -> bool:
        if isinstance(error, CannotConnect):
            return self._opened.done()
        # It may be the token that is refused: another server knows other clients. Who lost the
        # right to be here is refused without it, too.
        return error.may_retry or (error.code == "forbidden" and self._follower.drop_token())

    async def _converse(self, socket: Socket) -> None:
        while (frame := await self._hear(socket)) is not None:
            for message in read_frame(frame):
                self._receive(message)
                if self._follower.in_step and self._sender is None:
                    self._begin_sending(socket)
            if self._follower.take_request() and not await self._resync(socket):
                return

    async def _hear(self, socket: Socket) -> bytes | None:
        """Return the next frame; `None` where the socket is closed, or dead silent."""
        listening = asyncio.ensure_future(socket.receive())
        try:
            done, _ = await asyncio.wait({listening}, timeout=self._timing.quiet)
            # A server that owes a snapshot has said enough by its silence.
            if not done and self._follower.in_step:
                await socket.send(msgspec.json.encode(Ping(id="alive?")))
                done, _ = await asyncio.wait({listening}, timeout=self._timing.quiet)
            return listening.result() if done else None
        except SocketClosed:
            return None
        finally:
            listening.cancel()

    def _receive(self, message: Received) -> None:
        match message:
            case Reply() if self._follower.in_step:
                self._outbox.answer(message)
            case Reply():
                self._outbox.hold(message)
            case Bye():
                after = message.retry_after_ms
                self._backoff.wait_at_least(0 if after is UNSET else after)
            case Pong():
                pass  # that it came is all it says
            case _:
                self._follower.receive(message)
                if self._follower.in_step:
                    self._resyncs = 0
                    self._outbox.release()

    def _begin_sending(self, socket: Socket) -> None:
        self._backoff.succeeded()
        self._outbox.rewind()
        if self._presence is not None:
            self._outbox.say(self._presence)
        self._sender = asyncio.create_task(self._send(socket))
        if not self._opened.done():
            self._opened.set_result(None)

    async def _send(self, socket: Socket) -> None:
        try:
            while True:
                for frame in await self._outbox.unsent():
                    await socket.send(frame)
        except SocketClosed:
            return  # whoever reads the socket sees it too, and everything is sent again
        except Exception:
            log.exception("sending to session %r failed", self.session_id)
            socket.close()

    async def _resync(self, socket: Socket) -> bool:
        """Ask for a snapshot; tell whether it makes sense to go on with this socket."""
        self._resyncs += 1
        if self._resyncs > MAX_RESYNCS:
            self._follower.distrust()
            return False
        try:
            await socket.send(msgspec.json.encode(Resync()))
        except SocketClosed:
            return False
        return True

    async def _hang_up(self, socket: Socket) -> None:
        self._socket = None
        self._follower.disconnect()
        socket.close()
        sender, self._sender = self._sender, None
        if sender is not None:
            sender.cancel()
            await asyncio.wait({sender})

    def _judge(self, socket: Socket) -> None:
        """Decide by the close code whether to come back."""
        code = socket.close_code or 1006
        reason = socket.close_reason or CLOSE_CODES.get(code, "the connection broke")
        error = ConnectionEnded(
            f"the server closed the connection to session {self.session_id!r} "
            f"(code {code}): {reason}",
            close_code=code,
        )
        if FIRST_FINAL_CODE <= code < 5000:
            raise error
        self._note(error)

    def _note(self, error: GraphSyncError) -> None:
        log.info("session %r: %s", self.session_id, error)
        self._trouble = error

    def _end(self, error: GraphSyncError) -> None:
        if self.ended is not None:
            return
        self.ended = error
        self._outbox.fail(error)
        self._follower.end(error)
        if not self._opened.done():
            self._opened.set_exception(error)
            self._opened.exception()
