"""Events as something to iterate over, in code that waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import ConnectionEnded
from .events import LiveEvent
from .stream import EventStream

if TYPE_CHECKING:
    from .graph import SharedGraph


class BlockingEventStream:
    """What happens from now on, one event after the other; `with` or `close` ends it."""

    def __init__(self, graph: SharedGraph, stream: EventStream, timeout: float | None) -> None:
        self._graph = graph
        self._stream = stream
        self._timeout = timeout

    def close(self) -> None:
        """Take no more events in."""
        self._stream.close()

    def __enter__(self) -> BlockingEventStream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> BlockingEventStream:
        return self

    def __next__(self) -> LiveEvent:
        try:
            event = self._graph.wait(self._stream.next_or_end(self._timeout))
        except ConnectionEnded:
            raise StopIteration from None
        if event is None:
            raise StopIteration
        return event
