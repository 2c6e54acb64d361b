"""What happens in a session, live in a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from jupyter_graphsync.client.graph import SharedGraph

Tail = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def tail(there: list[str], graph: SharedGraph) -> Iterator[Tail]:
    processes: list[subprocess.Popen[str]] = []

    def tail(*options: str) -> subprocess.Popen[str]:
        arguments = ["tail", graph.session_id, *options, *there]
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_graphsync.cli", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TZ": "UTC"},
        )
        processes.append(process)
        return process

    yield tail
    for process in processes:
        process.kill()
        process.communicate()


def until(process: subprocess.Popen[str], words: str) -> str:
    """Return the next line that holds some words."""
    assert process.stdout is not None
    return next(line for line in process.stdout if words in line)


def test_TM7_what_happens_is_told_in_sentences_as_it_happens(
    tail: Tail, graph: SharedGraph
) -> None:
    process = tail("-n", "1")
    assert "Ann (kernel)  added Paris (Shop) under Lyon" in until(process, "Paris")
    until(process, "came")

    graph.rename("paris", "Lutetia")

    assert until(process, "#3").strip().endswith("Ann (kernel)  renamed Paris to Lutetia")
    with pytest.raises(Exception, match="nobody"):
        graph.remove_node("nobody")
    assert until(process, "refused").strip().endswith("was refused delete-node: unknown-node")


def test_TM7_for_programs_every_event_is_a_line(tail: Tail, graph: SharedGraph) -> None:
    process = tail("-n", "0", "--json")
    until(process, "session:connected")

    graph.rename("paris", "Lutetia")

    event = json.loads(until(process, "graph:property-changed"))
    assert event["payload"]["new_value"] == "Lutetia"
    assert event["seq"] == 3
    assert event["actor"]["name"] == "Ann"


def test_TM7_ctrl_c_ends_it_without_a_word(tail: Tail, graph: SharedGraph) -> None:
    process = tail()
    until(process, "came")

    process.send_signal(signal.SIGINT)

    _, complaints = process.communicate(timeout=20)
    assert process.returncode == 130
    assert complaints == ""


def test_TM7_the_end_of_the_session_ends_it_with_a_sentence(
    tail: Tail, graph: SharedGraph, there: list[str]
) -> None:
    process = tail()
    until(process, "came")

    graph.wait(graph.transport.request("DELETE", f"sessions/{graph.session_id}"))

    _, complaints = process.communicate(timeout=20)
    assert process.returncode == 2
    assert len(complaints.splitlines()) == 1
    assert "4505" in complaints
