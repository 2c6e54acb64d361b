"""What the views of one widget ask of the kernel: the module, connections, and who arranges."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..client.thread import LoopThread
from ..client.transport import Transport
from . import messages
from .messages import Alive, AskModule, Close, Frame, FromView, Open
from .pace import Pace
from .relay import Relay

MODULE = Path(__file__).parent.parent / "static" / "graphsync_single.js"
MAX_RELAYS = 16
"""Connections of one widget; above that, the view that was silent for longest loses its own."""

_pace = Pace()  # the server counts all that the kernel sends, whichever widget sends it


class Relays:
    """The connections that the views of one widget have through the kernel.

    They live in a thread of their own: what the server sends arrives while the kernel works; what
    a view sends waits until the kernel is free.

    Parameters
    ----------
    find
        Returns the way to the server.
    send
        Tells the widget's views; called in that thread.
    """

    def __init__(
        self, find: Callable[[], Transport], send: Callable[[dict[str, Any]], None]
    ) -> None:
        self._find = find
        self._send = send
        self._relays: dict[str, Relay] = {}
        self._sending: set[asyncio.Task[None]] = set()
        self._thread: LoopThread | None = None
        self._finalizer: Callable[[], Any] | None = None

    def hear(self, message: AskModule | Open | Frame | Alive | Close) -> None:
        """Do what a view asks for; returns before it is done."""
        if self._thread is None:
            self._thread = LoopThread("graphsync-relay")
            # No method of `self`: that would keep it alive. Runs at the end of the process, too.
            self._finalizer = weakref.finalize(self, _shut_down, self._thread, self._relays)
        self._thread.run(self._take(message))

    def close(self) -> None:
        """End all connections. Closing twice is no error."""
        if self._finalizer is not None:
            self._finalizer()

    async def _take(self, message: FromView) -> None:
        match message:
            case AskModule():
                task = asyncio.create_task(self._say(messages.module(MODULE.read_text("utf-8"))))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)
            case Open(id=relay_id, query=query):
                await self._open(relay_id, query)
            case Frame(id=relay_id, text=text) if relay := self._heard(relay_id):
                relay.send(text)
            case Alive(id=relay_id):
                self._heard(relay_id)
            case Close(id=relay_id) if relay := self._relays.get(relay_id):
                await relay.close()

    async def _open(self, relay_id: str, query: dict[str, str]) -> None:
        if relay_id in self._relays:
            return
        if len(self._relays) >= MAX_RELAYS:
            await next(iter(self._relays.values())).close()
        relay = Relay(relay_id, self._find, self._say)
        self._relays[relay_id] = relay
        relay.start(query, lambda: self._forget(relay_id))

    def _heard(self, relay_id: str) -> Relay | None:
        relay = self._relays.pop(relay_id, None)
        if relay is not None:
            # The order of the relays is the order in which their views were heard last.
            self._relays[relay_id] = relay
            relay.heard()
        return relay

    def _forget(self, relay_id: str) -> None:
        self._relays.pop(relay_id, None)

    async def _say(self, message: dict[str, Any]) -> None:
        self._send(message)
        await _pace.spend(len(message.get("text", "")))


def _shut_down(thread: LoopThread, relays: dict[str, Relay]) -> None:
    thread.close(_close_all(relays))


async def _close_all(relays: dict[str, Relay]) -> None:
    for relay in list(relays.values()):
        await relay.close()
