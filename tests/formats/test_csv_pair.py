"""Two tables in a zip."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings

from jupyter_graphsync.domain.graph import GraphView, Node
from jupyter_graphsync.formats import csv_pair

from .samples import AWKWARD, views


def tables(view: GraphView, **options: Any) -> dict[str, list[dict[str, str]]]:
    data = b"".join(csv_pair.write(view, **options))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")))
            for name in archive.namelist()
        }


def test_FM5_there_is_a_table_of_nodes_and_one_of_links() -> None:
    found = tables(AWKWARD)

    assert list(found) == ["nodes.csv", "links.csv"]
    assert [row["node_id"] for row in found["nodes.csv"]] == ["a", "b", "c"]
    assert found["nodes.csv"][1]["mass"] == "2.5"
    assert found["nodes.csv"][1]["tags"] == '["x",1]'
    assert found["nodes.csv"][0]["nothing"] == "null"
    assert found["nodes.csv"][2]["mass"] == ""
    assert found["links.csv"][1] == {
        "parent_id": "b",
        "child_id": "a",
        "id": "x",
        "name": "left",
        "weight": "0.5",
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_FM5_no_cell_can_be_taken_for_a_formula(start: str) -> None:
    text = f"{start}1+1"
    view = GraphView(
        structure="dag",
        strict_blueprints=False,
        nodes=[Node(text, text, text, {text: text})],
        links=[],
        blueprint_types=[],
    )

    row = tables(view)["nodes.csv"][0]

    assert {*row.keys(), *row.values()} == {
        "node_id",
        "name",
        "blueprint_type_id",
        f"'{text}",
    }


def test_FM5_numbers_stay_numbers() -> None:
    node = Node("a", "", "t", {"p": -5})
    view = GraphView(
        structure="dag", strict_blueprints=False, nodes=[node], links=[], blueprint_types=[]
    )

    assert tables(view)["nodes.csv"][0]["p"] == "-5"


def test_FM5_view_state_is_left_out_unless_it_is_asked_for() -> None:
    assert "_color" not in tables(AWKWARD)["nodes.csv"][0]
    assert tables(AWKWARD, view_state=True)["nodes.csv"][0]["_color"] == "teal"


@settings(max_examples=30, deadline=None)
@given(view=views())
def test_FM5_the_same_graph_gives_the_same_bytes_whenever_it_is_written(view: GraphView) -> None:
    assert b"".join(csv_pair.write(view)) == b"".join(csv_pair.write(view))
    assert len(tables(view)["nodes.csv"]) == len(view.nodes)
