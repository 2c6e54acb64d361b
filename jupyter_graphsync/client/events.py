"""What happens in a session, handed to those who listen."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, UnsetType

from ..domain.commits import Actor, Commit
from ..domain.events import EVENTS, Event
from .errors import EventsLost

if TYPE_CHECKING:
    from ..domain.errors import GraphSyncError

MAX_WAITING = 100_000
ANY = "*"
REPLACED = "replica:replaced"
"""Local, never on the wire: a snapshot took the graph's place, events between were not seen."""
NAMES = frozenset({REPLACED, *EVENTS})
FAMILIES = frozenset(name.partition(":")[0] + ":*" for name in NAMES)


class LiveEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event as a listener gets it.

    Attributes
    ----------
    event
        Its name, such as `graph:node-created`.
    payload
        Its fields as attributes, such as `payload.node_id`; `None` for `replica:replaced`.
    actor
        Who asked for it; `None` where nobody did.
    seq
        The commit that it belongs to; `None` for a passing event.
    """

    event: str
    payload: Any
    actor: Actor | None = None
    seq: int | None = None

    def fields(self) -> dict[str, Any]:
        """Return the payload as a dictionary, as it is on the wire."""
        built: dict[str, Any] = msgspec.to_builtins(self.payload) if self.payload else {}
        return built


Predicate = Callable[[LiveEvent], bool]


class Subscription:
    """A reader's place in the stream of events; belongs to one event loop.

    At most 100,000 events wait for a reader; beyond that they are dropped, and it is told so.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._waiting: deque[LiveEvent] = deque()
        self._error: GraphSyncError | None = None
        self._ended: GraphSyncError | None = None
        self._news = asyncio.Event()

    def put(self, event: LiveEvent) -> None:
        """Hand over an event, if it is one that the reader asked for."""
        if not is_meant(self.name, event.event):
            return
        if len(self._waiting) >= MAX_WAITING:
            self._waiting.clear()
            self._error = EventsLost(MAX_WAITING)
        self._waiting.append(event)
        self._news.set()

    def end(self, error: GraphSyncError) -> None:
        """Let `take` raise `error` once everything has been read."""
        self._ended = error
        self._news.set()

    async def take(self) -> list[LiveEvent]:
        """Wait until something happens; return all that did, in order.

        Raises
        ------
        EventsLost
            The reader fell too far behind; what came after goes on with the next call.
        GraphSyncError
            Nothing will happen any more, since the connection ended.
        """
        await self._news.wait()
        error, self._error = self._error, None
        if error is not None:
            raise error
        if not self._waiting and self._ended is not None:
            raise self._ended
        events = list(self._waiting)
        self._waiting.clear()
        if self._ended is None:
            self._news.clear()
        return events


class Hub:
    """Hands every event to every subscription, in the order of the session."""

    def __init__(self) -> None:
        self._subscriptions: list[Subscription] = []
        self._ended: GraphSyncError | None = None

    def subscribe(self, name: str = ANY) -> Subscription:
        """Open a subscription to one event, a family such as `graph:*`, or all with `*`."""
        subscription = Subscription(check_name(name))
        if self._ended is not None:
            subscription.end(self._ended)
        self._subscriptions.append(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Close a subscription."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)

    def publish_commit(self, commit: Commit) -> None:
        """Hand over the events of a commit."""
        for event in commit.events:
            self._publish(
                LiveEvent(event=event.event, payload=event, actor=commit.actor, seq=commit.seq)
            )

    def publish_passing(self, event: Event, actor: Actor | UnsetType) -> None:
        """Hand over a passing event."""
        known = None if actor is UNSET else actor
        self._publish(LiveEvent(event=event.event, payload=event, actor=known))

    def publish_replaced(self) -> None:
        """Say that a snapshot took the graph's place."""
        self._publish(LiveEvent(event=REPLACED, payload=None))

    def end(self, error: GraphSyncError) -> None:
        """Say that nothing will happen any more."""
        self._ended = error
        for subscription in list(self._subscriptions):
            subscription.end(error)

    def _publish(self, event: LiveEvent) -> None:
        for subscription in list(self._subscriptions):
            subscription.put(event)


def check_name(name: str) -> str:
    """Return the name of an event or of several; `ValueError` where there is no such event."""
    if name not in NAMES | FAMILIES | {ANY}:
        choice = ", ".join([*sorted(FAMILIES), *sorted(NAMES)])
        raise ValueError(f"there is no event {name!r}; choose '*' or one of {choice}")
    return name


def is_meant(name: str, event: str) -> bool:
    """Tell whether a name that was checked stands for an event."""
    return name in (ANY, event) or (name in FAMILIES and event.startswith(name[:-1]))
