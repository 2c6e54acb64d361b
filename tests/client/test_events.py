"""Events: everybody who listens hears all of them, in order, and harms nobody else."""

from __future__ import annotations

import asyncio
import logging

import pytest
from msgspec import UNSET

from jupyter_graphsync.client.errors import ConnectionEnded, EventsLost
from jupyter_graphsync.client.events import MAX_WAITING, Hub, LiveEvent
from jupyter_graphsync.domain.events import CommandFailed, SessionConnected

from .memory_server import MemoryServer
from .scenario import client_of, in_loop, joined, until


@in_loop
async def test_PC8_the_events_of_a_commit_come_in_order_with_payload_actor_and_seq() -> None:
    async with client_of(MemoryServer()) as graph:
        with graph.events() as events:
            await graph.add_node("a", node_id="a")
            await graph.add_node("b", node_id="b", parent="a", size=3)
            heard = [await events.next(1) for _ in range(5)]

        assert [event.event for event in heard] == [
            "graph:node-created",
            "command:executed",
            "graph:node-created",
            "graph:node-linked",
            "command:executed",
        ]
        assert heard[2].payload.node_id == "b"
        assert heard[2].fields()["properties"] == {"size": 3}
        assert [event.seq for event in heard] == [1, 1, 2, 2, 2]
        assert {event.actor.client_id for event in heard if event.actor} == {graph.client_id}


@in_loop
async def test_PC8_a_passing_event_has_no_seq() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        with graph.events("command:failed") as events:
            server.tell(CommandFailed(command_id="c", command_type="create-node", error="exists"))
            event = await events.next(1)

        assert (event.seq, event.actor, event.payload.error) == (None, None, "exists")


@in_loop
async def test_PC8_callbacks_are_called_in_order_and_one_that_raises_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard: list[str] = []

    async with client_of(MemoryServer()) as graph:

        @graph.on("graph:node-created")
        def broken(event: LiveEvent) -> None:
            raise RuntimeError("a fault of the user's")

        @graph.on("*")
        async def note(event: LiveEvent) -> None:
            heard.append(event.event)

        with caplog.at_level(logging.ERROR):
            await graph.add_node("a")
            await until(graph, lambda: len(heard) == 2)

        assert heard == ["graph:node-created", "command:executed"]
        assert "a fault of the user's" in caplog.text


@in_loop
async def test_PC8_a_callback_may_write() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:

        @graph.on("graph:node-created")
        async def mark(event: LiveEvent) -> None:
            await graph.set_property(event.payload.node_id, "seen", True)

        await graph.add_node("a", node_id="a")
        await until(graph, lambda: "seen" in graph["a"].properties)


@in_loop
async def test_PC8_a_callback_that_was_taken_off_is_called_no_more() -> None:
    heard: list[LiveEvent] = []
    async with client_of(MemoryServer()) as graph:
        graph.on("*", heard.append)
        graph.off(heard.append)

        await graph.add_node("a")

    assert not heard


@in_loop
async def test_PC8_a_family_of_events_has_a_name_too() -> None:
    heard: list[str] = []
    async with client_of(MemoryServer()) as graph:
        graph.on("graph:*", lambda event: heard.append(event.event))
        with graph.events("graph:*") as events:
            node = await graph.add_node("a")
            await graph.set_property(node, "x", 1)

            streamed = [(await anext(aiter(events))).event for _ in range(2)]

    assert streamed == ["graph:node-created", "graph:property-changed"]
    assert heard == streamed


@in_loop
async def test_PC8_an_event_that_does_not_exist_is_refused_with_the_choice() -> None:
    async with client_of(MemoryServer()) as graph:
        with pytest.raises(ValueError, match="graph:node-created"):
            graph.on("graph:node-create", print)
        with pytest.raises(ValueError, match="there is no event"):
            graph.events("created")


@in_loop
async def test_PC8_wait_for_returns_the_first_that_the_predicate_holds_of() -> None:
    async with client_of(MemoryServer()) as graph:
        waiting = asyncio.create_task(
            graph.wait_for("graph:node-created", lambda event: event.payload.name == "b")
        )
        await asyncio.gather(graph.add_node("a"), graph.add_node("b"))

        assert (await waiting).payload.name == "b"


@in_loop
async def test_PC8_wait_for_gives_up_after_its_timeout() -> None:
    async with client_of(MemoryServer()) as graph:
        with pytest.raises(TimeoutError, match=r"within 0\.01 s"):
            await graph.wait_for("graph:node-created", timeout=0.01)


@in_loop
async def test_PC8_an_iteration_ends_with_its_timeout_or_with_the_connection() -> None:
    server = MemoryServer()
    graph = await joined(server)
    with_timeout, without = graph.events(timeout=0.01), graph.events()
    await graph.add_node("a")

    assert len([event async for event in with_timeout]) == 2
    await graph.close()
    assert len([event async for event in without]) == 2


@in_loop
async def test_PC8_a_reader_that_falls_far_behind_is_told_and_costs_bounded_memory() -> None:
    hub = Hub()
    subscription = hub.subscribe()
    event = SessionConnected(session_id="s", client_count=1)
    for _ in range(MAX_WAITING + 5):
        hub.publish_passing(event, UNSET)

    with pytest.raises(EventsLost):
        await subscription.take()

    assert len(await subscription.take()) == 5


@in_loop
async def test_PC8_a_subscription_that_begins_after_the_end_ends_at_once() -> None:
    hub = Hub()
    hub.end(ConnectionEnded("over"))

    with pytest.raises(ConnectionEnded):
        await hub.subscribe().take()
