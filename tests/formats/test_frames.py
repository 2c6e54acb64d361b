"""To and from tables."""

from __future__ import annotations

from typing import Any

import pandas
import polars
import pytest

from jupyter_graphsync.domain.graph import GraphView, Link, Node
from jupyter_graphsync.formats.frames import from_frames, to_pandas

TRIP = GraphView(
    structure="dag",
    strict_blueprints=False,
    nodes=[
        Node("lyon", "Lyon", "City", {"people": 522_000, "is_port": False}),
        Node("nice", "Nice", "City", {"tags": ["sea"], "node_id": "own"}),
    ],
    links=[Link("lyon", "nice", {"km": 470.5})],
    blueprint_types=[],
)


def test_IO7_a_graph_is_two_tables_and_comes_back_as_it_was() -> None:
    nodes, links = to_pandas(TRIP)

    assert list(nodes["node_id"]) == ["lyon", "nice"]
    assert nodes["people"].dtype == "Int64"
    assert list(links.columns) == ["parent_id", "child_id", "km"]
    assert from_frames(nodes, links) == (TRIP, "")


def test_IO7_an_empty_graph_has_the_columns_all_the_same() -> None:
    empty = GraphView(
        structure="dag", strict_blueprints=False, nodes=[], links=[], blueprint_types=[]
    )

    nodes, links = to_pandas(empty)

    assert list(nodes.columns) == ["node_id", "name", "blueprint_type_id"]
    assert from_frames(nodes, links)[0] == empty


@pytest.mark.parametrize("kind", [pandas.DataFrame, polars.DataFrame, lambda rows: rows])
def test_IO8_a_list_of_links_is_enough_from_any_library(kind: Any) -> None:
    links = kind([{"from": 1, "to": 2, "km": 3}, {"from": 1, "to": 3, "km": None}])

    view, _ = from_frames(None, links, parent="from", child="to")

    assert [node.node_id for node in view.nodes] == ["1", "2", "3"]
    assert [(link.parent_id, link.child_id) for link in view.links] == [("1", "2"), ("1", "3")]


def test_IO9_a_column_that_is_missing_or_has_a_hole_is_named() -> None:
    with pytest.raises(ValueError, match="links have no column 'parent_id', only 'a', 'b'"):
        from_frames(None, pandas.DataFrame({"a": [1], "b": [2]}))
    with pytest.raises(ValueError, match="nodes have a row without a value in 'node_id'"):
        from_frames(pandas.DataFrame({"node_id": ["a", None]}))
