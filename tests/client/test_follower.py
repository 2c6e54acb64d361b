"""A follower: snapshots in parts, replay, another history."""

from __future__ import annotations

from jupyter_graphsync.client.events import LiveEvent
from jupyter_graphsync.domain.blueprints import BlueprintType
from jupyter_graphsync.domain.events import (
    BlueprintDefined,
    CommandExecuted,
    NodeCreated,
    NodeDeleted,
    NodeLinked,
    ProjectLoaded,
    SessionPresence,
)
from jupyter_graphsync.domain.graph import Graph

from .memory_server import MemoryServer
from .scenario import client_of, in_loop, until


def some_graph() -> Graph:
    graph = Graph()
    graph.apply(BlueprintDefined(blueprint_type=BlueprintType(blueprint_type_id="city")))
    for name in "abcde":
        graph.apply(
            NodeCreated(node_id=name, name=name, blueprint_type_id="city", properties={"n": name})
        )
    graph.apply(NodeLinked(parent_id="a", child_id="b", properties={"km": 12}))
    return graph


@in_loop
async def test_PC4_a_snapshot_in_parts_is_the_whole_graph() -> None:
    server = MemoryServer()
    server.replace_history(some_graph())
    server.mode = "snapshot"

    async with client_of(server) as graph:
        assert len(server.snapshot()) == 3
        assert Graph.from_view(graph.graph) == server.graph
        assert graph.position == server.position


@in_loop
async def test_PC4_history_is_replayed_from_the_beginning_where_that_is_what_the_server_sends() -> (
    None
):
    server = MemoryServer()
    server.execute("create-node", name="a", blueprint_type_id="node", node_id="a")
    server.execute("create-node", name="b", blueprint_type_id="node", parent_id="a", node_id="b")
    server.mode = "replay"

    async with client_of(server) as graph:
        assert Graph.from_view(graph.graph) == server.graph
        assert graph.position == server.position


@in_loop
async def test_PC4_after_a_reset_nothing_of_the_former_graph_is_left() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        await graph.add_node("old", node_id="old")
        server.replace_history(some_graph())
        await graph.wait_for("replica:replaced")
        await graph.add_node("new", node_id="new")

        assert [node.node_id for node in graph.nodes] == ["a", "b", "c", "d", "e", "new"]
        assert graph.position == server.position


@in_loop
async def test_PC4_a_small_project_comes_in_the_event() -> None:
    server = MemoryServer()
    nodes = [{"node_id": "x", "name": "x", "blueprint_type_id": "node", "properties": {}}]
    loaded = {"structure": "tree", "nodes": nodes, "links": [], "blueprint_types": []}

    async with client_of(server) as graph:
        await graph.add_node("old", node_id="old")
        server.commit_events(ProjectLoaded(project_id="p", graph=loaded))
        await until(graph, lambda: "x" in graph)

        assert "old" not in graph
        assert graph.settings.structure == "tree"


@in_loop
async def test_PC4_a_large_project_is_handed_out_whole_though_the_event_holds_counts() -> None:
    server = MemoryServer()
    heard: list[LiveEvent] = []

    async with client_of(server) as graph:
        graph.on("project:loaded", heard.append)
        await graph.add_node("a", node_id="a")
        server.commit_events(
            ProjectLoaded(project_id="p", graph={"node_count": 1, "link_count": 0})
        )
        await until(graph, lambda: bool(heard))

        assert [node["node_id"] for node in heard[0].payload.graph["nodes"]] == ["a"]


@in_loop
async def test_PC4_changed_settings_show() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        changed = {"title": "Supply", "structure": "tree", "strict_blueprints": True}
        server.commit_events(
            CommandExecuted(command_id="c", command_type="update-settings", result=changed)
        )
        await graph.wait_for("command:executed")

        assert (graph.settings.title, graph.graph.structure) == ("Supply", "tree")
        assert graph.graph.strict_blueprints


@in_loop
async def test_PC4_a_commit_that_does_not_fit_is_healed_by_a_snapshot() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        server.commit_events(NodeDeleted(node_id="nobody"))
        await graph.add_node("z", node_id="z")

        assert [node.node_id for node in graph.nodes] == ["z"]
        assert graph.position == server.position


@in_loop
async def test_PC4_presence_changes_who_is_there_and_who_left() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        other = {"client_id": "other", "name": "Ben"}
        server.tell(SessionPresence(clients=[other]))
        server.tell(SessionPresence(clients=[{"client_id": "other", "selection": ["a"]}]))
        server.tell(SessionPresence(clients=[], left=[graph.client_id]))
        for _ in range(3):
            await graph.wait_for("session:presence")

        (ben,) = graph.clients
        assert (ben.name, ben.selection) == ("Ben", ["a"])
