"""Computed properties on a real server: what everybody sees of them, and who can undo what."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

import jupyter_graphsync as gs
from jupyter_graphsync.client.computing import ComputedLoop
from jupyter_graphsync.client.graph import SharedGraph
from jupyter_graphsync.client.live_node import LiveNode

from .live_server import TOKEN, LiveServer

SECONDS = 20.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("server"))
    live.start()
    yield live
    live.stop()


@pytest.fixture
def g(server: LiveServer, request: pytest.FixtureRequest) -> Iterator[SharedGraph]:
    name = request.node.name.replace("_", "-")[:60]
    with gs.connect(name, url=server.url, token=TOKEN, name="Ana") as graph:
        graph.add_node("Lyon", "Warehouse", node_id="lyon")
        graph.add_node("wine", "Stock", node_id="wine", parent="lyon", count=3)
        graph.add_node("salt", "Stock", node_id="salt", parent="lyon", count=4)
        yield graph


def total(node: LiveNode) -> int:
    return sum(child["count"] for child in node.children)


def until(g: SharedGraph, node_id: str, property_id: str, value: object) -> None:
    with g.events(timeout=SECONDS) as events:
        if g[node_id].get(property_id) == value:
            return
        for _ in events:
            if g[node_id].get(property_id) == value:
                return
    raise AssertionError(f"{property_id} is {g[node_id].get(property_id)!r}, not {value!r}")


def test_PY43_a_value_is_there_at_once_and_follows_what_it_read(g: SharedGraph) -> None:
    g.computed("Warehouse", "total")(total)
    assert g["Lyon"]["total"] == 7

    g["wine"]["count"] = 10
    until(g, "lyon", "total", 14)
    g["salt"].remove()
    until(g, "lyon", "total", 10)
    g.add_node("Nice", "Warehouse", node_id="nice")
    until(g, "nice", "total", 0)


def test_PY43_undo_takes_back_what_one_did_and_the_value_follows(g: SharedGraph) -> None:
    @g.computed("Warehouse", "total")
    def _(node: LiveNode) -> int:
        return total(node)

    g["wine"]["count"] = 10
    until(g, "lyon", "total", 14)

    g.undo()

    assert g["wine"]["count"] == 3
    until(g, "lyon", "total", 7)
    written = [commit for commit in g.history() if commit.command_type == "update-properties"]
    assert {commit.actor.name for commit in written} == {"Ana (computed)"}
    assert g.client_id not in {commit.actor.client_id for commit in written}
    assert [client.name for client in g.clients] == ["Ana"]


def test_PY43_two_who_compute_the_same_come_to_rest(g: SharedGraph, server: LiveServer) -> None:
    with gs.connect(g.session_id, url=server.url, token=TOKEN) as other:
        g.computed("Warehouse", "total")(total)
        other.computed("Warehouse", "total")(total)

        for count in range(5):
            g["wine"]["count"] = count
        until(other, "lyon", "total", 8)
        until(g, "lyon", "total", 8)


def test_PY43_a_loop_between_two_clients_ends(
    g: SharedGraph, server: LiveServer, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.ERROR),
        gs.connect(g.session_id, url=server.url, token=TOKEN) as other,
        g.events("graph:property-changed", timeout=1.5) as changes,
    ):
        g.computed("Warehouse", "up")(lambda node: node.get("down", 0) + 1)
        other.computed("Warehouse", "down")(lambda node: node.get("up", 0) + 1)

        assert len(list(changes)) < 200
    assert "by way of another client" in caplog.text


def test_PY43_a_loop_is_raised_where_it_is_made(g: SharedGraph) -> None:
    with pytest.raises(ComputedLoop, match="follows from itself"):
        g.computed("Warehouse", "n")(lambda node: node.get("n", 0) + 1)

    assert "n" not in g["Lyon"]


def test_PY44_a_value_that_the_server_refuses_harms_no_other(
    g: SharedGraph, caplog: pytest.LogCaptureFixture
) -> None:
    schema = {"title": "Stock", "type": "object", "properties": {"half": {"type": "integer"}}}
    g.define(schema)

    with caplog.at_level(logging.ERROR):
        g.computed("Stock", "half")(lambda node: node["count"] / 2)

    assert g["salt"]["half"] == 2.0
    assert "half" not in g["wine"]
    assert "'half' of node 'wine' was refused" in caplog.text


def test_PY44_off_ends_it(g: SharedGraph) -> None:
    g.computed("Warehouse", "total")(total)
    g.computed("Warehouse", "kinds")(lambda node: len(node.children))

    g.off(total)
    g["wine"]["count"] = 100
    g.add_node("tea", "Stock", parent="lyon", count=1)

    until(g, "lyon", "kinds", 3)
    assert g["Lyon"]["total"] == 7


@pytest.mark.slow
def test_PY44_values_are_right_again_after_the_server_was_away(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    live = LiveServer(tmp_path_factory.mktemp("killed"))
    live.start()
    try:
        with gs.connect("killed", url=live.url, token=TOKEN) as g:
            g.add_node("wine", "Stock", node_id="wine", count=1)
            g.computed("Stock", "double")(lambda node: node["count"] * 2)
            live.kill()
            live.start()
            g["wine"]["count"] = 5
            until(g, "wine", "double", 10)
    finally:
        live.stop()
