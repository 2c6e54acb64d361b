"""The quickstart notebook runs against a real server, and may be run again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest

import jupyter_graphsync as gs

from .live_server import PACKAGE_ROOT, TOKEN, LiveServer

NOTEBOOK = PACKAGE_ROOT / "notebooks" / "01-quickstart.ipynb"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path)
    live.start()
    yield live
    live.stop()


def run_notebook(server: LiveServer) -> None:
    # In a process of its own, whose kernel finds the server as any script would.
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbmake", "-q", "-p", "no:cacheprovider", NOTEBOOK],
        env=server.environment,
        cwd=NOTEBOOK.parent,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_PC12_the_quickstart_runs_and_a_second_run_changes_nothing_of_the_packages(
    server: LiveServer,
) -> None:
    run_notebook(server)
    with gs.connect("packages", url=server.url, token=TOKEN, create=False) as g:
        packages = {node.node_id: node for node in g.graph.nodes}
        names = {distribution.metadata["Name"] for distribution in distributions()}
        assert {node.name for node in packages.values()} == names
        assert g.links

        run_notebook(server)

        assert {node.node_id: node for node in g.graph.nodes} == packages
        created = [commit for commit in g.history(limit=1000) if commit.command_type == "batch"]
        assert len(created) == 1
