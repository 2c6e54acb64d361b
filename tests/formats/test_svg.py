"""The picture."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from jupyter_graphsync.domain.graph import GraphView, Link, Node
from jupyter_graphsync.formats import svg
from jupyter_graphsync.formats.looks import LARGEST, SMALLEST, WITHOUT_VALUE, Mapping
from jupyter_graphsync.formats.palette import Palette, sequential

from .samples import AWKWARD, views

TYPE_COLOR = Palette().color_of("t")
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


def fills(picture: ElementTree.Element) -> list[str]:
    return [circle.attrib["fill"] for circle in picture.iter(f"{NAMESPACE}circle")]


def radii(picture: ElementTree.Element) -> list[float]:
    return [float(circle.attrib["r"]) for circle in picture.iter(f"{NAMESPACE}circle")]


def labels(picture: ElementTree.Element) -> list[str | None]:
    return [found.text for found in picture.iter(f"{NAMESPACE}text")]


def valued(**values: Any) -> GraphView:
    """Return a graph of nodes that have a property `p`; `None` stands for none."""
    return graph(
        [
            Node(node_id, node_id, "t", {} if value is None else {"p": value})
            for node_id, value in values.items()
        ]
    )


def test_FM6_every_node_and_link_is_drawn_with_its_name() -> None:
    picture = drawn(AWKWARD)

    assert len(circles(picture)) == 3
    assert len(list(picture.iter(f"{NAMESPACE}line"))) == 2
    assert "=1+1" in [found.text for found in picture.iter(f"{NAMESPACE}title")]


def test_FM6_names_are_text_and_nothing_else() -> None:
    picture = drawn(AWKWARD)

    assert {element.tag.removeprefix(NAMESPACE) for element in picture.iter()} <= {
        "svg", "title", "desc", "rect", "defs", "marker", "path", "g", "line", "circle", "text"
    }  # fmt: skip
    assert b"<script" not in b"".join(svg.write(AWKWARD))


@pytest.mark.parametrize(
    ("color", "fill"),
    [
        ("teal", "teal"),
        ("#a1b2c3", "#a1b2c3"),
        ('red" onload="alert(1)', TYPE_COLOR),
        ("url(http://evil.example)", TYPE_COLOR),
        (7, TYPE_COLOR),
    ],
)
def test_FM6_only_colours_are_used_as_colours(color: object, fill: str) -> None:
    picture = drawn(graph([Node("a", "", "t", {"_color": color})]))

    assert next(picture.iter(f"{NAMESPACE}circle")).attrib["fill"] == fill


def test_FM6_a_type_gives_its_nodes_its_colour() -> None:
    picture = drawn(AWKWARD)

    assert fills(picture) == ["teal", "#abc", Palette().color_of("other")]


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


def test_FM6_above_2000_nodes_the_counts_stand_in_a_sentence() -> None:
    nodes = [Node(f"n{i}", "", "part") for i in range(2001)]

    picture = drawn(graph(nodes, [Link("n0", "n1")]), title="Large")

    assert circles(picture) == []
    assert labels(picture) == [
        "Large",
        "2,001 nodes (2,001 part), 1 link: too many to draw here; open it in Jupyter.",
    ]


def test_FM6_title_and_description_say_what_it_is_to_those_who_do_not_see_it() -> None:
    picture = drawn(AWKWARD, title="<Parts> & more")

    assert picture.attrib["role"] == "img"
    assert picture.findtext(f"{NAMESPACE}title") == "<Parts> & more"
    assert picture.findtext(f"{NAMESPACE}desc") == "3 nodes (2 part, 1 other), 3 links."


def test_FM6_numbers_give_colours_along_a_scale() -> None:
    picture = drawn(valued(a=10, b=20.0, c=15, d=None), mapping=Mapping(color_by="p"))

    assert fills(picture) == [sequential(0), sequential(1), sequential(0.5), WITHOUT_VALUE]


def test_FM6_other_values_give_a_colour_each() -> None:
    picture = drawn(valued(a="x", b="y", c="x", d=True), mapping=Mapping(color_by="p"))

    first, second, again, other = fills(picture)
    assert first == again
    assert len({first, second, other}) == 3


def test_FM6_sizes_follow_a_property_or_the_number_of_links() -> None:
    view = valued(a=0, b=4, c=None)
    linked = graph(view.nodes, [Link("a", "b")])

    assert radii(drawn(view, mapping=Mapping(size_by="p"))) == [SMALLEST, LARGEST, SMALLEST]
    assert radii(drawn(linked)) == [7, 7, 5]


def test_FM6_labels_follow_a_property_where_there_is_one() -> None:
    assert labels(drawn(valued(a=[1], b=None), mapping=Mapping(label_by="p"))) == ["[1]", "b"]


@pytest.mark.parametrize(
    ("name", "color"), [("city", "#8a63d2"), ("", "#e07b39"), ("é😀", "#b8922e")]
)
def test_FM6_a_type_has_the_colour_that_the_live_canvas_gives_it(name: str, color: str) -> None:
    assert Palette().color_of(name) == color


@settings(max_examples=30, deadline=None)
@given(view=views())
def test_FM6_any_graph_gives_a_picture_and_always_the_same(view: GraphView) -> None:
    assert len(circles(drawn(view))) == len(view.nodes)
    assert list(svg.write(view)) == list(svg.write(view))
