"""What the synchronous face offers to those who want to know what happens."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ..domain.errors import GraphSyncError
from .async_graph import AsyncSharedGraph
from .blocking_stream import BlockingEventStream
from .callbacks import C, Callbacks, log
from .computer import Computer, F
from .computing import Rule
from .errors import EventsLost
from .events import ANY, Subscription

if TYPE_CHECKING:
    from .graph import SharedGraph

T = TypeVar("T")


class BlockingListening:
    """Callbacks, computed properties, and events to iterate over."""

    core: AsyncSharedGraph

    def __init__(self) -> None:
        self._callbacks = Callbacks()
        self._caller: threading.Thread | None = None
        self._computer: Computer | None = None

    @abstractmethod
    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run one of `core`'s coroutines and return its result."""

    @abstractmethod
    def _writable(self) -> SharedGraph:
        """Return the graph itself."""

    @overload
    def on(self, name: str, callback: C) -> C: ...

    @overload
    def on(self, name: str) -> Callable[[C], C]: ...

    def on(self, name: str, callback: Any = None) -> Any:
        """Call a function at an event, a family (`graph:*`), or all (`*`).

        They are called in the order of the session, one after the other, in a thread of their
        own, in which they may write; one that raises is logged. Without `callback` it is a
        decorator.
        """
        if callback is None:
            return lambda decorated: self.on(name, decorated)
        self._callbacks.add(name, callback)
        if self._caller is None:
            subscription = self.wait(self.core.subscribe())
            self._caller = threading.Thread(
                target=self._call, args=(subscription,), name="graphsync-callbacks", daemon=True
            )
            self._caller.start()
        return callback

    def off(self, callback: Callable[..., Any]) -> None:
        """Call a function no more, be it one of `on` or of `computed`."""
        self._callbacks.remove(callback)
        if self._computer is not None:
            self._computer.remove(callback)

    def computed(self, blueprint: str, property_id: str) -> Callable[[F], F]:
        """Compute a property of all nodes of a type, now and whenever what was read changes.

        Decorates a function of a node (a handle that only reads), which returns the value. What
        it reads by the node, by other nodes that it reaches from there, and by `node.graph`, is
        what the value follows; what it knows otherwise is not noticed. Several changes at once
        are computed once. An older function for the same property is replaced.

        Values are written by a client of their own, "… (computed)": an ordinary command that is
        in nobody's undo, `scope="session"` excepted. Writing over one holds until what it follows
        changes. They are computed while this graph is open, in a thread of their own; functions
        that raise are logged, and the value stays.

        Raises
        ------
        ComputedLoop
            A value follows from itself; it is computed no more. Later it is logged.
        """

        def decorate(function: F) -> F:
            if self._computer is None:
                self._computer = Computer(self._writable())
            self._computer.add(Rule(blueprint, property_id, function))
            return function

        return decorate

    def events(self, name: str = ANY, *, timeout: float | None = None) -> BlockingEventStream:
        """Iterate over what happens from now on.

        The iteration ends with the connection, or after `timeout` seconds in which nothing
        happened.
        """
        return BlockingEventStream(
            self._writable(), self.wait(self.core.open_events(name)), timeout
        )

    def _call(self, subscription: Subscription) -> None:
        while True:
            try:
                events = self.wait(subscription.take())
            except EventsLost as error:
                log.warning("%s", error)
                continue
            except GraphSyncError:
                return  # the connection has ended
            for event in events:
                self._callbacks.call(event)
