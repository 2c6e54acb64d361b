"""Everyone who is connected to one session."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from msgspec import UNSET

from ..domain.commits import Actor
from ..domain.events import SessionConnected, SessionDisconnected, SessionPresence
from ..protocol import Client, Presence, encode_event
from .clock import timestamp
from .cursor import Cursor
from .frame import Frame

MAX_KNOWN = 1_000
_PRESENCE_FIELDS = ("selection", "pointer", "dragging", "editing", "name", "color")
_PASSING: dict[str, Any] = {"selection": [], "pointer": None, "dragging": {}, "editing": None}


class Room:
    """The connections of a session, one for each client, and what their people do.

    Parameters
    ----------
    presence_rate
        How many presence messages a second the room gets at most; changes are joined.

    Attributes
    ----------
    revision
        Grows with every change of who is here and what they do.
    """

    def __init__(self, session_id: str, *, presence_rate: float) -> None:
        self.session_id = session_id
        self.name = f"session_{session_id}"
        self.revision = 0
        self._pause = 1.0 / presence_rate
        self._cursors: dict[str, Cursor] = {}
        self._clients: dict[str, Client] = {}
        self._known: dict[str, Client] = {}
        self._changed: set[str] = set()
        self._left: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._next_presence = 0.0

    @property
    def client_count(self) -> int:
        """How many distinct clients are here."""
        return len(self._clients)

    def clients(self) -> list[Client]:
        """Return who is here."""
        return list(self._clients.values())

    def known(self, client_id: str) -> Client | None:
        """Return a client that is here, or was and may come back under the same name."""
        return self._clients.get(client_id) or self._known.get(client_id)

    def join(self, client: Client, cursor: Cursor) -> Cursor | None:
        """Let a client in; return the older connection that it takes over, if there is one."""
        older = self._cursors.pop(client.client_id, None)
        self._cursors[client.client_id] = cursor
        self._clients[client.client_id] = client
        self._left.discard(client.client_id)
        if older is None:
            connected = SessionConnected(
                session_id=self.session_id,
                client_count=len(self._clients),
                timestamp=timestamp(),
            )
            message = encode_event(connected, actor_of(client))
            cursor.greet(message)
            self.tell(message)
            self._change(client.client_id)
        return older

    def leave(self, client_id: str, cursor: Cursor) -> None:
        """Let a client go, unless another connection has taken over meanwhile."""
        if self._cursors.get(client_id) is not cursor:
            return
        del self._cursors[client_id]
        client = self._clients.pop(client_id)
        self._remember(client)
        self._changed.discard(client_id)
        self._left.add(client_id)
        disconnected = SessionDisconnected(
            session_id=self.session_id, client_count=len(self._clients), timestamp=timestamp()
        )
        self.tell(encode_event(disconnected, actor_of(client)))
        self._schedule()

    def publish(self, messages: list[bytes], before: int, after: int) -> None:
        """Hand messages that lead from commit `before` to `after` to everybody who is in step."""
        if not self._cursors:
            return
        frame = Frame(messages)
        for cursor in tuple(self._cursors.values()):
            cursor.offer(frame, before, after)

    def tell(self, message: bytes) -> None:
        """Hand a passing message to everybody who is in step; others miss it."""
        if self._cursors:
            frame = Frame([message])
            for cursor in tuple(self._cursors.values()):
                cursor.pass_on(frame)

    def update(self, client_id: str, presence: Presence) -> None:
        """Note what a client does; the room is told soon, joined with what others do."""
        client = self._clients.get(client_id)
        if client is None:
            return
        for field in _PRESENCE_FIELDS:
            value = getattr(presence, field)
            if value is not UNSET:
                setattr(client, field, {} if value is None and field == "dragging" else value)
        self._change(client_id)

    def renew(self, epoch: str, reason: str) -> None:
        """Tell everybody that another history began."""
        for cursor in tuple(self._cursors.values()):
            cursor.renew(epoch, reason)

    def close(self, code: int, reason: str) -> None:
        """Send everybody away."""
        for cursor in tuple(self._cursors.values()):
            cursor.close(code, reason)
        if self._timer is not None:
            self._timer.cancel()

    def presence(self) -> bytes:
        """Return a message that tells who is here and who left, for one who missed changes."""
        left = sorted(self._known.keys() - self._clients.keys())
        event = SessionPresence(clients=self.clients(), left=left or UNSET, timestamp=timestamp())
        return encode_event(event)

    def _remember(self, client: Client) -> None:
        self._known.pop(client.client_id, None)
        self._known[client.client_id] = msgspec.structs.replace(client, **_PASSING)
        while len(self._known) > MAX_KNOWN:
            del self._known[next(iter(self._known))]

    def _change(self, client_id: str) -> None:
        self._changed.add(client_id)
        self._schedule()

    def _schedule(self) -> None:
        self.revision += 1
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(max(loop.time(), self._next_presence), self._flush)

    def _flush(self) -> None:
        self._timer = None
        self._next_presence = asyncio.get_running_loop().time() + self._pause
        changed = [self._clients[client_id] for client_id in self._changed]
        left = sorted(self._left)
        self._changed, self._left = set(), set()
        if self._cursors and (changed or left):
            event = SessionPresence(clients=changed, left=left or UNSET, timestamp=timestamp())
            self.tell(encode_event(event))


def actor_of(client: Client) -> Actor:
    """Return a client as the one who asked for something."""
    return Actor(
        client_id=client.client_id,
        username=client.username,
        name=client.name,
        color=client.color,
        origin=client.origin,
    )
