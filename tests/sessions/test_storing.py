"""What became of an append that the storage does not answer for is found out, and told truly."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_graphsync.domain.errors import Unavailable

from .faults import FaultyStore, away, unknown
from .house import graph_of, house, node, perform


async def test_OR8_storage_that_does_not_answer_is_told_in_time_and_found_out_later() -> None:
    store = FaultyStore()
    async with house(store, storage_timeout=0.01) as home:
        session = await home.create()
        ann, ben = await home.join("ann"), await home.join("ben")
        store.open_gate.clear()

        unsure = await ann.do("create-node", "1", **node("a"))
        refused = await ben.do("create-node", "2", **node("b"))
        store.open_gate.set()
        await ben.until(lambda: bool(ben.of_type("commit")))
        again = await ann.do("create-node", "1", **node("a"))

        assert unsure["error"]["code"] == "outcome-unknown"
        assert unsure["error"]["retry"]
        assert refused["error"]["code"] == "storage-unavailable"
        assert (again["ok"], again["seq"]) == (True, 1)
        assert session.position.seq == 1


async def test_OR9_an_append_of_unknown_outcome_that_happened_is_adopted() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        ann, ben = await home.join("ann"), await home.join("ben")
        store.lose = [unknown()]

        unsure = await ann.do("create-node", "1", **node("a"))
        await ben.until(lambda: bool(ben.of_type("commit")))
        again = await ann.do("create-node", "1", **node("a"))

        assert unsure["error"]["code"] == "outcome-unknown"
        assert again["seq"] == 1
        assert set((await graph_of(session)).nodes) == {"a"}


async def test_OR10_an_append_of_unknown_outcome_that_did_not_happen_leaves_no_trace() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        ann = await home.join("ann")
        store.refuse = [unknown()]

        unsure = await ann.do("create-node", "1", **node("a"))
        before = await graph_of(session)
        again = await ann.do("create-node", "1", **node("a"))

        assert unsure["error"]["code"] == "outcome-unknown"
        assert not before.nodes
        assert (again["ok"], again["seq"]) == (True, 1)


async def test_OR11_the_question_what_became_of_it_is_asked_until_it_is_answered() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        ann = await home.join("ann")
        store.lose, store.deaf = [unknown()], [away(), away()]

        await ann.do("create-node", "1", **node("a"))
        await ann.until(lambda: bool(ann.of_type("commit")))

        assert session.position.seq == 1


async def test_OR12_a_session_that_was_ended_meanwhile_does_not_ask_for_ever() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await home.create()
        store.open_gate.clear()
        store.refuse = [unknown()]
        request = asyncio.ensure_future(perform(session, "create-node", "1", **node("a")))
        await store.waiting.wait()
        ended = asyncio.ensure_future(home.manager.end("s"))

        store.open_gate.set()

        await asyncio.wait_for(ended, 5)
        with pytest.raises(Unavailable):
            await request
