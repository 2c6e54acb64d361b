"""Graphs in files of this machine, written and read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_graphsync.domain.errors import Unprocessable
from jupyter_graphsync.domain.graph import GraphView, Link, Node
from jupyter_graphsync.formats.from_files import read_file
from jupyter_graphsync.formats.to_files import write_file

TRIP = GraphView(
    structure="dag",
    strict_blueprints=False,
    nodes=[
        Node("lyon", "Lyon", "City", {"people": 522_000, "note": "=1+1", "_position": [10, 20]}),
        Node("nice", "Nice & co", "City", {"is_port": True}),
    ],
    links=[Link("lyon", "nice", {"km": 470.5})],
    blueprint_types=[],
)
PLAIN = GraphView(
    structure="dag",
    strict_blueprints=False,
    nodes=[
        Node("lyon", "Lyon", "City", {"people": 522_000, "note": "=1+1"}),
        Node("nice", "Nice & co", "City", {"is_port": True}),
    ],
    links=TRIP.links,
    blueprint_types=[],
)


@pytest.mark.parametrize("ending", [".json", ".graphml", ".gexf", ".zip"])
def test_IO11_what_is_exported_is_read_back(ending: str, tmp_path: Path) -> None:
    path = write_file(tmp_path / f"trip{ending}", TRIP)

    assert read_file(path) == (PLAIN, "")


def test_IO11_our_own_format_keeps_places(tmp_path: Path) -> None:
    path = write_file(tmp_path / "trip.graphsync", TRIP)

    assert read_file(path) == (TRIP, "")


def test_IO11_gephi_keeps_places_if_asked_to(tmp_path: Path) -> None:
    path = write_file(tmp_path / "trip.gexf", TRIP, view_state=True)

    view, _ = read_file(path)
    assert view.nodes[0].properties["_position"] == [10, 20]


def test_IO12_a_list_of_links_is_a_graph(tmp_path: Path) -> None:
    path = tmp_path / "links.csv"
    path.write_text("source,target,km\nLyon,Nice,470.5\n")

    view, _ = read_file(path)
    assert view.links == [Link("Lyon", "Nice", {"km": 470.5})]


@pytest.mark.parametrize("ending", [".svg", ".html"])
def test_IO13_pictures_hold_no_markup_of_users(ending: str, tmp_path: Path) -> None:
    evil = GraphView(
        structure="dag",
        strict_blueprints=False,
        nodes=[Node("a", "<script>alert(1)</script>", "part")],
        links=[],
        blueprint_types=[],
    )

    text = write_file(tmp_path / f"x{ending}", evil, title="<b>").read_text("utf-8")
    assert "<script" not in text
    assert "<b>" not in text


@pytest.mark.parametrize("ending", [".json", ".graphml", ".gexf", ".zip", ".graphsync"])
def test_IO14_a_file_that_is_not_what_it_says_is_told_in_a_sentence(
    ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"bad{ending}"
    path.write_bytes(b"\xff nonsense")

    with pytest.raises(Unprocessable) as caught:
        read_file(path)
    assert caught.value.code == "bad-graph"


def test_IO14_another_ending_names_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"ends in one of \.graphsync"):
        write_file(tmp_path / "x.doc", TRIP)
