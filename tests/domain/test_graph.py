"""The graph: what events make of it, and what can be asked of it."""

from __future__ import annotations

import pytest

from jupyter_graphsync.domain.errors import NotFound
from jupyter_graphsync.domain.events import (
    NodeCreated,
    NodeDeleted,
    NodeLinked,
    NodeUnlinked,
    PropertyChanged,
)
from jupyter_graphsync.domain.graph import Graph


@pytest.fixture
def graph() -> Graph:
    graph = Graph("graph")
    for node_id in "abc":
        graph.apply(NodeCreated(node_id=node_id, name=node_id.upper(), blueprint_type_id="t"))
    for parent_id, child_id in (("a", "b"), ("b", "c"), ("b", "b")):
        graph.apply(NodeLinked(parent_id=parent_id, child_id=child_id))
    return graph


def test_GR1_links_are_found_from_both_ends(graph: Graph) -> None:
    assert set(graph.children("b")) == {"c", "b"}
    assert set(graph.parents("b")) == {"a", "b"}
    assert graph.has_link("a", "b") and not graph.has_link("b", "a")
    assert graph.link_count == 3


def test_GR1_the_links_of_a_node_hold_a_self_link_once(graph: Graph) -> None:
    pairs = [(link.parent_id, link.child_id) for link in graph.incident("b")]

    assert sorted(pairs) == [("a", "b"), ("b", "b"), ("b", "c")]


def test_GR1_a_removed_link_is_gone_from_both_ends(graph: Graph) -> None:
    graph.apply(NodeUnlinked(parent_id="a", child_id="b"))

    assert not graph.children("a")
    assert set(graph.parents("b")) == {"b"}
    assert graph.link_count == 2


def test_GR2_what_is_not_there_is_named(graph: Graph) -> None:
    with pytest.raises(NotFound) as node:
        graph.node("x")
    with pytest.raises(NotFound) as link:
        graph.link("a", "c")

    assert (node.value.code, node.value.details) == ("unknown-node", {"node_id": "x"})
    assert (link.value.code, link.value.details) == (
        "unknown-link",
        {"parent_id": "a", "child_id": "c"},
    )


def test_GR3_a_view_does_not_change_any_more(graph: Graph) -> None:
    view = graph.view()
    graph.apply(PropertyChanged(node_id="a", property_id="p", new_value=1))
    graph.apply(NodeUnlinked(parent_id="a", child_id="b"))

    assert view.nodes[0].properties == {}
    assert len(view.links) == 3


def test_GR3_a_graph_made_from_a_view_is_the_same_and_apart(graph: Graph) -> None:
    copy = Graph.from_view(graph.view())
    same = copy == graph
    copy.apply(NodeUnlinked(parent_id="b", child_id="c"))
    copy.apply(NodeDeleted(node_id="c"))

    assert same
    assert copy != graph
    assert "c" in graph.nodes and graph.link_count == 3


def test_GR3_the_order_of_events_does_not_count_in_a_comparison() -> None:
    one, other = Graph(), Graph()
    for graph, node_ids in ((one, "ab"), (other, "ba")):
        for node_id in node_ids:
            graph.apply(NodeCreated(node_id=node_id, name="", blueprint_type_id="t"))

    assert one == other
    assert one != "a graph"
