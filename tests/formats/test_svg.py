"""The picture."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from jupyter_graphsync.domain.graph import GraphView, Link, Node
from jupyter_graphsync.formats import svg

from .samples import AWKWARD, views

NAMESPACE = "{http://www.w3.org/2000/svg}"


def drawn(view: GraphView, **options: Any) -> ElementTree.Element:
    return ElementTree.fromstring(b"".join(svg.write(view, **options)))


def graph(nodes: list[Node], links: list[Link] | None = None) -> GraphView:
    return GraphView(
        structure="graph",
        strict_blueprints=False,
        nodes=nodes,
        links=links or [],
        blueprint_types=[],
    )


def circles(picture: ElementTree.Element) -> list[tuple[float, float]]:
    found = picture.iter(f"{NAMESPACE}circle")
    return [(float(circle.attrib["cx"]), float(circle.attrib["cy"])) for circle in found]


def test_FM6_every_node_and_link_is_drawn_with_its_name() -> None:
    picture = drawn(AWKWARD)

    assert len(circles(picture)) == 3
    assert len(list(picture.iter(f"{NAMESPACE}line"))) == 2
    assert "=1+1" in [found.text for found in picture.iter(f"{NAMESPACE}title")]


def test_FM6_names_are_text_and_nothing_else() -> None:
    picture = drawn(AWKWARD)

    assert {element.tag.removeprefix(NAMESPACE) for element in picture.iter()} <= {
        "svg", "defs", "marker", "path", "g", "line", "title", "circle", "text"
    }  # fmt: skip
    assert b"<script" not in b"".join(svg.write(AWKWARD))


@pytest.mark.parametrize(
    ("color", "fill"),
    [
        ("teal", "teal"),
        ("#a1b2c3", "#a1b2c3"),
        ('red" onload="alert(1)', svg.DEFAULT_COLOR),
        ("url(http://evil.example)", svg.DEFAULT_COLOR),
        (7, svg.DEFAULT_COLOR),
    ],
)
def test_FM6_only_colours_are_used_as_colours(color: object, fill: str) -> None:
    picture = drawn(graph([Node("a", "", "t", {"_color": color})]))

    assert next(picture.iter(f"{NAMESPACE}circle")).attrib["fill"] == fill


def test_FM6_a_type_gives_its_nodes_its_colour() -> None:
    picture = drawn(AWKWARD)

    fills = [circle.attrib["fill"] for circle in picture.iter(f"{NAMESPACE}circle")]
    assert fills == ["teal", "#abc", svg.DEFAULT_COLOR]


def test_FM6_nodes_stand_where_they_were_put() -> None:
    nodes = [
        Node("a", "", "t", {"_position": [-100, 50]}),
        Node("b", "", "t", {"_position": [100, 150]}),
    ]

    assert circles(drawn(graph(nodes))) == [(0, 0), (200, 100)]


def test_FM6_positions_far_apart_still_give_a_picture_of_a_usable_size() -> None:
    nodes = [
        Node("a", "", "t", {"_position": [-1e9, 0]}),
        Node("b", "", "t", {"_position": [1e9, 1e-320]}),
    ]

    assert float(drawn(graph(nodes)).attrib["width"]) < 5_000


def test_FM6_nodes_without_a_place_stand_in_layers_below_and_none_upon_another() -> None:
    nodes = [Node(f"n{i}", "", "t") for i in range(50)]
    nodes[0] = Node("n0", "", "t", {"_position": [0, 0]})
    links = [Link(f"n{i}", f"n{i + 1}") for i in range(1, 10)]
    links += [Link("n40", "n41"), Link("n41", "n40")]

    places = circles(drawn(graph(nodes, links)))

    assert len(set(places)) == 50


def test_FM6_above_500_nodes_the_picture_says_how_many_are_left_out() -> None:
    nodes = [Node(f"n{i}", "", "t") for i in range(520)]

    picture = drawn(graph(nodes, [Link("n519", "n1")]))

    assert len(circles(picture)) == 500
    assert "and 20 more nodes" in [found.text for found in picture.iter(f"{NAMESPACE}text")]


@settings(max_examples=30, deadline=None)
@given(view=views())
def test_FM6_any_graph_gives_a_picture_and_always_the_same(view: GraphView) -> None:
    assert len(circles(drawn(view))) == len(view.nodes)
    assert list(svg.write(view)) == list(svg.write(view))
