"""A command takes effect once or not at all, however often it is sent."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from jupyter_graphsync.domain.errors import Clash, GraphSyncError, Unavailable
from jupyter_graphsync.sessions import ring

from .faults import FaultyStore, away, unknown
from .house import House, graph_of, house, node, perform, reverse


async def forgotten(home: House) -> None:
    """Make the ring forget everything: a session that is put away keeps a snapshot only."""
    session = await home.reopen()
    assert session.position.seq > 0


async def test_ON1_the_same_command_twice_at_once_happens_once_with_one_answer() -> None:
    async with house() as home:
        session = await home.create()

        outcomes = await asyncio.gather(
            *(perform(session, "create-node", "1", **node("a")) for _ in range(5))
        )

        assert {(outcome.seq, str(outcome.result)) for outcome in outcomes} == {
            (1, "{'node_id': 'a'}")
        }
        assert session.position.seq == 1


async def test_ON2_the_same_command_later_gets_the_first_answer_and_tells_nobody() -> None:
    async with house() as home:
        session = await home.create()
        ann, ben = await home.join("ann"), await home.join("ben")
        first = await ann.do("create-node", "1", **node("a"))
        await ann.do("delete-node", "2", node_id="a")
        seen = len(ben.messages)

        again = await ann.do("create-node", "1", **node("a"))
        await ben.in_step()

        assert again == first
        assert session.position.seq == 2
        assert [message["type"] for message in ben.messages[seen:]] == ["pong"]


async def test_ON3_an_answer_is_kept_longer_than_the_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ring, "MAX_COMMITS", 3)
    async with house() as home:
        session = await home.create()
        for index in range(10):
            await perform(session, "create-node", str(index), **node(f"n{index}"))

        again = await perform(session, "create-node", "0", **node("n0"))

        assert (again.seq, again.result) == (1, {"node_id": "n0"})
        assert session.position.seq == 10


async def test_ON4_a_reopened_session_knows_what_it_was_asked_before() -> None:
    async with house() as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))
        await perform(session, "update-property", "2", node_id="a", property_id="p", new_value=1)
        await reverse(session, "undo", "3")
        await forgotten(home)
        session = await home.manager.get("s")

        again = [
            await perform(session, "create-node", "1", **node("a")),
            await perform(
                session, "update-property", "2", node_id="a", property_id="p", new_value=1
            ),
            await reverse(session, "undo", "3"),
        ]

        assert [outcome.seq for outcome in again] == [1, 2, 3]
        assert session.position.seq == 3


async def test_ON5_many_that_come_again_at_once_are_all_answered() -> None:
    async with house() as home:
        session = await home.create()
        arguments: list[dict[str, Any]] = [
            {"node_id": "n", "property_id": "p", "new_value": value} for value in range(50)
        ]
        await perform(session, "create-node", "n", **node("n"))
        for value, each in enumerate(arguments):
            await perform(session, "update-property", f"u{value}", **each)
        await forgotten(home)
        session = await home.manager.get("s")

        again = await asyncio.gather(
            *(
                perform(session, "update-property", f"u{value}", **each)
                for value, each in enumerate(arguments)
            ),
            perform(session, "update-property", "new", **arguments[0]),
        )

        assert [outcome.seq for outcome in again] == [*range(2, 52), 52]


async def test_ON6_rest_and_socket_share_the_ids() -> None:
    async with house() as home:
        session = await home.create()
        ann = await home.join("ann")
        await ann.do("create-node", "1", **node("a"))
        await perform(session, "create-node", "2", **node("b"))

        by_rest = await perform(session, "create-node", "1", **node("a"))
        by_socket = await ann.do("create-node", "2", **node("b"))

        assert (by_rest.seq, by_socket["seq"]) == (1, 2)
        assert session.position.seq == 2


async def test_ON7_an_id_with_another_content_is_refused_now_and_after_reopening() -> None:
    async with house() as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))
        codes = []

        for _ in range(2):
            for request in (
                perform(session, "create-node", "1", **node("b")),
                perform(session, "delete-node", "1", node_id="a"),
                perform(session, "delete-node", "1", node_id="nobody"),
                reverse(session, "undo", "1"),
            ):
                with pytest.raises(Clash) as refusal:
                    await request
                codes.append(refusal.value.code)
            await forgotten(home)
            session = await home.manager.get("s")

        assert codes == ["command-id-reused"] * 8
        assert session.position.seq == 1


async def test_ON7_an_id_with_another_content_in_the_same_round_is_refused() -> None:
    async with house() as home:
        session = await home.create()

        first, second = await asyncio.gather(
            perform(session, "create-node", "1", **node("a")),
            perform(session, "create-node", "1", **node("b")),
            return_exceptions=True,
        )

        assert getattr(first, "seq", None) == 1
        assert isinstance(second, Clash)
        assert second.code == "command-id-reused"


async def test_ON8_a_refused_command_may_be_sent_again_under_its_id() -> None:
    async with house() as home:
        session = await home.create()
        ann = await home.join("ann")
        link = {"parent_id": "a", "child_id": "b"}
        refused = await ann.do("link-node", "1", **link)
        for name in "ab":
            await ann.do("create-node", **node(name))

        accepted = await ann.do("link-node", "1", **link)

        assert refused["error"]["code"] == "unknown-node"
        assert accepted["ok"]
        assert (await graph_of(session)).has_link("a", "b")


async def test_ON9_a_resend_of_unknown_outcome_takes_effect_once() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        await perform(session, "create-node", "n", **node("n"))
        touch: dict[str, Any] = {"node_id": "n", "property_id": "p", "new_value": 1}
        store.lose = [unknown()]

        with pytest.raises(Unavailable) as refusal:
            await perform(session, "update-property", "1", **touch)
        again = await perform(session, "update-property", "1", **touch)

        assert refusal.value.code == "outcome-unknown"
        assert (again.seq, session.position.seq) == (2, 2)


async def test_ON10_an_undo_comes_again_as_one_undo() -> None:
    async with house() as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))
        await perform(session, "create-node", "2", **node("b"))
        first = await reverse(session, "undo", "u")

        again = await reverse(session, "undo", "u")

        assert again == first
        assert set((await graph_of(session)).nodes) == {"a"}


async def test_ON11_a_log_that_cannot_be_asked_is_said_to_be_away_and_the_session_lives() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))
        await forgotten(home)
        session = await home.manager.get("s")
        codes = []

        for arguments in (node("a"), node("b")):
            store.deaf = [away()]
            with pytest.raises(GraphSyncError) as refusal:
                await asyncio.wait_for(perform(session, "create-node", "1", **arguments), 5)
            codes.append(refusal.value.code)
        store.deaf = []
        again = await asyncio.wait_for(perform(session, "create-node", "1", **node("a")), 5)

        assert codes == ["storage-unavailable"] * 2
        assert again.seq == 1
