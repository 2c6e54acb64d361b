"""A batch: one command, all or nothing, and nothing at all on an exception."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_graphsync.domain.errors import BadRequest, Clash
from jupyter_graphsync.protocol import Execute

from .memory_server import MemoryServer
from .scenario import client_of, in_loop


@in_loop
async def test_PC6_a_batch_is_one_commit_and_its_nodes_can_be_linked_within() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        async with graph.batch() as batch:
            parent = await graph.add_node("parent")
            child = await graph.add_node("child")
            await graph.add_link(parent, child)

        assert server.position.seq == 1
        assert graph.children(parent) == [graph[child]]
        assert batch.result == [{"node_id": parent}, {"node_id": child}, {}]
        await graph.undo()
        assert len(graph) == 0


@in_loop
async def test_PC6_an_exception_inside_sends_nothing() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        with pytest.raises(ZeroDivisionError):
            async with graph.batch():
                await graph.add_node("a")
                raise ZeroDivisionError

        assert not server.ops


@in_loop
async def test_PC6_a_command_that_is_refused_takes_all_others_with_it() -> None:
    async with client_of(MemoryServer()) as graph:
        await graph.add_node("a", node_id="a")

        with pytest.raises(Clash) as refusal:
            async with graph.batch():
                await graph.add_node("b")
                await graph.add_node("a", node_id="a")

        assert refusal.value.details["index"] == 1
        assert len(graph) == 1


@in_loop
async def test_PC6_an_empty_batch_is_not_sent() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        async with graph.batch() as batch:
            pass

        assert (batch.result, server.ops) == ([], [])


@in_loop
async def test_PC6_a_batch_in_a_batch_is_part_of_it() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        async with graph.batch():
            await graph.add_node("a")
            async with graph.batch():
                await graph.add_node("b")

        assert sum(isinstance(op, Execute) for op in server.ops) == 1


@in_loop
async def test_PC6_what_another_task_does_meanwhile_is_no_part_of_it() -> None:
    async def other() -> None:
        await begun.wait()
        await graph.add_node("other", node_id="other")
        seen.set()

    begun, seen = asyncio.Event(), asyncio.Event()
    async with client_of(MemoryServer()) as graph:
        task = asyncio.create_task(other())
        async with graph.batch():
            await graph.add_node("a")
            begun.set()
            await seen.wait()
            assert [node.node_id for node in graph.nodes] == ["other"]
        await task


@in_loop
async def test_PC6_batches_of_two_graphs_are_apart() -> None:
    one, two = MemoryServer("one"), MemoryServer("two")

    async with client_of(one) as first, client_of(two) as second:
        async with first.batch(), second.batch():
            await first.add_node("a")
            await second.add_node("b")

        assert [node.name for node in first.nodes] == ["a"]
        assert [node.name for node in second.nodes] == ["b"]


@in_loop
async def test_PC6_an_undo_cannot_be_part_of_a_batch() -> None:
    async with client_of(MemoryServer()) as graph:
        with pytest.raises(BadRequest, match="after the batch"):
            async with graph.batch():
                await graph.undo()
