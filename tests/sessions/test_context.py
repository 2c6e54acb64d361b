"""The session of a request is that request's alone."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_graphsync.domain.commands.nodes import CreateNodeCommand
from jupyter_graphsync.domain.graph import Graph
from jupyter_graphsync.sessions.context import (
    get_current_session,
    reset_current_session,
    set_current_session,
)
from jupyter_graphsync.sessions.requests import CommandRequest

from .house import REST, house


def test_CX1_outside_of_a_request_there_is_none() -> None:
    assert get_current_session() is None


async def test_CX2_requests_that_run_at_once_each_see_their_own() -> None:
    async with house() as home:
        sessions = [await home.create(f"s{number}") for number in range(20)]

        async def request(session: Any) -> list[Any]:
            token = set_current_session(session)
            try:
                seen = [get_current_session()]
                await asyncio.sleep(0)
                seen.append(await asyncio.create_task(child()))
                await session.look(lambda graph: None)
                return [*seen, get_current_session()]
            finally:
                reset_current_session(token)

        async def child() -> Any:
            return get_current_session()

        seen = await asyncio.gather(*(request(session) for session in sessions))

        assert seen == [[session] * 3 for session in sessions]
        assert get_current_session() is None


async def test_CX3_a_command_finds_the_session_that_it_runs_in() -> None:
    seen: list[Any] = []

    class NosyCommand(CreateNodeCommand, kw_only=True, frozen=True):
        def decide(self, graph: Graph) -> Any:
            seen.append(get_current_session())
            return super().decide(graph)

    async with house() as home:
        sessions = [await home.create(f"s{number}") for number in range(3)]
        nosy = NosyCommand(name="n", blueprint_type_id="t", node_id="n")

        await asyncio.gather(
            *(
                session.perform(CommandRequest(command_id="1", actor=REST, command=nosy))
                for session in sessions
            )
        )

        assert set(seen) == set(sessions)
