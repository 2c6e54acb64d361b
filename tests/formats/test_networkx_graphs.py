"""To and from NetworkX graphs."""

from __future__ import annotations

import datetime
import math
from typing import Any

import networkx as nx
import pytest
from hypothesis import given

from jupyter_graphsync.domain.errors import BadRequest
from jupyter_graphsync.domain.graph import GraphView, Link, Node
from jupyter_graphsync.formats.networkx_graphs import from_networkx, to_networkx

from .samples import AWKWARD, views


def content(view: GraphView) -> tuple[Any, ...]:
    return (
        {node.node_id: (node.name, node.blueprint_type_id, node.properties) for node in view.nodes},
        {(link.parent_id, link.child_id): link.properties for link in view.links},
        sorted(found.blueprint_type_id for found in view.blueprint_types),
    )


@given(views())
def test_IO1_a_graph_comes_back_from_networkx_as_it_was(view: GraphView) -> None:
    found, told = from_networkx(to_networkx(view, view_state=True), structure="graph")

    assert content(found) == content(view)
    assert told == ""


def test_IO1_names_types_properties_and_view_state_are_attributes() -> None:
    graph = to_networkx(AWKWARD, view_state=True)

    assert graph.nodes["b"]["mass"] == 2.5
    assert graph.nodes["b"]["blueprint_type_id"] == "part"
    assert graph.nodes["b"]["_position"] == [30, 40]
    assert "_position" not in to_networkx(AWKWARD).nodes["b"]
    assert graph.edges["b", "a"]["weight"] == 0.5


def test_IO2_keys_become_text_and_names_are_found() -> None:
    graph = nx.DiGraph([(0, (1, 2))])
    graph.nodes[0]["label"] = "Zero"

    view, _ = from_networkx(graph)

    assert {node.node_id: node.name for node in view.nodes} == {"0": "Zero", "(1, 2)": "(1, 2)"}
    assert view.structure == "dag"


def test_IO2_two_keys_of_one_text_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"1 and '1' would both have the id '1'"):
        from_networkx(nx.empty_graph([1, "1"]))


def test_IO3_parallel_edges_are_one_link_and_become_several_again() -> None:
    graph = nx.MultiDiGraph()
    graph.add_edge("a", "b", weight=1)
    graph.add_edge("a", "b", key="ferry", weight=2)

    view, told = from_networkx(graph)

    assert view.links == [
        Link("a", "b", {"weight": 1, "edges": [{"weight": 1}, {"weight": 2, "key": "ferry"}]})
    ]
    assert told == "1 parallel edges became one link, whose property 'edges' has them all"
    again = to_networkx(view, multigraph=True)
    assert [data for *_, data in again.edges(data=True)] == view.links[0].properties["edges"]


def test_IO3_undirected_edges_get_a_direction_and_that_is_said() -> None:
    view, told = from_networkx(nx.karate_club_graph())

    assert len(view.links) == 78
    assert told == "78 undirected edges got a direction"
    again = to_networkx(view, directed=False)
    assert nx.is_isomorphic(again, nx.karate_club_graph())


@pytest.mark.parametrize(
    ("edges", "structure"),
    [([("a", "b")], "dag"), ([("a", "b"), ("b", "a")], "graph"), ([("a", "a")], "graph")],
)
def test_IO4_the_structure_is_the_one_that_the_graph_has(
    edges: list[tuple[str, str]], structure: str
) -> None:
    view, _ = from_networkx(nx.DiGraph(edges))

    assert view.structure == structure


def test_IO5_values_become_json_and_what_cannot_is_named() -> None:
    graph = nx.DiGraph()
    graph.add_node("a", day=datetime.date(2026, 1, 2), tags={"x"}, missing=math.nan, pair=(1, 2))

    view, told = from_networkx(graph)

    assert view.nodes == [
        Node("a", "a", "node", {"day": "2026-01-02", "tags": ["x"], "pair": [1, 2]})
    ]
    assert told == "1 missing values (NaN) were left out"
    graph.nodes["a"]["odd"] = object()
    with pytest.raises(BadRequest, match="node 'a', attribute 'odd'"):
        from_networkx(graph)


def test_IO6_a_layout_of_networkx_becomes_positions_with_room_for_nodes() -> None:
    view, _ = from_networkx(nx.path_graph(2), pos={0: (0.0, 1.0), 1: (1.0, 0.0)})

    places = [node.properties["_position"] for node in view.nodes]
    assert places == [[0.0, 0.0], [169.7, 169.7]]
