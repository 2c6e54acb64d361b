"""A client that comes back goes on where it was, or is given the whole anew; never a mixture."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from jupyter_graphsync.domain.commits import Position
from jupyter_graphsync.sessions import ring
from jupyter_graphsync.sessions.requests import LoadRequest
from jupyter_graphsync.sessions.session import GraphSession

from .faults import FaultyStore
from .house import REST, House, graph_of, house, node, perform
from .people import Person


async def started(home: House, count: int = 6) -> GraphSession:
    session = await home.create(title="T", structure="tree")
    for index in range(count):
        await perform(session, "create-node", f"n{index}", **node(f"n{index}"))
    return session


@pytest.mark.parametrize(
    ("behind", "mode"), [(0, "current"), (1, "replay"), (4, "replay"), (6, "replay")]
)
@pytest.mark.parametrize("ring_size", [10_000, 2])
async def test_CO2_a_known_position_is_resumed_with_exactly_what_is_missing(
    behind: int, mode: str, ring_size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ring, "MAX_COMMITS", ring_size)
    async with house() as home:
        session = await started(home, 0)
        ann = await home.join("ann")
        for index in range(6):
            if index == 6 - behind:
                ann.cut()
            await perform(session, "create-node", f"n{index}", **node(f"n{index}"))
        if behind == 0:
            await ann.in_step()
            ann.cut()
        known = ann.replica.position
        ann.messages.clear()

        await ann.join(session, known)

        assert ann.messages[0]["mode"] == mode
        assert [commit["seq"] for commit in ann.of_type("commit")] == list(range(7 - behind, 7))
        assert not ann.of_type("snapshot")
        assert ann.replica.graph == await graph_of(session)


@pytest.mark.parametrize("wrong", ["digest", "epoch", "beyond", "old"])
async def test_CO3_a_position_that_does_not_fit_gets_a_snapshot(wrong: str) -> None:
    async with house(max_replay_commits=4) as home:
        session = await started(home)
        epoch, seq, digest = msgspec.structs.astuple(session.position)
        known = {
            "digest": Position(epoch, seq - 1, digest),
            "epoch": Position("another", seq, digest),
            "beyond": Position(epoch, seq + 1, digest),
            "old": Position.start(epoch),
        }[wrong]

        ben = await home.join("ben", known=known)

        assert ben.messages[0]["mode"] == "snapshot"
        assert len(ben.of_type("snapshot")) == 1
        assert ben.replica.graph == await graph_of(session)


async def test_CO4_a_history_that_begins_with_a_load_is_not_replayed_from_nothing() -> None:
    async with house() as home:
        source = await started(home)
        _, view = await source.view()
        session = await home.manager.create(
            "loaded", settings=source.settings, actor=REST, graph=view
        )

        ben = await home.join("ben", "loaded", Position.start(session.position.epoch))

        assert ben.messages[0]["mode"] == "snapshot"
        assert ben.replica.graph == await graph_of(source)


async def test_CO5_a_load_while_somebody_joins_does_not_mix_two_histories() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await started(home)
        _, view = await session.view()
        ann = await home.join("ann")
        ann.cut()
        known = ann.replica.position
        await perform(session, "create-node", "more", **node("more"))
        store.answering.clear()
        joining = asyncio.ensure_future(ann.join(session, known))
        await store.asked.wait()

        await session.perform(LoadRequest(command_id="l", actor=REST, view=view, project_id="p"))
        store.answering.set()
        await joining

        assert ann.replica.position == session.position
        assert ann.replica.graph == await graph_of(session)


async def test_CO6_a_line_that_is_lost_while_joining_leaves_no_ghost() -> None:
    async with house() as home:
        session = await started(home)
        ann = Person("ann")
        allowed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        ann.connect(session, may=lambda action: allowed)
        starting = asyncio.ensure_future(ann.connection.start(None))
        await asyncio.sleep(0)

        ann.cut()
        allowed.set_result(True)
        await starting

        assert session.room.client_count == 0
        assert ann.messages == []


async def test_CO7_nobody_joins_a_session_that_was_ended_meanwhile() -> None:
    async with house() as home:
        session = await started(home)
        await home.manager.end("s")
        ann = Person("ann")
        ann.connect(session)

        await ann.connection.start(None)

        assert ann.socket.closed == (4505, "the session was ended")
        assert session.room.client_count == 0
