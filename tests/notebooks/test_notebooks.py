"""The notebooks run against a real server, and read well without one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from client.live_server import PACKAGE_ROOT, LiveServer

# The quickstart has a test of its own, which runs it twice.
NOTEBOOKS = sorted((PACKAGE_ROOT / "notebooks").glob("0[2-9]*.ipynb"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("server"))
    live.start()
    yield live
    live.stop()


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_NB1_a_notebook_runs_from_top_to_bottom(path: Path, server: LiveServer) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbmake", "-q", "-p", "no:cacheprovider", path],
        env=server.environment,
        cwd=path.parent,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_NB2_a_notebook_holds_what_it_printed_and_nothing_of_where_it_ran(path: Path) -> None:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]

    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    text = str([cell.outputs for cell in cells])
    assert "Traceback" not in text
    assert "/tmp" not in text
    assert "widget-view" not in text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_NB3_each_part_of_a_notebook_says_what_one_will_be_able_to_do(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    first, *rest = [cell.source for cell in cells if cell.cell_type == "markdown"]

    assert "Read from top to bottom, you will be able to" in first
    assert sum(text.startswith("**You will be able to") for text in rest) >= len(rest) - 1
