"""Sessions are opened once, put away when nobody is there, ended for good, and keep apart."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_graphsync.domain.commits import Position
from jupyter_graphsync.domain.errors import BadRequest, Clash, GraphSyncError, NotFound, TooMuch
from jupyter_graphsync.domain.limits import Limits
from jupyter_graphsync.eventlog.base import Conflict
from jupyter_graphsync.eventlog.memory import MemoryLogStore
from jupyter_graphsync.sessions.broadcaster import Broadcaster
from jupyter_graphsync.sessions.manager import SessionManager

from .faults import FaultyStore, away
from .house import REST, graph_of, house, node, perform


async def test_MA1_a_session_is_opened_once_however_many_ask() -> None:
    async with house() as home:
        await home.create()
        await home.manager.evict_idle()

        sessions = await asyncio.gather(*(home.manager.get("s") for _ in range(20)))

        assert len({id(session) for session in sessions}) == 1


@pytest.mark.parametrize("session_id", ["", "..", "a/b", "x" * 65, "-a", "a\n"])
async def test_MA2_a_bad_id_is_refused_before_the_storage_is_asked(session_id: str) -> None:
    def no_store() -> MemoryLogStore:
        raise AssertionError("the store was made")

    manager = SessionManager(no_store, limits=Limits(), broadcaster=Broadcaster())

    with pytest.raises(BadRequest) as refusal:
        await manager.get(session_id)

    assert refusal.value.code == "bad-session-id"


async def test_MA3_what_was_never_made_is_not_found_and_what_is_there_is_not_made_again() -> None:
    async with house() as home:
        await home.create()

        with pytest.raises(NotFound) as missing:
            await home.manager.get("S")
        with pytest.raises(Clash) as there:
            await home.create()

        assert missing.value.code == "session-not-found"
        assert there.value.code == "session-exists"


async def test_MA4_there_are_as_many_sessions_as_the_limit_allows() -> None:
    async with house(max_sessions=2) as home:
        await home.create("a")
        await home.create("b")

        with pytest.raises(TooMuch) as refusal:
            await home.create("c")
        await home.manager.end("a")
        await home.create("d")

        assert refusal.value.code == "too-many-sessions"
        assert [record.session_id for record in await home.manager.list()] == ["b", "d"]


async def test_MA5_an_idle_session_is_put_away_and_one_in_use_is_not() -> None:
    async with house() as home:
        for session_id in ("idle", "used"):
            await home.create(session_id)
        await home.join("ann", "used")

        await home.manager.evict_idle()

        assert home.manager.opened("idle") is None
        assert home.manager.opened("used") is not None


async def test_MA6_a_session_that_was_used_just_now_stays() -> None:
    async with house(idle_evict_seconds=600.0) as home:
        await home.create()

        await home.manager.evict_idle()

        assert home.manager.opened("s") is not None


async def test_MA7_an_ended_session_sends_everybody_away_for_good() -> None:
    async with house() as home:
        session = await home.create()
        ann = await home.join("ann")

        await home.manager.end("s")

        assert ann.socket.closed == (4505, "the session was ended")
        for again in (home.manager.get("s"), home.manager.end("s")):
            with pytest.raises(NotFound):
                await again
        with pytest.raises(Clash):
            await home.create()
        with pytest.raises(GraphSyncError):
            await perform(session, "create-node", "1", **node("a"))
        assert await home.manager.list() == []


async def test_MA8_closing_the_house_finishes_what_is_under_way() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        ann = await home.join("ann")
        store.open_gate.clear()
        request = asyncio.ensure_future(perform(session, "create-node", "1", **node("a")))
        await store.waiting.wait()
        closing = asyncio.ensure_future(home.manager.close())

        store.open_gate.set()
        await closing

        assert (await request).seq == 1
        assert ann.of_type("commit")[0]["seq"] == 1
        assert ann.socket.closed == (1001, "the server is stopping")


async def test_MA9_closing_the_house_waits_for_a_session_that_is_being_opened() -> None:
    store = FaultyStore()
    async with house(store) as home:
        await home.create()
        await home.manager.evict_idle()
        store.answering.clear()
        store.asked.clear()
        opening = asyncio.ensure_future(home.manager.get("s"))
        await store.asked.wait()
        closing = asyncio.ensure_future(home.manager.close())
        await asyncio.sleep(0)

        store.answering.set()
        await closing

        assert (await opening).farewell == (1001, "the server is stopping")
        assert home.manager.opened("s") is None


@pytest.mark.parametrize("error", [away(), Conflict(Position.start("e"), [])], ids=repr)
async def test_MA10_a_snapshot_that_cannot_be_kept_does_not_hinder_closing(
    error: Exception,
) -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))
        await home.rest()
        store.deaf = [error]

        session = await home.reopen()

        assert set((await graph_of(session)).nodes) == {"a"}


async def test_MA11_nothing_of_one_session_reaches_another() -> None:
    async with house() as home:
        names = [f"s{number}" for number in range(50)]
        for name in names:
            await home.create(name)
        people = [await home.join(f"p{name}", name) for name in names]

        for turn in range(3):
            await asyncio.gather(
                *(person.do("create-node", **node(f"{person.name}-{turn}")) for person in people)
            )
            for person in people:
                await person.send(op="presence", editing=person.name)

        for person, name in zip(people, names, strict=True):
            await person.in_step()
            text = str(person.messages)
            assert len(person.of_type("commit")) == 3
            assert set(person.replica.graph.nodes) == {f"p{name}-{turn}" for turn in range(3)}
            assert not [other for other in names if f"c-p{other}'" in text and other != name]


async def test_MA12_a_new_session_may_begin_with_a_graph() -> None:
    async with house() as home:
        source = await home.create("source")
        await perform(source, "create-node", "1", **node("a"))
        _, view = await source.view()

        session = await home.manager.create("s", settings=source.settings, actor=REST, graph=view)

        assert await graph_of(session) == await graph_of(source)
        assert session.position.seq == 1


async def test_MA13_the_signing_key_stays_the_same() -> None:
    async with house() as home:
        first = await home.manager.secret()

        assert await home.manager.secret() == first
        assert len(first) == 32
