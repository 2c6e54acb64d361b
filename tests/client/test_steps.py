"""What a client knows of the steps that it can take back."""

from __future__ import annotations

from jupyter_graphsync.domain.graph import Graph

from .memory_server import MemoryServer
from .scenario import client_of, in_loop, until


@in_loop
async def test_PY28_a_client_knows_whether_it_can_undo_and_redo() -> None:
    async with client_of(MemoryServer()) as graph:
        known = [(graph.can_undo, graph.can_redo)]
        for step in (graph.add_node("a"), graph.undo(), graph.redo(), graph.undo()):
            await step
            known.append((graph.can_undo, graph.can_redo))
        await graph.add_node("b")
        known.append((graph.can_undo, graph.can_redo))

    nothing, can_undo, can_redo = (False, False), (True, False), (False, True)
    assert known == [nothing, can_undo, can_redo, can_undo, can_redo, can_undo]


@in_loop
async def test_PY28_steps_of_others_do_not_count() -> None:
    server = MemoryServer()
    async with client_of(server) as ana, client_of(server) as bob:
        await ana.add_node("a", node_id="a")
        await until(bob, lambda: "a" in bob)

        assert (ana.can_undo, bob.can_undo) == (True, False)


@in_loop
async def test_PY28_what_happened_while_the_line_was_cut_counts() -> None:
    server = MemoryServer()
    async with client_of(server) as graph:
        server.cut_before_replies = 1
        await graph.add_node("a")

        assert graph.can_undo


@in_loop
async def test_PY28_there_are_no_steps_in_a_history_that_has_just_begun() -> None:
    server = MemoryServer()
    async with client_of(server) as graph:
        await graph.add_node("a")
        server.replace_history(Graph())
        await until(graph, lambda: len(graph) == 0)

        assert not graph.can_undo
