"""The table of text."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from jupyter_graphsync.domain.graph import GraphView, Link, Node
from jupyter_graphsync.formats.table import table

from .samples import views


def graph(*nodes: Node, links: list[Link] | None = None) -> GraphView:
    return GraphView(
        structure="graph",
        strict_blueprints=False,
        nodes=list(nodes),
        links=links or [],
        blueprint_types=[],
    )


def city(node_id: str, name: str, **properties: Any) -> Node:
    return Node(node_id, name, "city", properties)


def test_FM7_nodes_stand_in_aligned_columns_below_a_heading() -> None:
    view = graph(
        city("a", "Lyon", people=522_000, mayor="A"),
        city("b", "東京", people=13_960_000, _position=[0, 0]),
        links=[Link("a", "b")],
    )

    assert table(view, title="Cities").splitlines() == [
        "Cities: 2 nodes (2 city), 1 link",
        "name  type  links  people    mayor",
        "Lyon  city  1      522000    A",
        "東京  city  1      13960000",
    ]


def test_FM7_after_20_nodes_it_says_how_many_more_there_are() -> None:
    nodes = [city(f"n{i}", f"City {i}") for i in range(1000)]

    lines = table(graph(*nodes), title="Cities").splitlines()

    assert len(lines) == 1 + 1 + 20 + 1
    assert lines[-1] == "… and 980 more"


def test_FM7_an_empty_graph_is_a_line() -> None:
    assert table(graph(), title="Nothing") == "Nothing: 0 nodes, 0 links"


def test_FM7_what_would_steer_a_terminal_is_not_passed_on() -> None:
    text = table(graph(city("a", "red \x1b[31m\nname", **{"k\ty": "\x07"})), title="T\x1b")

    assert all(letter.isprintable() or letter == "\n" for letter in text)
    assert len(text.splitlines()) == 3


@settings(max_examples=30, deadline=None)
@given(view=views())
def test_FM7_any_graph_gives_a_table_of_a_bounded_size(view: GraphView) -> None:
    text = table(view, title="T")

    assert len(text.split("\n")) <= 23
    assert all(len(line) < 300 for line in text.split("\n")[1:])
