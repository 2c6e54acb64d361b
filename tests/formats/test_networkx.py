"""Node-link JSON, GraphML and GEXF, read by NetworkX."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import msgspec
import networkx
import pytest
from hypothesis import given, settings

from jupyter_graphsync.domain.graph import GraphView, Node
from jupyter_graphsync.formats import FORMATS

from .samples import AWKWARD, views


def from_node_link(data: bytes) -> Any:
    return networkx.node_link_graph(json.loads(data), edges="edges")


def from_graphml(data: bytes) -> Any:
    return networkx.read_graphml(io.BytesIO(data))


def from_gexf(data: bytes) -> Any:
    return networkx.read_gexf(io.BytesIO(data), version="1.3")


READERS: dict[str, Callable[[bytes], Any]] = {
    "node-link": from_node_link,
    "graphml": from_graphml,
    "gexf": from_gexf,
}
EVERY_READER = pytest.mark.parametrize("name", list(READERS))


def through(name: str, view: GraphView, **options: Any) -> Any:
    return READERS[name](b"".join(FORMATS[name].write(view, **options)))


@EVERY_READER
def test_FM4_nodes_links_and_properties_arrive_with_their_types(name: str) -> None:
    graph = through(name, AWKWARD)

    assert set(graph.nodes) == {"a", "b", "c"}
    assert set(graph.edges) == {("a", "b"), ("b", "a"), ("c", "c")}
    assert graph.is_directed()
    assert graph.nodes["b"]["mass"] == 2.5
    assert graph.nodes["b"]["count"] == 3
    assert graph.nodes["b"]["ok"] is True
    assert graph.nodes["b"]["blueprint_type_id"] == "part"
    weight = "property:weight" if name == "gexf" else "weight"
    assert graph.edges["b", "a"][weight] == 0.5


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_FM4_what_xml_has_no_type_for_is_json_text_and_null_is_left_out(name: str) -> None:
    graph = through(name, AWKWARD)

    assert graph.nodes["b"]["tags"] == '["x",1]'
    assert "nothing" not in graph.nodes["a"]


def test_FM4_text_arrives_as_it_was_but_for_what_xml_cannot_hold() -> None:
    text = AWKWARD.nodes[1].name

    assert through("node-link", AWKWARD).nodes["a"]["name"] == text
    assert through("graphml", AWKWARD).nodes["a"]["name"] == text.replace("\x01", "\ufffd")
    assert through("gexf", AWKWARD).nodes["a"]["label"] == text.replace("\x01", "\ufffd")


@EVERY_READER
def test_FM4_view_state_is_left_out_unless_it_is_asked_for(name: str) -> None:
    without = through(name, AWKWARD).nodes["b"]
    having = through(name, AWKWARD, view_state=True).nodes["b"]

    assert "_position" not in without
    assert "_position" in having


def test_FM4_gexf_tells_positions_as_gephi_draws_them() -> None:
    graph = through("gexf", AWKWARD, view_state=True)

    assert graph.nodes["b"]["viz"]["position"] == {"x": 30.0, "y": -40.0, "z": 0.0}


def test_FM4_a_property_whose_name_a_format_needs_keeps_its_value_under_another() -> None:
    graph = through("node-link", AWKWARD)

    assert graph.nodes["a"]["property:id"] == "own"


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_FM4_ids_that_xml_cannot_hold_stay_different(name: str) -> None:
    ids = ["a\x01", "a\x02", "a_x0001_", "a_x0002_", "a\ufffd"]
    nodes = [Node(node_id, "", "t", {}) for node_id in ids]
    view = msgspec.structs.replace(AWKWARD, nodes=nodes, links=[])

    assert through(name, view).number_of_nodes() == len(ids)


@EVERY_READER
@settings(max_examples=40, deadline=None)
@given(view=views())
def test_FM4_any_graph_can_be_read(name: str, view: GraphView) -> None:
    graph = through(name, view)

    assert graph.number_of_nodes() == len(view.nodes)
    assert graph.number_of_edges() == len(view.links)
