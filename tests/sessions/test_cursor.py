"""Whoever reads slowly costs no memory, disturbs nobody, and catches up."""

from __future__ import annotations

import tracemalloc
from typing import Any

import msgspec
import pytest

from jupyter_graphsync.eventlog.memory import MemoryLogStore
from jupyter_graphsync.sessions import cursor, ring
from jupyter_graphsync.sessions.frame import Frame
from jupyter_graphsync.sessions.requests import LoadRequest
from jupyter_graphsync.sessions.session import GraphSession

from .clocks import in_fast_time
from .house import REST, graph_of, house, node, perform
from .people import Person
from .sockets import Socket


async def commit_many(session: GraphSession, count: int, prefix: str = "n") -> None:
    for index in range(count):
        name = f"{prefix}{index}"
        await perform(session, "create-node", name, **node(name), properties={"t": "x" * 200})


async def load(session: GraphSession, command_id: str, source: GraphSession) -> None:
    _, view = await source.view()
    await session.perform(LoadRequest(command_id=command_id, actor=REST, view=view, project_id="p"))


async def is_equal(person: Person, session: GraphSession) -> bool:
    await person.in_step()
    return person.replica.graph == await graph_of(session)


async def test_SL1_a_reader_who_stalls_has_one_frame_in_flight_and_disturbs_nobody() -> None:
    async with house() as home:
        session = await home.create()
        ann, ben = await home.join("ann"), await home.join("ben")
        ben.socket.stall()

        replies = [await ann.do("create-node", **node(f"n{index}")) for index in range(50)]

        assert all(reply["ok"] for reply in replies)
        assert len(ann.of_type("commit")) == 50
        assert len(ben.socket.unread) == 1
        ben.socket.read_on()
        assert await is_equal(ben, session)


async def test_SL2_what_waited_comes_joined_from_the_ring() -> None:
    async with house() as home:
        session = await home.create()
        ben = await home.join("ben")
        ben.socket.stall()
        await commit_many(session, 100)

        ben.socket.read_on()
        await ben.in_step()

        assert [commit["seq"] for commit in ben.of_type("commit")] == list(range(1, 101))
        assert max(ben.frames) == 99


async def test_SL3_who_fell_out_of_the_ring_reads_on_from_the_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ring, "MAX_COMMITS", 5)
    async with house() as home:
        session = await home.create()
        ben = await home.join("ben")
        ben.socket.stall()
        await commit_many(session, 100)

        ben.socket.read_on()

        assert await is_equal(ben, session)
        assert [commit["seq"] for commit in ben.of_type("commit")] == list(range(1, 101))


async def test_SL4_who_stalls_over_a_load_is_reset_once_and_gets_the_newest_graph() -> None:
    async with house() as home:
        session, other = await home.create(), await home.create("other")
        await commit_many(session, 3, "old")
        await commit_many(other, 3, "new")
        ben = await home.join("ben")
        ben.socket.stall()
        await commit_many(session, 3, "lost")
        for number in range(10):
            await load(session, f"load{number}", other)
        await commit_many(session, 1, "later")

        ben.socket.read_on()

        assert await is_equal(ben, session)
        assert len(ben.of_type("reset")) == 1
        assert [commit["kind"] for commit in ben.of_type("commit")][-2:] == ["load", "do"]


async def test_SL5_a_resync_brings_a_snapshot_and_the_history_goes_on() -> None:
    async with house() as home:
        session = await home.create()
        await commit_many(session, 3)
        ben = await home.join("ben")

        reply = await ben.ask("resync")
        await commit_many(session, 1, "later")

        assert reply["ok"]
        assert await is_equal(ben, session)
        assert len(ben.of_type("snapshot")) == 2


async def test_SL6_memory_for_a_reader_who_stalls_does_not_grow() -> None:
    async with house() as home:
        session, empty = await home.create(), await home.create("empty")
        ben = await home.join("ben")
        ben.socket.stall()
        await commit_many(session, 10)
        tracemalloc.start(4)

        for index in range(200):
            await ben.send(op="presence", pointer=[index, index])
            await load(session, f"load{index}", empty)

        places = (tracemalloc.Filter(True, cursor.__file__, all_frames=True),)
        traces = tracemalloc.take_snapshot().filter_traces(places).statistics("filename")
        tracemalloc.stop()
        assert sum(trace.size for trace in traces) < 8 * 2**10
        assert len(ben.socket.unread) == 1
        ben.socket.read_on()
        assert await is_equal(ben, session)


@in_fast_time
async def test_SL7_a_reader_who_is_too_slow_to_be_helped_is_let_go() -> None:
    async with house() as home:
        session = await home.create()
        ben = await home.join("ben")
        ben.socket.stall()
        await commit_many(session, 2)

        await ben.socket.until(lambda: ben.socket.closed is not None, seconds=200)

        assert ben.socket.closed == (4008, "the reader is too slow")


@pytest.mark.parametrize(
    ("count", "op"),
    [(25_000, {"op": "ping", "id": 1}), (400, {"op": "ping", "id": "x" * 60_000})],
    ids=["many", "large"],
)
async def test_SL8_who_asks_on_and_reads_no_answer_is_let_go(count: int, op: Any) -> None:
    async with house() as home:
        session = await home.create()
        ben = await home.join("ben")
        ben.socket.stall()
        await commit_many(session, 2)

        for _ in range(count):
            await ben.send(**op)

        assert ben.socket.closed == (4008, "too many replies wait to be read")


async def test_SL9_what_waits_for_a_connection_that_is_gone_is_dropped() -> None:
    async with house() as home:
        session = await home.create()
        ann, ben = await home.join("ann"), await home.join("ben")
        ben.socket.stall()
        await commit_many(session, 2)

        ben.cut()
        reply = await ann.do("create-node", **node("a"))

        assert reply["ok"]
        assert session.room.client_count == 1


async def test_SL10_a_laggard_is_told_who_came_and_left_meanwhile() -> None:
    async with house() as home:
        session = await home.create()
        ann, ben = await home.join("ann"), await home.join("ben")
        ben.socket.stall()
        await commit_many(session, 2)
        ann.cut()
        await home.join("cy")

        ben.socket.read_on()
        await ben.until(lambda: "left" in str(ben.messages[-3:]))

        presence = ben.events("session:presence")[-1][1]
        assert [client["client_id"] for client in presence["clients"]] == ["c-ben", "c-cy"]
        assert presence["left"] == ["c-ann"]


async def test_SL11_a_laggard_is_not_shown_what_its_server_has_not_taken_over_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ring, "MAX_COMMITS", 2)
    store = MemoryLogStore()
    async with house(store) as one, house(store) as two:
        first = await one.create()
        second = await two.manager.get("s")
        ben = await two.join("ben")
        ben.socket.stall()
        await commit_many(second, 5)
        await commit_many(first, 3, "ahead")

        ben.socket.read_on()
        await ben.in_step()

        assert ben.replica.position == second.position
        assert second.position.seq < first.position.seq
        await perform(second, "create-node", "more", **node("more"))
        assert await is_equal(ben, second)


async def test_SL12_a_frame_that_does_not_follow_is_read_from_the_session_instead() -> None:
    async with house() as home:
        session = await home.create()
        read: list[Any] = []
        socket = Socket(lambda payload: read.extend(msgspec.json.decode(payload)))
        alone = cursor.Cursor(session, socket)
        alone.start(b'{"type":"welcome"}', "current", 0)
        alone.greet(b'{"type":"hello"}')
        await socket.until(lambda: len(read) == 2)
        await commit_many(session, 2)

        alone.offer(Frame([b'{"type":"commit","seq":2}']), 1, 2)
        await socket.until(lambda: len(read) == 4)

        assert [message.get("command_id") for message in read[2:]] == ["n0", "n1"]
        alone.stop()
