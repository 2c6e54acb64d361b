"""Nothing is shown before it is durable; what became of a command is told truly, or not at all."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_graphsync.domain.commands.nodes import CreateNodeCommand
from jupyter_graphsync.domain.errors import (
    GraphSyncError,
    StorageFull,
    Unavailable,
)
from jupyter_graphsync.eventlog.base import DamagedLog
from jupyter_graphsync.sessions.requests import CommandRequest, LoadRequest

from .faults import FaultyStore, away
from .house import REST, graph_of, house, node, perform, reverse


async def test_OR1_a_reply_comes_after_the_commit_that_it_answers() -> None:
    async with house() as home:
        await home.create()
        ann = await home.join("ann")

        replies = [await ann.do("create-node", **node(name)) for name in "abc"]

        order = [message["seq"] for message in ann.of_type("commit", "reply")]
        assert order == [1, 1, 2, 2, 3, 3]
        assert [message["type"] for message in ann.of_type("commit", "reply")] == [
            "commit",
            "reply",
        ] * 3
        assert [reply["seq"] for reply in replies] == [1, 2, 3]


async def test_OR2_nobody_sees_or_is_told_what_is_not_durable() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        ann, ben = await home.join("ann"), await home.join("ben")
        store.open_gate.clear()

        await ann.begin("create-node", "1", **node("a"))
        await store.waiting.wait()

        view = asyncio.ensure_future(session.view())
        await asyncio.wait({view}, timeout=0.05)
        assert not view.done()
        assert not ann.of_type("commit", "reply")
        assert not ben.events("command:", "graph:")
        assert session.position.seq == 0
        store.open_gate.set()
        await ann.reply("1")
        assert (await view)[0].seq == 1
        await ben.in_step()


async def test_OR3_what_waits_meanwhile_shares_the_next_append_in_the_order_of_arrival() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        store.open_gate.clear()
        first = asyncio.ensure_future(perform(session, "create-node", "0", **node("n0")))
        await store.waiting.wait()
        rest = [
            asyncio.ensure_future(perform(session, "create-node", str(i), **node(f"n{i}")))
            for i in range(1, 20)
        ]

        store.open_gate.set()
        outcomes = await asyncio.gather(first, *rest)

        assert store.appended == [1, 19]
        assert [outcome.seq for outcome in outcomes] == list(range(1, 21))


@pytest.mark.parametrize(
    "error",
    [
        away(),
        StorageFull("storage-full", "no room"),
        Unavailable("storage-locked", "another server"),
    ],
    ids=lambda error: error.code,
)
async def test_OR4_an_append_that_fails_changes_nothing_and_the_next_one_works(
    error: GraphSyncError,
) -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        ann, ben = await home.join("ann"), await home.join("ben")
        await ann.do("create-node", "1", **node("a"))
        before = await graph_of(session)
        store.refuse = [error]

        failed = await ann.do("create-node", "2", **node("b"))
        after = await graph_of(session)
        again = await ann.do("create-node", "2", **node("b"))

        assert failed["error"]["code"] == error.code
        assert failed["error"]["retry"]
        assert after == before
        assert again["ok"]
        assert again["seq"] == 2
        assert ben.events("command:failed")[0][1]["error"] == error.code
        await ben.in_step()
        assert ben.replica.graph == await graph_of(session)


async def test_OR5_a_failed_append_leaves_undo_and_redo_as_they_were() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))
        await perform(session, "create-node", "2", **node("b"))
        await reverse(session, "undo", "3")
        before = await graph_of(session)

        for request in (
            perform(session, "create-node", "4", **node("c")),
            reverse(session, "undo", "5"),
            reverse(session, "redo", "6"),
        ):
            store.refuse = [away()]
            with pytest.raises(Unavailable):
                await request

        assert await graph_of(session) == before
        await reverse(session, "redo", "7")
        assert set((await graph_of(session)).nodes) == {"a", "b"}
        await reverse(session, "undo", "8")
        await reverse(session, "undo", "9")
        assert not (await graph_of(session)).nodes


async def test_OR6_a_resend_in_the_round_that_fails_is_not_told_that_it_happened() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        store.refuse = [away()]

        outcomes = await asyncio.gather(
            perform(session, "create-node", "1", **node("a")),
            perform(session, "create-node", "1", **node("a")),
            return_exceptions=True,
        )

        assert [getattr(outcome, "code", "told ok") for outcome in outcomes] == [
            "storage-unavailable",
            "storage-unavailable",
        ]


async def test_OR7_an_append_that_breaks_is_answered_and_the_session_lives() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        store.refuse = [ValueError("commits must be numbered")]

        with pytest.raises(GraphSyncError) as refusal:
            await asyncio.wait_for(perform(session, "create-node", "1", **node("a")), 5)
        outcome = await asyncio.wait_for(perform(session, "create-node", "2", **node("a")), 5)

        assert refusal.value.code == "internal"
        assert outcome.seq == 1


async def test_OR7_damage_that_shows_at_an_append_makes_the_session_read_only() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))
        store.refuse = [DamagedLog("s", session.position, "there are commits beyond the head")]
        codes = []

        for name in "bc":
            with pytest.raises(Unavailable) as refusal:
                await asyncio.wait_for(perform(session, "create-node", name, **node(name)), 5)
            codes.append((refusal.value.code, refusal.value.details))

        assert codes == [("corrupt-read-only", {"last_good_seq": 1})] * 2
        assert session.damage == "there are commits beyond the head"
        assert set((await graph_of(session)).nodes) == {"a"}


async def test_OR13_a_load_that_fails_leaves_graph_settings_and_history() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create(title="mine", structure="tree")
        await perform(session, "create-node", "1", **node("a"))
        before, settings, position = await graph_of(session), session.settings, session.position
        other = await home.create("other", structure="graph")
        await perform(other, "create-node", "1", **node("z"))
        store.refuse = [away()]

        with pytest.raises(Unavailable):
            await session.perform(
                LoadRequest(
                    command_id="2", actor=REST, view=(await other.view())[1], project_id="p"
                )
            )

        assert await graph_of(session) == before
        assert (session.settings, session.position) == (settings, position)
        await reverse(session, "undo", "3")
        assert not (await graph_of(session)).nodes


async def test_OR14_a_command_that_breaks_while_it_is_sealed_leaves_nothing_behind() -> None:
    class UnspeakableCommand(CreateNodeCommand, kw_only=True, frozen=True):
        def result(self) -> object:
            return object()

    async with house() as home:
        session = await home.create()
        broken = UnspeakableCommand(name="x", blueprint_type_id="t", node_id="x")

        with pytest.raises(GraphSyncError) as refusal:
            await session.perform(CommandRequest(command_id="1", actor=REST, command=broken))
        outcome = await asyncio.wait_for(perform(session, "create-node", "2", **node("a")), 5)

        assert refusal.value.code == "internal"
        assert outcome.seq == 1
        assert set((await graph_of(session)).nodes) == {"a"}
