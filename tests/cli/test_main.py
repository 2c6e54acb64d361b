"""How the command line speaks: its help, its errors, its exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_graphsync.client.graph import SharedGraph

from .conftest import Run

COMMANDS = [
    "list",
    "show",
    "tail",
    "history",
    "diff",
    "export",
    "import",
    "compact",
    "textconv",
    "doctor",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_TM10_the_help_of_each_command_shows_an_example(run: Run, command: str) -> None:
    said = run(command, "--help")

    assert said.code == 0
    assert "example:\n" in said.out
    assert max(len(line) for line in said.lines) <= 100


def test_TM10_the_help_names_every_command(run: Run) -> None:
    said = run("--help")

    assert all(f"\n    {command}" in said.out for command in [*COMMANDS, "demo"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show", "nope"], "there is no session 'nope'"),
        (["show", "../nope"], "session_id '../nope' should be 1 to 64 letters"),
        (["history", "nope"], "there is no session 'nope'"),
        (["tail", "nope"], "there is no session 'nope'"),
        (["export", "nope", "a.graphml"], "there is no session 'nope'"),
        (["diff", "nope", "nope@3"], "there is no session 'nope'"),
        (["import", "missing.graphml", "x"], "missing.graphml: No such file"),
        (["import", "pyproject.toml", "x"], "a graph's file ends in one of"),
    ],
)
def test_TM8_what_is_wrong_is_one_sentence_and_exit_code_2(
    run: Run, there: list[str], arguments: list[str], sentence: str
) -> None:
    said = run(*arguments, *there)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("jupyter graphsync: ")
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1


def test_TM8_a_moment_that_never_was_is_named(
    run: Run, source: list[str], graph: SharedGraph
) -> None:
    said = run("show", graph.session_id, "--seq", 99, *source)

    assert said.code == 2
    assert "no number 99" in said.err


def test_TM8_an_export_to_an_unknown_format_is_refused(
    run: Run, there: list[str], graph: SharedGraph, tmp_path: Path
) -> None:
    said = run("export", graph.session_id, tmp_path / "a.docx", *there)

    assert said.code == 2
    assert ".graphml" in said.err
    assert not (tmp_path / "a.docx").exists()


def test_TM8_without_server_and_log_it_says_what_to_do(run: Run) -> None:
    said = run("list")

    assert said.code == 2
    assert "no running Jupyter server was found" in said.err
    assert "--url" in said.err
    assert "--log" in said.err


@pytest.mark.parametrize(
    "content", [b"", b"no database " * 99, b"SQLite format 3\0" + b"\xff" * 99]
)
def test_TM8_a_file_that_is_no_log_is_said_to_be_none(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "x.db").write_bytes(content)

    said = run("list", "--log", tmp_path / "x.db")

    assert (said.code, said.out) == (2, "")
    assert "Traceback" not in said.err


def test_TM8_a_server_without_our_extension_is_named(run: Run, there: list[str]) -> None:
    said = run("list", "--url", "http://127.0.0.1:9/", "--token", "x")

    assert said.code == 2
    assert "http://127.0.0.1:9/" in said.err


def test_TM8_a_wrong_token_is_named(run: Run, there: list[str]) -> None:
    said = run("list", *there[:2], "--token", "wrong")

    assert said.code == 2
    assert "does not accept the token" in said.err


def test_TM12_who_stops_reading_gets_no_complaint(log: Path, graph: SharedGraph) -> None:
    arguments = [sys.executable, "-m", "jupyter_graphsync.cli", "history", graph.session_id]
    with subprocess.Popen(
        [*arguments, "--log", str(log), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
