"""What the asynchronous face offers to those who want to know what happens."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import Any, overload

from ..domain.errors import GraphSyncError
from .callbacks import C, Callback, Callbacks, log, report
from .errors import EventsLost
from .events import ANY, Hub, LiveEvent, Predicate, Subscription
from .stream import EventStream


class Listening:
    """Callbacks, and events to iterate over and to wait for."""

    def __init__(self) -> None:
        self._hub = Hub()
        self._callbacks = Callbacks()
        self._calling: asyncio.Task[None] | None = None

    @overload
    def on(self, name: str, callback: C) -> C: ...

    @overload
    def on(self, name: str) -> Callable[[C], C]: ...

    def on(self, name: str, callback: Any = None) -> Any:
        """Call a function, plain or async, at an event, a family (`graph:*`), or all (`*`).

        They are called in the order of the session, one after the other, on this event loop; one
        that raises is logged. Without `callback` it is a decorator.
        """
        if callback is None:
            return lambda decorated: self.on(name, decorated)
        self._callbacks.add(name, callback)
        if self._calling is None:
            self._calling = asyncio.create_task(self._call(self._hub.subscribe()))
        return callback

    def off(self, callback: Callback) -> None:
        """Call a function no more."""
        self._callbacks.remove(callback)

    def events(self, name: str = ANY, *, timeout: float | None = None) -> EventStream:
        """Iterate with `async for` over what happens from now on.

        The iteration ends with the connection, or after `timeout` seconds in which nothing
        happened.
        """
        return EventStream(self._hub, name, timeout)

    async def open_events(self, name: str) -> EventStream:
        """Return what `events` does, made in this event loop."""
        return EventStream(self._hub, name, None)

    async def subscribe(self) -> Subscription:
        """Return a subscription to all events, for whoever calls callbacks."""
        return self._hub.subscribe()

    async def wait_for(
        self, name: str = ANY, predicate: Predicate | None = None, *, timeout: float | None = None
    ) -> LiveEvent:
        """Wait for the next event of a name of which `predicate` holds.

        Raises
        ------
        TimeoutError
            It did not happen within `timeout` seconds.
        """
        with self.events(name) as stream:
            return await stream.find(predicate, timeout)

    async def end_callbacks(self) -> None:
        """Wait for the callbacks of what has happened; called once the connection has ended."""
        calling, self._calling = self._calling, None
        if calling is not None and calling is not asyncio.current_task():
            await asyncio.wait({calling})

    async def _call(self, subscription: Subscription) -> None:
        while True:
            try:
                events = await subscription.take()
            except EventsLost as error:
                log.warning("%s", error)
                continue
            except GraphSyncError:
                return  # the connection has ended
            for event in events:
                for callback in self._callbacks.matching(event):
                    await _call_one(callback, event)


async def _call_one(callback: Callable[[LiveEvent], Any], event: LiveEvent) -> None:
    try:
        answer = callback(event)
        if inspect.isawaitable(answer):
            await answer
    except Exception as error:
        report(error, callback, event)
