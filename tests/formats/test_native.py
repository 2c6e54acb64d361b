"""Our own JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from jupyter_graphsync.domain.commits import Position
from jupyter_graphsync.domain.errors import GraphSyncError
from jupyter_graphsync.domain.graph import Graph, GraphView
from jupyter_graphsync.domain.limits import Limits
from jupyter_graphsync.formats import native

from .samples import AWKWARD, views


def written(view: GraphView, **options: Any) -> bytes:
    return b"".join(native.write(view, **options))


def refused(limits: Limits | None = None, **graph: Any) -> GraphSyncError:
    """Read a graph that must be refused; return the error."""
    data = json.dumps({"nodes": [], "links": [], **graph}).encode()
    with pytest.raises(GraphSyncError) as caught:
        native.read(data, limits=limits or Limits())
    return caught.value


def node(node_id: str = "a", **fields: Any) -> dict[str, Any]:
    return {"node_id": node_id, "name": "", "blueprint_type_id": "t", "properties": {}, **fields}


def pair(parent_id: str, child_id: str, **fields: Any) -> dict[str, Any]:
    return {"parent_id": parent_id, "child_id": child_id, "properties": {}, **fields}


def test_FM1_the_fields_are_those_of_the_specification() -> None:
    found = json.loads(written(AWKWARD, position=Position("e", 7, "d")))

    assert list(found) == [
        "structure",
        "nodes",
        "links",
        "blueprint_types",
        "epoch",
        "seq",
        "digest",
    ]
    assert (found["epoch"], found["seq"], found["digest"]) == ("e", 7, "d")
    assert set(found["nodes"][0]) == {"node_id", "name", "blueprint_type_id", "properties"}
    assert set(found["links"][0]) == {"parent_id", "child_id", "properties"}


def test_FM1_each_node_and_link_has_a_line_of_its_own_in_order_of_ids() -> None:
    lines = written(AWKWARD).decode().splitlines()

    assert [json.loads(line.rstrip(","))["node_id"] for line in lines[2:5]] == ["a", "b", "c"]
    assert [json.loads(line.rstrip(","))["parent_id"] for line in lines[7:10]] == ["a", "b", "c"]


def test_FM1_the_order_in_which_a_graph_came_about_does_not_show() -> None:
    turned = GraphView(
        structure=AWKWARD.structure,
        strict_blueprints=False,
        nodes=AWKWARD.nodes[::-1],
        links=AWKWARD.links[::-1],
        blueprint_types=AWKWARD.blueprint_types,
    )

    assert written(turned) == written(AWKWARD)


def test_FM1_view_state_can_be_left_out() -> None:
    assert b"_position" in written(AWKWARD)
    assert b'"_' not in written(AWKWARD, view_state=False)


@settings(max_examples=80, deadline=None)
@given(view=views())
def test_FM2_what_is_written_is_read_back_the_same(view: GraphView) -> None:
    data = written(view)

    found = native.read(data, limits=Limits())

    assert Graph.from_view(found) == Graph.from_view(view)
    assert written(found) == data


def test_FM2_a_large_graph_comes_in_several_blocks() -> None:
    graph = Graph()
    view = graph.view()
    view.nodes.extend(AWKWARD.nodes[:1] * 5_000)

    assert len(list(native.write(view))) > 5


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b'{"nodes":[],"links":[]}{}',
        b'\xef\xbb\xbf{"nodes":[],"links":[]}',
        b'{"nodes":[],"links":[],"structure":"\xff"}',
        b'{"nodes":[],"links":[],"more":1}',
        b'{"nodes":[],"links":[],"structure":"forest"}',
        b'{"nodes":[]}',
        b'{"nodes":[{"node_id":1,"name":"","blueprint_type_id":"t"}],"links":[]}',
        b'{"nodes":[{"node_id":"a","name":"","blueprint_type_id":"t","x":1}],"links":[]}',
        b'{"links":[],"nodes":[{"node_id":"a","name":"","blueprint_type_id":"t","properties":[NaN]}]}',
        b'{"nodes":[{"node_id":"\\ud800","name":"","blueprint_type_id":"t"}],"links":[]}',
        b'{"nodes":[],"links":[],"blueprint_types":[{"blueprint_type_id":"t","colour":1}]}',
        b'{"nodes":' + b"[" * 100_000,
    ],
    ids=range(16),
)
def test_FM3_what_is_no_native_graph_is_refused(data: bytes) -> None:
    with pytest.raises(GraphSyncError) as caught:
        native.read(data, limits=Limits())

    assert caught.value.code == "bad-graph"


def test_FM3_the_message_says_where_the_graph_is_malformed() -> None:
    error = refused(nodes=[node(), node("b", name=7)])

    assert "$.nodes[1].name" in error.message


@pytest.mark.parametrize(
    ("graph", "code", "at"),
    [
        ({"nodes": [node(), node()]}, "bad-graph", "nodes[1]"),
        ({"nodes": [node("")]}, "bad-value", "nodes[0]"),
        ({"nodes": [node("x" * 129)]}, "too-long", "nodes[0]"),
        ({"nodes": [node(name="x" * 5000)]}, "too-long", "nodes[0]"),
        ({"nodes": [node("a\0")]}, "bad-string", "nodes[0]"),
        ({"nodes": [node(properties={"p": "\0"})]}, "bad-string", "nodes[0]"),
        ({"nodes": [node(properties={"p": {"\0": 1}})]}, "bad-string", "nodes[0]"),
        ({"nodes": [node(properties={"p": 2**53})]}, "int-out-of-range", "nodes[0]"),
        ({"nodes": [node(properties={"": 1})]}, "bad-value", "nodes[0]"),
        ({"nodes": [node(properties={"name": 1})]}, "bad-value", "nodes[0]"),
        ({"nodes": [node(properties={"__proto__": 1})]}, "bad-value", "nodes[0]"),
        ({"nodes": [node(properties={"_position": "x"})]}, "bad-value", "nodes[0]"),
        ({"nodes": [node(properties={"p": "x" * 70_000})]}, "too-long", "nodes[0]"),
        ({"nodes": [node(properties={f"p{i}": 1 for i in range(257)})]}, "too-many", "nodes[0]"),
        ({"nodes": [node()], "links": [pair("a", "b")]}, "bad-graph", "links[0]"),
        (
            {"nodes": [node(), node("b")], "links": [pair("a", "b"), pair("a", "b")]},
            "bad-graph",
            "links[1]",
        ),
        (
            {
                "nodes": [node(), node("b")],
                "links": [pair("a", "b", properties={"constructor": 1})],
            },
            "bad-value",
            "links[0]",
        ),
        (
            {"blueprint_types": [{"blueprint_type_id": "t", "schema": {"type": 7}}]},
            "bad-graph",
            "blueprint_types[0]",
        ),
        (
            {"blueprint_types": [{"blueprint_type_id": "t"}] * 2},
            "bad-graph",
            "blueprint_types[1]",
        ),
        (
            {
                "blueprint_types": [
                    {"blueprint_type_id": "t", "schema": {"required": ["p"]}},
                ],
                "nodes": [node()],
            },
            "schema-violation",
            "nodes[0]",
        ),
        (
            {
                "blueprint_types": [{"blueprint_type_id": "t", "allowed_children": []}],
                "nodes": [node(), node("b")],
                "links": [pair("a", "b")],
            },
            "child-not-allowed",
            "links[0]",
        ),
    ],
)
def test_FM3_what_a_command_would_be_refused_for_is_refused_and_named(
    graph: dict[str, Any], code: str, at: str
) -> None:
    error = refused(**graph)

    assert (error.code, error.details["at"]) == (code, at)
    assert error.message.startswith(f"{at}: ")


@pytest.mark.parametrize(
    ("structure", "links", "code"),
    [
        ("dag", [pair("a", "a")], "self-link"),
        ("dag", [pair("a", "b"), pair("b", "a")], "cycle"),
        ("tree", [pair("a", "c"), pair("b", "c")], "parent-taken"),
    ],
)
def test_FM3_the_structure_is_checked(
    structure: str, links: list[dict[str, Any]], code: str
) -> None:
    nodes = [node("a"), node("b"), node("c")]

    assert refused(structure=structure, nodes=nodes, links=links).code == code


def test_FM3_limits_are_checked() -> None:
    nodes = [node("a"), node("b")]
    links = [pair("a", "b"), pair("b", "a")]

    assert refused(Limits(max_nodes=1), nodes=nodes).code == "quota-exceeded"
    assert refused(Limits(max_links=1), nodes=nodes, links=links).code == "quota-exceeded"
    assert refused(Limits(max_import_bytes=5)).code == "too-large"
    assert refused(nodes=[node(properties={"p": json.loads("[" * 32 + "]" * 32)})]).code == (
        "too-deep"
    )


def test_FM3_a_strict_session_reads_no_node_of_an_undefined_type() -> None:
    data = json.dumps({"nodes": [node()], "links": []}).encode()

    with pytest.raises(GraphSyncError) as caught:
        native.read(data, limits=Limits(), strict_blueprints=True)

    assert caught.value.code == "unknown-blueprint"
