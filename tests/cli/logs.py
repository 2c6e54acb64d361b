"""Event logs to look at: real sessions in a SQLite file that no server holds."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from jupyter_graphsync.domain.graph import GraphView, Node
from jupyter_graphsync.sessions.requests import LoadRequest
from jupyter_graphsync.sessions.session import GraphSession
from tests.eventlog.files import sqlite_store
from tests.sessions.house import REST, house, node, perform

SESSIONS = ("one", "two", "three")


def write_log(path: Path, commits: int = 12) -> None:
    """Write sessions whose commits stand among each other, one with a load, one that has ended."""
    asyncio.run(_write_log(path, commits))


def use(path: Path, session_id: str) -> None:
    """Do in a session what a server does: open it, read all of it, and write."""
    asyncio.run(_use(path, session_id))


async def _write_log(path: Path, commits: int) -> None:
    async with house(sqlite_store(path)) as server:
        sessions = [await server.create(name, title=f"Plan {name}") for name in SESSIONS]
        ended = await server.create("ended")
        await server.create("empty")
        for number in range(commits):
            for session in (*sessions, ended):
                await perform(session, "create-node", f"c{number}", **node(f"n{number}"))
        log = await server.store.open(SESSIONS[0])
        summed_up = await log.position(commits)
        assert summed_up is not None
        await log.save_chapter(1, summed_up, b"a chapter" * 100)
        await server.manager.end("ended")
        await _load(sessions[2], [Node(f"n{i}", f"Node {i}", "thing", {}) for i in range(50)])
        for session in sessions:
            await perform(session, "delete-node", "last", node_id="n3")


async def _load(session: GraphSession, nodes: list[Node]) -> None:
    view = GraphView(
        structure="dag", strict_blueprints=False, nodes=nodes, links=[], blueprint_types=[]
    )
    request = LoadRequest(command_id="load", actor=REST, view=view, project_id="plan.graphsync")
    await session.perform(request)


async def _use(path: Path, session_id: str) -> None:
    async with house(sqlite_store(path)) as server:
        await server.manager.list()
        session = await server.manager.get(session_id)
        assert not session.damage
        before: Any = session.position.seq
        assert len(await session.commits(0, 1_000)) == before
        await perform(session, "create-node", "another", **node("another"))
        assert session.position.seq == before + 1
