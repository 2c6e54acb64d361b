"""Random commands of one client, most of which make sense."""

from __future__ import annotations

import random

from jupyter_graphsync.client.async_graph import AsyncSharedGraph
from jupyter_graphsync.domain.errors import GraphSyncError

IDS = [f"n{number}" for number in range(12)]


async def one_step(graph: AsyncSharedGraph, chance: random.Random) -> None:
    """Do something; a `GraphSyncError` tells that the graph refused it."""
    one, other = chance.choice(IDS), chance.choice(IDS)
    match chance.randrange(7):
        case 0 | 1:
            await graph.add_node(one, node_id=one, x=chance.randrange(9))
        case 2:
            await graph.add_link(one, other)
        case 3:
            await graph.set_property(one, "x", chance.randrange(9))
        case 4:
            await graph.remove_node(one, cascade=chance.random() < 0.5)
        case 5:
            await graph.undo()
        case 6:
            async with graph.batch():
                await graph.rename(one, other)
                await graph.set_property(other, "y", one)


async def try_step(graph: AsyncSharedGraph, chance: random.Random) -> None:
    """Do something, or be refused for what the graph is like; anything else is a failure."""
    try:
        await one_step(graph, chance)
    except GraphSyncError as refusal:
        assert refusal.status in (404, 409, 422), refusal
