"""The law of replicas, on a real server: random commands, broken lines, and a crash."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import msgspec
import pytest

from jupyter_graphsync.client.async_graph import AsyncSharedGraph
from jupyter_graphsync.client.discovery import find_server
from jupyter_graphsync.client.opening import NewSession, join
from jupyter_graphsync.client.transport import TornadoTransport

from .cutting_line import CuttingLine
from .live_server import TOKEN, LiveServer
from .random_work import try_step
from .scenario import QUICK, until

CLIENTS = 4
BYTES_AT_MOST = 1_000_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path)
    live.start()
    yield live
    live.stop()


async def content_of_server(server: LiveServer) -> dict[str, Any]:
    transport = TornadoTransport(find_server(server.url, TOKEN))
    graph = json.loads(await transport.request("GET", "sessions/law/graph"))
    return content(graph)


def content(graph: dict[str, Any]) -> dict[str, Any]:
    return {
        "nodes": {node["node_id"]: node for node in graph["nodes"]},
        "links": {(link["parent_id"], link["child_id"]): link for link in graph["links"]},
    }


async def law(server: LiveServer, commands: int) -> None:
    chance = random.Random(7)
    async with (
        CuttingLine(server.port, chance, bytes_at_most=BYTES_AT_MOST) as line,
        AsyncExitStack() as stack,
    ):
        way = TornadoTransport(find_server(f"http://127.0.0.1:{line.port}/user/ann/", TOKEN))
        graphs = [
            await stack.enter_async_context(
                await join(way, NewSession(session_id="law"), timing=QUICK)
            )
            for _ in range(CLIENTS)
        ]

        async def work(graph: AsyncSharedGraph, name: int) -> None:
            own = random.Random(f"work of {name}")
            for _ in range(commands // CLIENTS // 2):
                await try_step(graph, own)

        async def all_work() -> None:
            await asyncio.gather(*(work(graph, number) for number, graph in enumerate(graphs)))

        line.breaks = True
        await all_work()
        server.kill()
        server.start()
        await all_work()
        await graphs[0].add_node("last", node_id="last")
        for graph in graphs:
            await until(graph, lambda graph=graph: "last" in graph)  # type: ignore[misc]

        truth = await content_of_server(server)
        for graph in graphs:
            assert content(msgspec.to_builtins(graph.graph)) == truth
        assert len({graph.position for graph in graphs}) == 1
        assert line.cuts > 5 * CLIENTS


@pytest.mark.slow
def test_PC17_replicas_equal_the_servers_graph_after_random_commands_cuts_and_a_crash(
    server: LiveServer,
) -> None:
    asyncio.run(asyncio.wait_for(law(server, 2_000), 120))


@pytest.mark.long
def test_PC17_the_same_after_ten_thousand_commands(server: LiveServer) -> None:
    asyncio.run(asyncio.wait_for(law(server, 10_000), 900))
