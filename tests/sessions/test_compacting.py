"""A session whose oldest commits were forgotten is the same session, with a shorter history."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from jupyter_graphsync.domain.errors import Clash, NotFound, Unavailable
from jupyter_graphsync.eventlog.base import LogStore
from jupyter_graphsync.eventlog.memory import MemoryLogStore
from jupyter_graphsync.sessions import ring
from jupyter_graphsync.sessions.session import GraphSession
from tests.eventlog.files import sqlite_store

from .faults import FaultyStore
from .house import House, graph_of, house, node, perform, reverse

COUNT = 12


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> LogStore:
    return MemoryLogStore() if request.param == "memory" else sqlite_store(tmp_path / "log.db")


async def begun(home: House, count: int = COUNT) -> GraphSession:
    session = await home.create()
    for number in range(1, count + 1):
        await perform(session, "create-node", f"c{number}", **node(f"n{number}"))
    return session


async def names(session: GraphSession, seq: int) -> set[str]:
    _, view = await session.at(seq)
    return {found.node_id for found in view.nodes}


async def test_CT1_the_graph_and_the_history_from_the_cut_on_stay(store: LogStore) -> None:
    async with house(store) as home:
        session = await begun(home)
        graph, position = await graph_of(session), session.position

        assert await session.compact(8) == 8

        assert await graph_of(session) == graph
        assert session.position == position
        assert session.oldest == 8
        assert [record.seq for record in await session.commits(0, 99)] == [9, 10, 11, 12]
        assert await names(session, 8) == {f"n{number}" for number in range(1, 9)}
        assert await names(session, 10) == {f"n{number}" for number in range(1, 11)}


async def test_CT1_a_compacted_session_opens_as_it_was_and_goes_on(store: LogStore) -> None:
    async with house(store) as home:
        session = await begun(home)
        graph = await graph_of(session)
        await session.compact(8)

        again = await home.reopen()

        assert (again.oldest, again.damage) == (8, "")
        assert await graph_of(again) == graph
        await perform(again, "create-node", "more", **node("more"))
        assert again.position.seq == COUNT + 1
        assert len(await names(again, 8)) == 8


async def test_CT1_a_moment_that_was_forgotten_is_refused_naming_the_oldest(
    store: LogStore,
) -> None:
    async with house(store) as home:
        session = await begun(home)
        await session.compact(8)

        with pytest.raises(NotFound, match="the oldest moment is 8") as refusal:
            await session.at(7)

        assert refusal.value.code == "not-found"


async def test_CT1_an_empty_history_is_left_where_all_is_forgotten(store: LogStore) -> None:
    async with house(store) as home:
        session = await begun(home)

        await session.compact(COUNT)
        again = await home.reopen()

        assert await again.commits(0, 99) == []
        assert len((await graph_of(again)).nodes) == COUNT
        await perform(again, "create-node", "more", **node("more"))


@pytest.mark.parametrize("reopened", [False, True])
async def test_CT2_a_forgotten_command_that_is_sent_again_gets_its_first_answer(
    store: LogStore, reopened: bool
) -> None:
    async with house(store) as home:
        session = await begun(home)
        await session.compact(8)
        session = await home.reopen() if reopened else session
        position = session.position

        again = await perform(session, "create-node", "c3", **node("n3"))

        assert (again.seq, again.result) == (3, {"node_id": "n3"})
        with pytest.raises(Clash) as refusal:
            await perform(session, "create-node", "c3", **node("another"))
        assert refusal.value.code == "command-id-reused"
        assert session.position == position


@pytest.mark.parametrize("reopened", [False, True])
async def test_CT3_an_undo_ends_at_the_cut_with_a_sentence(store: LogStore, reopened: bool) -> None:
    async with house(store) as home:
        session = await begun(home)
        await session.compact(10)
        session = await home.reopen() if reopened else session

        await reverse(session, "undo", "u1")
        await reverse(session, "undo", "u2")
        with pytest.raises(Clash, match=r"up to commit 10.*compacted away") as refusal:
            await reverse(session, "undo", "u3")

        assert refusal.value.code == "nothing-to-undo"
        assert len((await graph_of(session)).nodes) == 10
        await reverse(session, "redo", "r1")
        assert len((await graph_of(session)).nodes) == 11


@pytest.mark.parametrize(("left_at", "mode"), [(3, "snapshot"), (8, "replay"), (9, "replay")])
async def test_CT4_who_comes_back_from_before_the_cut_gets_a_snapshot(
    store: LogStore, left_at: int, mode: str
) -> None:
    async with house(store) as home:
        session = await begun(home, left_at)
        ann = await home.join("ann")
        ann.cut()
        for number in range(left_at + 1, COUNT + 1):
            await perform(session, "create-node", f"c{number}", **node(f"n{number}"))
        await session.compact(8)
        ann.messages.clear()

        await ann.join(session, ann.replica.position)

        assert ann.messages[0]["mode"] == mode
        assert ann.replica.graph == await graph_of(session)


async def test_CT4_a_reader_who_lags_behind_the_cut_is_brought_up_to_date(
    store: LogStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ring, "MAX_COMMITS", 2)
    async with house(store) as home:
        session = await begun(home, 2)
        slow = await home.join("slow")
        slow.socket.stall()
        for number in range(3, COUNT + 1):
            await perform(session, "create-node", f"c{number}", **node(f"n{number}"))

        await session.compact(10)
        slow.socket.read_on()

        await slow.in_step()
        assert slow.replica.graph == await graph_of(session)


async def test_CT4_people_who_are_there_notice_nothing(store: LogStore) -> None:
    async with house(store) as home:
        session = await begun(home)
        ann = await home.join("ann")

        await asyncio.gather(
            session.compact(8),
            *(ann.do("create-node", **node(f"x{number}")) for number in range(20)),
        )

        await ann.in_step()
        assert ann.replica.graph == await graph_of(session)
        assert len((await graph_of(session)).nodes) == COUNT + 20
        assert not ann.of_type("reset")


async def test_CT5_nothing_of_a_damaged_log_is_forgotten() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await begun(home)
        store.good = 9

        with pytest.raises(Unavailable) as refusal:
            await session.compact(5)

        assert refusal.value.code == "corrupt-read-only"
        assert session.oldest == 0


async def test_CT5_a_cut_that_never_was_is_refused(store: LogStore) -> None:
    async with house(store) as home:
        session = await begun(home)

        with pytest.raises(NotFound, match="12 commits"):
            await session.compact(13)

        assert session.oldest == 0


async def test_CT5_an_earlier_cut_changes_nothing(store: LogStore) -> None:
    async with house(store) as home:
        session = await begun(home)
        await session.compact(8)

        assert await session.compact(5) == 0

        assert session.oldest == 8


async def test_CT7_a_chronicle_begins_at_the_cut(store: LogStore) -> None:
    async with house(store) as home:
        session = await begun(home)
        before = await session.chronicle()
        assert before.oldest == 0

        await session.compact(8)

        chronicle = await session.chronicle()
        assert (chronicle.oldest, chronicle.seq) == (8, COUNT)
        assert await session.since() == before.time_of(8)
