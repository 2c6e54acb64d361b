"""The verbs: each is one command, with the values that Python has."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

from jupyter_graphsync.domain.blueprints import BlueprintType
from jupyter_graphsync.domain.commands.nodes import CreateNodeCommand
from jupyter_graphsync.domain.errors import BadRequest, Clash, GraphSyncError, Unprocessable
from jupyter_graphsync.domain.plain import plain

from .memory_server import MemoryServer
from .scenario import client_of, in_loop


@in_loop
async def test_PC7_a_node_is_made_linked_changed_and_removed() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        a = await graph.add_node("A", "city", properties={"is-big": True}, size=3)
        b = await graph.add_node("B", node_id="b", parent=a)
        await graph.rename(a, "Aix")
        await graph.set_property(a, "size", 4, expected=3)
        await graph.delete_property(a, "is-big")
        await graph.set_properties("_position", {a: (0, 1), b: (2, 3)})

        assert (graph[a].name, graph[a].blueprint_type_id) == ("Aix", "city")
        assert graph[a].properties == {"size": 4, "_position": [0, 1]}
        assert [node.node_id for node in graph.children(a)] == ["b"]
        assert [node.node_id for node in graph.parents("b")] == [a]
        await graph.remove_node(a, cascade=True)
        assert len(graph) == len(server.graph.nodes) == 0


@in_loop
async def test_PC7_a_link_is_made_changed_and_removed() -> None:
    async with client_of(MemoryServer()) as graph:
        await graph.add_node("A", node_id="a")
        await graph.add_node("B", node_id="b")
        await graph.add_link("a", "b", km=12, properties={"is-fast": True})
        await graph.set_link_property("a", "b", "km", 13, expected=12)
        await graph.delete_link_property("a", "b", "is-fast")

        (link,) = graph.links
        assert (link.parent_id, link.child_id, link.properties) == ("a", "b", {"km": 13})
        await graph.remove_link("a", "b")
        assert graph.links == []


@in_loop
async def test_PC7_a_stale_edit_is_refused_with_the_value_that_stands() -> None:
    async with client_of(MemoryServer()) as graph:
        await graph.add_node("A", node_id="a", size=1)

        with pytest.raises(Clash) as stale:
            await graph.set_property("a", "size", 3, expected=2)

        assert (stale.value.code, stale.value.details["current_value"]) == ("stale-value", 1)


@in_loop
async def test_PC7_a_blueprint_type_holds_for_its_nodes() -> None:
    schema = {"properties": {"size": {"type": "integer"}}}

    async with client_of(MemoryServer()) as graph:
        await graph.define(BlueprintType(blueprint_type_id="city", schema=schema))
        await graph.define({"blueprint_type_id": "road", "title": "Road"})
        with pytest.raises(Unprocessable):
            await graph.add_node("A", "city", size="large")

        assert set(graph.blueprint_types) == {"city", "road"}
        await graph.remove_blueprint("road")
        assert set(graph.blueprint_types) == {"city"}


@in_loop
async def test_PC7_what_is_no_blueprint_type_is_refused_here() -> None:
    async with client_of(MemoryServer()) as graph:
        with pytest.raises(BadRequest, match="no blueprint type"):
            await graph.define({"title": "Road"})


@in_loop
async def test_PC7_any_command_can_be_executed() -> None:
    async with client_of(MemoryServer()) as graph:
        result = await graph.execute(CreateNodeCommand(name="A", blueprint_type_id="node"))

        assert result["node_id"] in graph


@in_loop
async def test_PC7_undo_and_redo_take_back_and_do_again() -> None:
    async with client_of(MemoryServer()) as graph:
        await graph.add_node("A", node_id="a")

        assert set(await graph.undo()) == {"applied", "skipped"}
        assert "a" not in graph
        await graph.redo()
        assert "a" in graph


@in_loop
async def test_PC7_nothing_to_undo_is_an_error() -> None:
    async with client_of(MemoryServer()) as graph:
        with pytest.raises(Clash) as refusal:
            await graph.undo()
        assert refusal.value.code == "nothing-to-undo"


@in_loop
async def test_PC7_history_is_the_servers_commits() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        await graph.add_node("A")
        await graph.add_node("B")

        assert [commit.seq for commit in await graph.history(after=0, limit=7)] == [1, 2]
        assert server.requests == [("GET", "sessions/s/commits?after=0&limit=7", None)]


@pytest.mark.parametrize(
    ("given", "plainly"),
    [
        (None, None),
        (True, True),
        ((1, 2.5), [1, 2.5]),
        ({"a": {"b": ("c",)}}, {"a": {"b": ["c"]}}),
        (Fraction(1, 2), 0.5),
    ],
)
def test_PC7_values_become_what_json_holds(given: Any, plainly: Any) -> None:
    assert plain(given) == plainly
    assert type(plain(given)) is type(plainly)


class FakeArray:
    """As arrays and scalars of numpy do."""

    def tolist(self) -> list[int]:
        return [1, 2]


def test_PC7_arrays_become_lists() -> None:
    assert plain({"x": FakeArray()}) == {"x": [1, 2]}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, object(), {1: 2}, {"a": {1}}])
def test_PC7_a_value_without_a_form_in_json_is_refused_before_it_is_sent(value: Any) -> None:
    with pytest.raises(BadRequest):
        plain(value)


@in_loop
async def test_PC7_nan_in_a_command_of_ones_own_is_refused_too() -> None:
    async with client_of(MemoryServer()) as graph:
        command = CreateNodeCommand(name="A", blueprint_type_id="n", properties={"x": math.nan})

        with pytest.raises(GraphSyncError, match="no form in JSON"):
            await graph.execute(command)
