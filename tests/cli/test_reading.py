"""Sessions in a terminal, from a running server and from the log that it holds."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from jupyter_graphsync.client.graph import SharedGraph
from jupyter_graphsync.domain.graph import GraphView
from jupyter_graphsync.formats.from_files import read_file
from tests.server.process import ServerProcess

from .conftest import Run

STEERING = "\x1b[2J\x07\r\n\x9b1m\u202e"


def test_TM1_sessions_are_listed_with_their_titles(
    run: Run, source: list[str], graph: SharedGraph
) -> None:
    said = run("list", *source)

    (line,) = [line for line in said.lines if graph.session_id in line]
    assert said.code == 0
    assert line.split()[1] == "2"
    assert "Supply chain" in line


def test_TM1_a_list_for_programs_is_json(run: Run, source: list[str], graph: SharedGraph) -> None:
    said = run("list", "--json", *source)

    (found,) = [each for each in said.json["sessions"] if each["session_id"] == graph.session_id]
    assert (found["seq"], found["title"], found["structure"]) == (2, "Supply chain", "dag")


def test_TM1_a_session_is_shown_with_its_nodes(
    run: Run, source: list[str], graph: SharedGraph
) -> None:
    said = run("show", graph.session_id, *source)

    assert said.code == 0
    assert "Supply chain: 2 nodes (1 Shop, 1 Warehouse), 1 link" in said.lines
    assert "Lyon   Warehouse  1      1200" in said.lines


def test_TM1_a_session_is_shown_as_it_was(run: Run, source: list[str], graph: SharedGraph) -> None:
    said = run("show", graph.session_id, "--seq", 1, "--json", *source)

    assert said.json["node_count"] == 1
    assert said.json["seq"] == 1


@pytest.mark.parametrize("name", ["a.graphsync", "a.json", "a.graphml", "a.gexf", "a.zip"])
def test_TM2_what_is_exported_is_read_back(
    run: Run, source: list[str], graph: SharedGraph, tmp_path: Path, name: str
) -> None:
    said = run("export", graph.session_id, tmp_path / name, *source)

    assert said.code == 0
    view, _ = read_file(tmp_path / name)
    assert content(view) == content(graph.graph)


def test_TM2_a_moment_is_exported(
    run: Run, source: list[str], graph: SharedGraph, tmp_path: Path
) -> None:
    run("export", graph.session_id, tmp_path / "a.graphsync", "--seq", 1, *source)

    view, _ = read_file(tmp_path / "a.graphsync")
    assert [node.name for node in view.nodes] == ["Lyon"]


def test_TM2_a_file_is_written_over_only_by_force(
    run: Run, there: list[str], graph: SharedGraph, tmp_path: Path
) -> None:
    path = tmp_path / "a.graphsync"
    path.write_text("mine")

    refused = run("export", graph.session_id, path, *there)
    kept = path.read_text()
    forced = run("export", graph.session_id, path, "--force", *there)

    assert (refused.code, kept) == (2, "mine")
    assert forced.code == 0
    assert path.read_text() != "mine"


def test_TM3_a_file_begins_a_session(
    run: Run, there: list[str], graph: SharedGraph, tmp_path: Path
) -> None:
    run("export", graph.session_id, tmp_path / "a.graphml", *there)

    said = run("import", tmp_path / "a.graphml", f"{graph.session_id[:40]}-2", *there)

    assert said.code == 0
    assert run("diff", graph.session_id, f"{graph.session_id[:40]}-2", *there).code == 0


def test_TM3_an_import_writes_over_nobodys_graph(
    run: Run, there: list[str], graph: SharedGraph, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("parent_id,child_id\na,b\n")

    said = run("import", tmp_path / "a.csv", graph.session_id, *there)

    assert said.code == 2
    assert len(graph) == 2


def test_TM4_a_history_tells_who_did_what_newest_first(
    run: Run, source: list[str], graph: SharedGraph
) -> None:
    graph.set_property("lyon", "capacity", 1500)
    graph.rename("lyon", "Lyons")
    graph.undo()
    graph.remove_node("lyon")

    said = run("history", graph.session_id, *source)

    assert [told(line) for line in said.lines] == [
        "#6 Ann (kernel) unlinked Lyon from Paris, deleted Lyon",
        "#5 Ann (kernel) undo: renamed Lyons to Lyon",
        "#4 Ann (kernel) renamed Lyon to Lyons",
        "#3 Ann (kernel) set capacity of Lyon to 1500",
        "#2 Ann (kernel) added Paris (Shop) under Lyon",
        "#1 Ann (kernel) added Lyon (Warehouse)",
    ]


def test_TM4_a_large_step_is_told_by_its_counts(
    run: Run, there: list[str], graph: SharedGraph
) -> None:
    with graph.batch():
        for number in range(5):
            graph.add_node(f"Shop {number}", "Shop", parent="lyon")

    said = run("history", graph.session_id, "--limit", 1, *there)

    assert [told(line) for line in said.lines] == ["#3 Ann (kernel) added 5 nodes"]


def test_TM4_a_history_is_narrowed(run: Run, source: list[str], graph: SharedGraph) -> None:
    graph.set_property("lyon", "capacity", 1500)

    def numbers(*narrowed: object) -> list[int]:
        said = run("history", graph.session_id, "--json", *narrowed, *source)
        return [commit["seq"] for commit in said.json["commits"]]

    assert numbers() == [3, 2, 1]
    assert numbers("--limit", 2) == [3, 2]
    assert numbers("--before", 3) == [2, 1]
    assert numbers("--node", "paris") == [2]
    assert numbers("--user", "Ann") == [3, 2, 1]
    assert numbers("--user", "Ben") == []


def test_TM4_narrowed_it_still_knows_the_names(
    run: Run, there: list[str], graph: SharedGraph
) -> None:
    graph.rename("paris", "Lutetia")
    graph.set_property("lyon", "next", "x")
    graph.add_link("lyon", graph.add_node("Nice", "Shop"))

    said = run("history", graph.session_id, "--node", "lyon", *there)

    assert [told(line) for line in said.lines] == [
        "#6 Ann (kernel) linked Lyon to Nice",
        "#4 Ann (kernel) set next of Lyon to x",
        "#2 Ann (kernel) added Paris (Shop) under Lyon",
        "#1 Ann (kernel) added Lyon (Warehouse)",
    ]


def test_TM9_no_name_steers_the_terminal(
    run: Run, there: list[str], graph: SharedGraph, tmp_path: Path
) -> None:
    with graph.batch():
        graph.add_node(STEERING, STEERING, node_id=f"x{STEERING}", **{STEERING: STEERING})
        graph.add_link("lyon", f"x{STEERING}")
    one = graph.session_id
    run("export", one, tmp_path / "a.graphsync", *there)

    for arguments in (
        ("list",),
        ("show", one),
        ("history", one),
        ("history", one, "--json"),
        ("diff", f"{one}@1", one),
        ("diff", f"{one}@1", one, "--json"),
    ):
        said = run(*arguments, *there)
        assert is_plain(said.out + said.err), arguments
    assert is_plain(run("textconv", tmp_path / "a.graphsync").out)


def test_TM11_the_usual_log_is_read_where_no_server_runs(
    run: Run, graph: SharedGraph, log: Path, nowhere: Path
) -> None:
    folder = nowhere / "jupyter_data_dir" / "graphsync"
    folder.mkdir()
    for path in log.parent.glob(f"{log.name}*"):
        shutil.copy(path, folder)

    said = run("show", graph.session_id, "--json")

    assert said.json["node_count"] == 2


def test_TM11_the_only_server_is_found(
    run: Run,
    graph: SharedGraph,
    server: ServerProcess,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(server.log.parent / "jupyter_runtime_dir"))

    said = run("show", graph.session_id, "--json")

    assert said.json["client_count"] == 1


def content(view: GraphView) -> object:
    return (
        sorted((node.node_id, node.name, str(node.properties)) for node in view.nodes),
        sorted((link.parent_id, link.child_id) for link in view.links),
    )


def told(line: str) -> str:
    """Return a line of history without its time."""
    return " ".join(re.sub(r"  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "", line).split())


def is_plain(text: str) -> bool:
    return all(line.isprintable() for line in text.split("\n"))
