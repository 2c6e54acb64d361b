"""Our Python client and a real server: through kills, both ends keep the same graph."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from jupyter_graphsync.client.async_graph import AsyncSharedGraph
from jupyter_graphsync.client.opening import aconnect

from .process import ServerProcess

KILLS = 5
WRITERS = ("ann", "bob")


async def write(graph: AsyncSharedGraph, name: str, stop: asyncio.Event) -> list[str]:
    """Add nodes one after the other until told to stop; return those that were acknowledged."""
    added: list[str] = []
    while not stop.is_set():
        added.append(await graph.add_node(f"{name} {len(added)}"))
    return added


async def arrived(graph: AsyncSharedGraph, count: int) -> None:
    """Return when so many more commands were seen."""
    with graph.events("command:executed", timeout=20) as events:
        async for _ in events:
            count -= 1
            if count == 0:
                return
    raise AssertionError("nothing came for too long")


async def test_CR2_clients_resume_by_themselves_and_end_with_the_servers_graph(
    make_server: Callable[..., ServerProcess],
) -> None:
    server, stop = make_server(), asyncio.Event()
    api = server.api
    graphs = [await aconnect("s", url=api.url, token=api.token, name=name) for name in WRITERS]
    writers = [
        asyncio.ensure_future(write(graph, name, stop))
        for graph, name in zip(graphs, WRITERS, strict=True)
    ]

    for _ in range(KILLS):
        await arrived(graphs[0], 40)
        server.kill()
        await asyncio.to_thread(server.start)
    await arrived(graphs[1], 40)
    stop.set()
    added = [node_id for writer in writers for node_id in await writer]

    answer = await api.call("GET", "/sessions/s/graph")
    stored = {node["node_id"]: node["name"] for node in answer.json["nodes"]}
    assert set(stored) == set(added)
    assert len(set(stored.values())) == len(added)
    for graph in graphs:
        if len(graph) < len(added):
            await graph.wait_for(predicate=lambda _, one=graph: len(one) == len(added), timeout=20)
        assert {node.node_id: node.name for node in graph.nodes} == stored
        assert graph.position is not None
        assert graph.position.digest == answer.json["digest"]
        await graph.close()
    api.close()
