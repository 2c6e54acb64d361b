"""What the README tells people to type works, in the order in which they read it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from client.live_server import PACKAGE_ROOT, TOKEN, LiveServer

README = (PACKAGE_ROOT / "README.md").read_text()
ENTRY = "import sys; from jupyter_graphsync.cli import main; sys.exit(main(sys.argv[1:]))"


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```", text)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("server"))
    live.start()
    yield live
    live.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("folder")


def run(server: LiveServer, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = server.environment | {"TOKEN": TOKEN}
    return subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=120
    )


@pytest.mark.slow
def test_RM1_the_python_of_the_readme_runs_as_one_session(server: LiveServer, folder: Path) -> None:
    # Settings of the server and lines of IPython are no Python of a session.
    python = [each for each in blocks("python") if "c.GraphSync" not in each and "%" not in each]

    done = run(server, folder, sys.executable, "-c", "\n".join(python))

    assert done.returncode == 0, done.stderr
    assert len(python) >= 5


@pytest.mark.slow
def test_RM2_the_request_of_the_readme_makes_a_node(server: LiveServer, folder: Path) -> None:
    (request,) = [each for each in blocks("bash") if "curl" in each]
    request = request.replace("http://localhost:8888/", server.url)

    done = run(server, folder, "bash", "-c", request)

    assert '"success":true' in done.stdout, done.stdout + done.stderr


@pytest.mark.slow
def test_RM3_the_commands_of_the_readme_work_in_a_terminal(
    server: LiveServer, folder: Path
) -> None:
    (block,) = [each for each in blocks("bash") if "jupyter graphsync list" in each]
    lines = [line.partition(" #")[0].split()[2:] for line in block.splitlines()]
    run(server, folder, sys.executable, "-c", ENTRY, "export", "supply-chain", "plan.graphsync")

    for arguments in lines:
        if arguments[0] == "tail":
            continue  # it goes on for ever
        words = [word.replace("@1200", "@1") for word in arguments]
        words += ["--yes"] if words[0] == "compact" else []
        done = run(server, folder, sys.executable, "-c", ENTRY, *words)
        expected = 1 if words[0] == "diff" else 0
        assert done.returncode == expected, f"{arguments}: {done.stdout}{done.stderr}"
