"""What the tests of the client share: a loop for a test, and clients of a memory server."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, ParamSpec

from jupyter_graphsync.client.async_graph import AsyncSharedGraph
from jupyter_graphsync.client.backoff import Timing
from jupyter_graphsync.client.graph import SharedGraph, in_thread
from jupyter_graphsync.client.opening import NewSession, join

from .memory_server import MemoryServer

P = ParamSpec("P")
TEST_SECONDS = 20.0
QUICK = Timing(quiet=5.0, first_pause=0.001, longest_pause=0.01)


def in_loop(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run an asynchronous test in a loop of its own, for a bounded time."""

    @functools.wraps(test)
    def call(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(asyncio.wait_for(test(*args, **kwargs), TEST_SECONDS))

    return call


async def joined(server: MemoryServer, **options: Any) -> AsyncSharedGraph:
    """Return a client that has joined the server's session."""
    options.setdefault("timing", QUICK)
    graph = await join(server, NewSession(session_id=server.session_id), **options)
    await server.joined()
    return graph


@asynccontextmanager
async def client_of(server: MemoryServer, **options: Any) -> AsyncIterator[AsyncSharedGraph]:
    """Join the server's session for a while."""
    graph = await joined(server, **options)
    async with graph:
        yield graph


async def until(graph: AsyncSharedGraph, condition: Callable[[], bool]) -> None:
    """Wait until something that happens makes the condition true."""
    with graph.events() as events:
        while not condition():
            await events.next(None)


def shared(session_id: str = "s") -> SharedGraph:
    """Return the synchronous face of a client of a memory server of its own."""

    async def opening() -> AsyncSharedGraph:
        server = MemoryServer(session_id)
        return await join(server, NewSession(session_id=session_id), timing=QUICK)

    return in_thread(session_id, opening)
