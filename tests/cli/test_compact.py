"""`jupyter graphsync compact`: what is asked to be forgotten is, and nothing else."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from jupyter_graphsync.client.graph import SharedGraph

from .conftest import Run
from .logs import SESSIONS, use, write_log


@pytest.fixture
def held(graph: SharedGraph) -> SharedGraph:
    """A session of ten commits."""
    for number in range(8):
        graph.set_property("lyon", "capacity", number)
    return graph


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log that no server holds."""
    path = tmp_path / "log.sqlite"
    write_log(path)
    return path


def test_TC1_a_session_of_a_running_server_is_compacted_by_it(
    run: Run, there: list[str], held: SharedGraph
) -> None:
    said = run("compact", held.session_id, "--before", 5, "--yes", *there)

    assert said.code == 0, said.err
    assert "4 commits forgotten" in said.out
    assert "its oldest moment is 4" in said.out
    assert [commit.seq for commit in held.history()] == [5, 6, 7, 8, 9, 10]
    held.set_property("lyon", "capacity", 99)
    assert held["lyon"]["capacity"] == 99


def test_TC1_so_many_commits_are_kept_and_told_to_programs(
    run: Run, there: list[str], held: SharedGraph
) -> None:
    said = run("compact", held.session_id, "--keep-commits", 3, "--yes", "--json", *there)

    assert said.json == {"session_id": held.session_id, "forgotten": 7, "oldest_seq": 7}


def test_TC1_commits_of_so_many_days_are_kept(
    run: Run, there: list[str], held: SharedGraph
) -> None:
    said = run("compact", held.session_id, "--keep-days", 1, "--yes", "--json", *there)
    assert said.json["forgotten"] == 0

    said = run("compact", held.session_id, "--keep-days", 0, "--yes", "--json", *there)
    assert said.json["forgotten"] == 10


def test_TC2_nothing_is_forgotten_without_being_asked(
    run: Run, there: list[str], held: SharedGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))

    said = run("compact", held.session_id, "--before", 5, *there)

    assert said.code == 2
    assert "4 commits" in said.err
    assert "add --yes" in said.err
    assert len(held.history()) == 10


@pytest.mark.parametrize(("answer", "kept"), [("y\n", 6), ("n\n", 10), ("", 10)])
def test_TC2_on_a_terminal_it_asks(
    run: Run,
    there: list[str],
    held: SharedGraph,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    kept: int,
) -> None:
    terminal = io.StringIO(answer)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)

    said = run("compact", held.session_id, "--before", 5, *there)

    assert "Go on? [y/N]" in said.err
    assert len(held.history()) == kept


def test_TC3_a_log_that_no_server_holds_is_compacted_itself(run: Run, path: Path) -> None:
    one, two, _ = SESSIONS

    said = run("compact", one, "--keep-commits", 3, "--yes", "--log", path)

    assert said.code == 0, said.err
    assert len(run("history", one, "--json", "--log", path).json["commits"]) == 3
    assert len(run("history", two, "--json", "--log", path).json["commits"]) > 3
    assert run("doctor", path).code == 0
    use(path, two)


def test_TC3_a_log_that_a_server_holds_is_left_to_it(
    run: Run, log: Path, held: SharedGraph
) -> None:
    said = run("compact", held.session_id, "--before", 5, "--yes", "--log", log)

    assert said.code == 2
    assert "http://" in said.err
    assert len(held.history()) == 10


def test_TC3_a_log_that_is_missing_is_not_made(run: Run, tmp_path: Path) -> None:
    said = run("compact", "plan", "--before", 5, "--yes", "--log", tmp_path / "nowhere.sqlite")

    assert said.code == 2
    assert "there is no event log" in said.err
    assert not (tmp_path / "nowhere.sqlite").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nope", "--before", "5"], "there is no session 'nope'"),
        (["../x", "--before", "5"], "session_id '../x'"),
        (["plan"], "one of the arguments --before --keep-commits --keep-days is required"),
        (["plan", "--before", "0"], "'0' is no number from 1 on"),
        (["plan", "--before", "5", "--keep-days", "2"], "not allowed with argument"),
    ],
)
def test_TC4_what_is_wrong_is_said(
    run: Run, there: list[str], arguments: list[str], sentence: str
) -> None:
    said = run("compact", *arguments, "--yes", *there)

    assert said.code == 2
    assert sentence in said.err
