"""Events as something to iterate over."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import Any, TypeVar

from ..domain.errors import GraphSyncError
from .errors import EventsLost
from .events import Hub, LiveEvent, Predicate

T = TypeVar("T")


class EventStream:
    """What happens from now on, one event after the other; `with` or `close` ends it.

    It ends by itself when the connection does, or after `timeout` seconds without an event.
    """

    def __init__(self, hub: Hub, name: str, timeout: float | None) -> None:
        self._hub = hub
        self._subscription = hub.subscribe(name)
        self._timeout = timeout
        self._read: deque[LiveEvent] = deque()

    def close(self) -> None:
        """Take no more events in."""
        self._hub.unsubscribe(self._subscription)

    async def next(self, timeout: float | None) -> LiveEvent:
        """Return the next event.

        Raises
        ------
        TimeoutError
            None came within `timeout` seconds.
        EventsLost
            This reader fell too far behind; the next call goes on.
        GraphSyncError
            The connection has ended.
        """
        if not self._read:
            self._read.extend(await _within(timeout, self._subscription.take()))
        return self._read.popleft()

    async def find(self, predicate: Predicate | None, timeout: float | None) -> LiveEvent:
        """Return the next event of which `predicate` holds; `TimeoutError` as `next`."""
        return await _within(timeout, self._find(predicate))

    async def _find(self, predicate: Predicate | None) -> LiveEvent:
        while True:
            event = await self.next(None)
            if predicate is None or predicate(event):
                return event

    def __enter__(self) -> EventStream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __aiter__(self) -> EventStream:
        return self

    async def __anext__(self) -> LiveEvent:
        event = await self.next_or_end(self._timeout)
        if event is None:
            raise StopAsyncIteration
        return event

    async def next_or_end(self, timeout: float | None) -> LiveEvent | None:
        """Return the next event, or `None` where `next` says that there is none."""
        try:
            return await self.next(timeout)
        except EventsLost:
            raise
        except (TimeoutError, GraphSyncError):
            self.close()
            return None


async def _within(timeout: float | None, awaited: Coroutine[Any, Any, T]) -> T:
    try:
        return await asyncio.wait_for(awaited, timeout)
    except asyncio.TimeoutError:
        raise TimeoutError(f"what was waited for did not happen within {timeout:g} s") from None
