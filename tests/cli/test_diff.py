"""Differences for reviewers, and files as text for git."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_graphsync.client.graph import SharedGraph
from jupyter_graphsync.domain.commits import Position
from jupyter_graphsync.domain.graph import GraphView, Link, Node
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.formats import project

from .conftest import Run

Save = Callable[..., Path]

LYON = Node("n1", "Lyon", "Warehouse", {"capacity": 1200, "_position": [0, 0]})
PARIS = Node("n2", "Paris", "Shop", {})
NICE = Node("n3", "Nice", "Shop", {"open": True})


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Write a graph to a .graphsync file."""

    def save(name: str, *nodes: Node, links: list[Link] | None = None, seq: int = 1) -> Path:
        view = GraphView(
            structure="dag",
            strict_blueprints=False,
            nodes=list(nodes),
            links=links or [],
            blueprint_types=[],
        )
        text = project.write(
            view,
            session_id="s",
            settings=Settings(title="Plan"),
            position=Position("e", seq, "0" * 32),
        )
        path = tmp_path / name
        path.write_bytes(b"".join(text))
        return path

    return save


def changed(node: Node, **properties: Any) -> Node:
    return Node(node.node_id, node.name, node.blueprint_type_id, {**node.properties, **properties})


def test_TM5_a_difference_reads_as_a_review(run: Run, save: Save) -> None:
    old = save("old.graphsync", LYON, PARIS, links=[Link("n1", "n2", {"km": 460})])
    new = save("new.graphsync", changed(LYON, capacity=1500), NICE, links=[Link("n1", "n3")], seq=9)

    said = run("diff", old, new)

    assert said.code == 1
    assert said.lines == [
        "1 node added, 1 node removed, 1 node changed, 1 link added, 1 link removed.",
        "",
        "Nodes",
        "- Paris (Shop)",
        "+ Nice (Shop)",
        "    open: true",
        "~ Lyon (Warehouse)",
        "    capacity: 1200 → 1500",
        "",
        "Links",
        "- Lyon → Paris",
        "+ Lyon → Nice",
    ]


def test_TM5_the_same_graph_is_no_difference_wherever_it_stands(run: Run, save: Save) -> None:
    said = run("diff", save("a.graphsync", LYON, PARIS), save("b.graphsync", PARIS, LYON, seq=7))

    assert said == (0, "", "")


def test_TM5_what_only_moved_is_one_line(run: Run, save: Save) -> None:
    old, new = save("a.graphsync", LYON), save("b.graphsync", changed(LYON, _position=[5, 5]))

    assert run("diff", old, new).lines == [
        "Only the view changed.",
        "",
        "View",
        "~ 1 node moved: Lyon",
    ]
    assert "    _position: [0,0] → [5,5]" in run("diff", old, new, "--view-state").lines


def test_TM5_nodes_of_one_name_are_told_apart(run: Run, save: Save) -> None:
    twin = Node("n9", "Lyon", "Shop", {})

    said = run("diff", save("a.graphsync", LYON), save("b.graphsync", LYON, twin))

    assert "+ Lyon [n9] (Shop)" in said.lines


def test_TM5_a_new_name_and_a_new_type_are_told(run: Run, save: Save) -> None:
    renamed = Node("n2", "Lutetia", "Market", {})

    said = run("diff", save("a.graphsync", PARIS), save("b.graphsync", renamed))

    assert said.lines[3:] == [
        "~ Lutetia (Market)",
        '    name: "Paris" → "Lutetia"',
        '    blueprint_type_id: "Shop" → "Market"',
    ]


def test_TM5_a_program_gets_whole_lists(run: Run, save: Save) -> None:
    old, new = save("a.graphsync", LYON), save("b.graphsync", changed(LYON, capacity=1), NICE)

    said = run("diff", old, new, "--json")

    assert said.json["nodes_added"] == [
        {
            "node_id": "n3",
            "name": "Nice",
            "blueprint_type_id": "Shop",
            "properties": {"open": True},
        }
    ]
    assert said.json["nodes_changed"] == [
        {
            "node_id": "n1",
            "name": "Lyon",
            "changes": [{"property_id": "capacity", "old_value": 1200, "new_value": 1}],
        }
    ]


def test_TM5_moments_and_files_are_compared(
    run: Run, source: list[str], graph: SharedGraph, tmp_path: Path
) -> None:
    one = graph.session_id
    run("export", one, tmp_path / "a.graphsync", "--seq", 1, *source)

    assert run("diff", f"{one}@1", tmp_path / "a.graphsync", *source).code == 0
    said = run("diff", tmp_path / "a.graphsync", one, *source)

    assert said.code == 1
    assert "+ Paris (Shop)" in said.lines


def test_TM5_what_is_neither_file_nor_session_is_trouble(run: Run, save: Save) -> None:
    said = run("diff", save("a.graphsync", LYON), "no/such.graphsync")

    assert said.code == 2
    assert said.err == (
        "jupyter graphsync: no/such.graphsync is no file, and no SESSION or SESSION@SEQ\n"
    )


def test_TM6_a_file_is_text_in_which_no_position_shows(run: Run, save: Save) -> None:
    links = [Link("n1", "n2", {"km": 460})]
    path = save("a.graphsync", LYON, PARIS, links=links)

    said = run("textconv", path)

    assert said.lines[:-1] == [
        "title: Plan",
        "structure: dag",
        "node Lyon [n1] (Warehouse)",
        "  capacity: 1200",
        "  → Paris [n2]",
        "    km: 460",
        "node Paris [n2] (Shop)",
    ]
    assert said.lines[-1].startswith("layout of 1 node: ")
    again = save("b.graphsync", PARIS, LYON, links=links, seq=99)
    assert run("textconv", again).out == said.out


def test_TM6_git_shows_a_change_as_the_line_that_it_is(save: Save, tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        given = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", *arguments]
        done = subprocess.run(
            ["git", *given], cwd=tmp_path, check=True, capture_output=True, text=True
        )
        return done.stdout

    git("init", "-q")
    git("config", "diff.graphsync.textconv", f"{sys.executable} -m jupyter_graphsync.cli textconv")
    (tmp_path / ".gitattributes").write_text("*.graphsync diff=graphsync\n")
    save("plan.graphsync", LYON, PARIS)
    git("add", ".")
    git("commit", "-q", "-m", "Plan")

    save("plan.graphsync", changed(LYON, capacity=1500), PARIS, seq=40)

    shown = [line for line in git("diff").splitlines() if line[0] in "+-"]
    assert shown[2:] == ["-  capacity: 1200", "+  capacity: 1500"]


@pytest.mark.parametrize("text", ["", "<<<<<<< HEAD\n{}\n=======\n", '{"format_version": 99}'])
def test_TM6_a_file_that_cannot_be_read_does_not_stop_git(
    run: Run, tmp_path: Path, text: str
) -> None:
    (tmp_path / "a.graphsync").write_text(text)

    said = run("textconv", tmp_path / "a.graphsync")

    assert (said.code, said.out) == (0, text if text.endswith("\n") or not text else f"{text}\n")
