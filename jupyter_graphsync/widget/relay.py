"""A view's connection to the server through the kernel, where its browser cannot reach it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import msgspec

from ..client.transport import Socket, SocketClosed, Transport
from ..domain.errors import GraphSyncError
from ..protocol import Ping
from . import messages

PART_LETTERS = 128 * 2**10
"""A frame may be larger than what a front end takes in one message."""

PING_SECONDS = 10.0
BROKEN = 1006
"""What a browser's own WebSocket says where it was not opened, or broke; the view tries again."""

QUIET_SECONDS = 300.0
"""A view says every 20 seconds that it is there, but a kernel that works hears it only later."""

Say = Callable[[dict[str, Any]], Awaitable[None]]


class Relay:
    """Carries frames both ways between one view and the server, until one of them closes.

    Parameters
    ----------
    relay_id
        The view's name for it.
    find
        Returns the way to the server; asked at the start, so that a server may come later.
    say
        Tells the widget's views.
    """

    def __init__(self, relay_id: str, find: Callable[[], Transport], say: Say) -> None:
        self._id = relay_id
        self._find = find
        self._say = say
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._patience: asyncio.TimerHandle | None = None

    def start(self, query: Mapping[str, str], ended: Callable[[], None]) -> None:
        """Open the connection; `ended` is called once it is no more, whoever ended it."""
        self._task = asyncio.create_task(self._run(query))
        self._task.add_done_callback(lambda _: ended())
        self.heard()

    def heard(self) -> None:
        """Take note that the view is there; where that is not said for long, it is gone."""
        self._forget_patience()
        self._patience = asyncio.get_running_loop().call_later(QUIET_SECONDS, self._cancel)

    def send(self, text: str) -> None:
        """Send a frame to the server, after those before it."""
        self._waiting.put_nowait(text.encode())

    async def close(self) -> None:
        """End it. Closing twice is no error."""
        self._cancel()
        if self._task is not None:
            await asyncio.wait({self._task})

    def _cancel(self) -> None:
        self._forget_patience()
        if self._task is not None:
            self._task.cancel()

    def _forget_patience(self) -> None:
        if self._patience is not None:
            self._patience.cancel()

    async def _run(self, query: Mapping[str, str]) -> None:
        code, reason = BROKEN, "the kernel ended the connection"
        try:
            socket = await self._find().open(query)
            await self._converse(socket)
            code, reason = socket.close_code or BROKEN, socket.close_reason
        except GraphSyncError as error:
            reason = str(error)
        finally:
            self._forget_patience()
            await self._say(messages.closed(self._id, code, reason))

    async def _converse(self, socket: Socket) -> None:
        carrying = [
            asyncio.create_task(self._send(socket)),
            asyncio.create_task(self._ping(socket)),
        ]
        try:
            await self._say(messages.opened(self._id))
            while (frame := await socket.receive()) is not None:
                for message in _parts(self._id, frame.decode()):
                    await self._say(message)
        finally:
            socket.close()
            for task in carrying:
                task.cancel()
            await asyncio.gather(*carrying, return_exceptions=True)

    async def _send(self, socket: Socket) -> None:
        try:
            while True:
                await socket.send(await self._waiting.get())
        except SocketClosed:
            return  # whoever reads the socket sees it too

    async def _ping(self, socket: Socket) -> None:
        # While the kernel works, the view's own pings wait. The answers to these do not: they
        # tell the view that server and kernel are there.
        try:
            while True:
                await asyncio.sleep(PING_SECONDS)
                await socket.send(msgspec.json.encode(Ping(id="relay")))
        except SocketClosed:
            return


def _parts(relay_id: str, text: str) -> Iterator[dict[str, Any]]:
    for at in range(0, len(text), PART_LETTERS):
        last = at + PART_LETTERS >= len(text)
        yield messages.frame(relay_id, text[at : at + PART_LETTERS], more=not last)
