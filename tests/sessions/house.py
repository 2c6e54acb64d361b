"""A manager over a store, and people who join its sessions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from jupyter_graphsync.domain.commands import Command
from jupyter_graphsync.domain.commits import Actor, Position
from jupyter_graphsync.domain.graph import Graph
from jupyter_graphsync.domain.limits import Limits
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.eventlog.base import LogStore
from jupyter_graphsync.eventlog.memory import MemoryLogStore
from jupyter_graphsync.sessions.broadcaster import Broadcaster
from jupyter_graphsync.sessions.manager import SessionManager
from jupyter_graphsync.sessions.requests import CommandRequest, Outcome, ReversalRequest
from jupyter_graphsync.sessions.session import GraphSession

from .faults import FaultyStore
from .people import REGISTRY, Person

REST = Actor(client_id="rest", username="rae", origin="rest")


class House:
    """The sessions of one server."""

    def __init__(self, store: LogStore, limits: Limits, broadcaster: Broadcaster | None) -> None:
        self.store = store
        self.limits = limits
        self.manager = SessionManager(lambda: store, limits=limits, broadcaster=broadcaster)

    async def create(self, session_id: str = "s", **settings: Any) -> GraphSession:
        """Begin a session."""
        return await self.manager.create(session_id, settings=Settings(**settings), actor=REST)

    async def join(
        self, name: str, session_id: str = "s", known: Position | None = None, **options: Any
    ) -> Person:
        """Let somebody in, and wait until they are in step."""
        session = await self.manager.get(session_id)
        return await Person(name).join(session, known, **options)

    async def rest(self, session_id: str = "s") -> None:
        """Wait until nothing is under way in a session but what people do."""
        session = await self.manager.get(session_id)
        while session.is_busy:
            await asyncio.sleep(0)

    async def reopen(self, session_id: str = "s") -> GraphSession:
        """Put a session away that nobody uses, and open it again."""
        await self.rest(session_id)
        await self.manager.evict_idle()
        assert self.manager.opened(session_id) is None
        return await self.manager.get(session_id)


@asynccontextmanager
async def house(
    store: LogStore | None = None,
    *,
    broadcaster: Broadcaster | None = None,
    **limits: Any,
) -> AsyncIterator[House]:
    """Open a house; sessions that nobody uses may be put away at any time."""
    allowed = Limits(**{"idle_evict_seconds": 0.0, **limits})
    opened = House(store or MemoryLogStore(), allowed, broadcaster or Broadcaster())
    try:
        yield opened
    finally:
        if isinstance(store, FaultyStore):
            store.heal()
        await opened.manager.close()


def command(command_type: str, **arguments: Any) -> Command:
    """Return a command as if it had been sent."""
    return REGISTRY.decode(command_type, msgspec.json.encode(arguments))


def node(node_id: str) -> dict[str, Any]:
    """Return the arguments that create a plain node."""
    return {"node_id": node_id, "name": node_id.upper(), "blueprint_type_id": "thing"}


async def perform(
    session: GraphSession,
    command_type: str,
    command_id: str,
    *,
    actor: Actor = REST,
    **arguments: Any,
) -> Outcome:
    """Run a command as REST does."""
    request = CommandRequest(
        command_id=command_id, actor=actor, command=command(command_type, **arguments)
    )
    return await session.perform(request)


async def reverse(
    session: GraphSession, direction: Any, command_id: str, *, actor: Actor = REST, **options: Any
) -> Outcome:
    """Undo or redo as REST does."""
    request = ReversalRequest(command_id=command_id, actor=actor, direction=direction, **options)
    return await session.perform(request)


async def graph_of(session: GraphSession) -> Graph:
    """Return a copy of the session's graph."""
    _, view = await session.view()
    return Graph.from_view(view)
