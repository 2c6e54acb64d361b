"""Four clients, random commands, undos, cuts and losses: all end with the server's graph."""

from __future__ import annotations

import asyncio
import random
from contextlib import AsyncExitStack

import pytest

from jupyter_graphsync.client.async_graph import AsyncSharedGraph
from jupyter_graphsync.domain.graph import Graph
from jupyter_graphsync.protocol import Execute

from .memory_server import MemoryServer
from .random_work import try_step
from .scenario import client_of, in_loop, until

CLIENTS = 4
STEPS = 150


def one_fault(server: MemoryServer, chance: random.Random) -> None:
    match chance.randrange(12):
        case 0:
            server.cut(chance.choice([1006, 1001, 4008]))
        case 1:
            server.cut_before_replies = 1
        case 2:
            server.lost_commits = 1


async def work(graph: AsyncSharedGraph, server: MemoryServer, chance: random.Random) -> None:
    for _ in range(STEPS):
        one_fault(server, chance)
        await try_step(graph, chance)


@pytest.mark.parametrize("seed", range(8))
@in_loop
async def test_PC10_all_replicas_end_with_the_servers_graph(seed: int) -> None:
    server = MemoryServer()
    async with AsyncExitStack() as stack:
        graphs = [await stack.enter_async_context(client_of(server)) for _ in range(CLIENTS)]
        await asyncio.gather(
            *(work(graph, server, random.Random(f"{seed}-{i}")) for i, graph in enumerate(graphs))
        )
        server.lost_commits = server.cut_before_replies = 0
        await graphs[0].add_node("last", node_id="last")
        for graph in graphs:
            await until(graph, lambda graph=graph: graph.position == server.position)  # type: ignore[misc]

            assert Graph.from_view(graph.graph) == server.graph

    sent = [op.command_id for op in server.ops if isinstance(op, Execute)]
    done = [record.command_id for record in server.records]
    assert len(done) == len(set(done))
    assert len(sent) > len(set(sent))
