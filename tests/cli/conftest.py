"""A running server, its event log, and the command line in this process."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import jupyter_graphsync as gs
from jupyter_graphsync.cli import main
from jupyter_graphsync.client.graph import SharedGraph
from tests.server.process import TOKEN, ServerProcess

VARIABLES = ("JUPYTER_GRAPHSYNC_URL", "JUPYTERHUB_SERVICE_URL", "JPY_PARENT_PID")


class Said(NamedTuple):
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    server = ServerProcess(tmp_path_factory.mktemp("terminal")).start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def there(server: ServerProcess) -> list[str]:
    """The options that name the server."""
    return ["--url", server.api.url, "--token", TOKEN]


@pytest.fixture(scope="session")
def log(server: ServerProcess) -> Path:
    """The event log of the running server."""
    return server.log.parent / "jupyter_data_dir" / "graphsync" / "graphsync.sqlite"


@pytest.fixture(params=["server", "log"])
def source(request: pytest.FixtureRequest, there: list[str], log: Path) -> list[str]:
    """The options that name a source: the server, or the log that it holds."""
    return there if request.param == "server" else ["--log", str(log)]


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep this machine's own servers and logs out; return the folder that stands for them."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
        (tmp_path / name.lower()).mkdir()
    monkeypatch.setenv("TZ", "UTC")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line."""

    def run(*arguments: object) -> Said:
        capsys.readouterr()
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture
def graph(server: ServerProcess) -> Iterator[SharedGraph]:
    """A session of a test's own: Lyon, and Paris below it."""
    with gs.connect(
        f"s-{uuid.uuid4().hex}", url=server.api.url, token=TOKEN, name="Ann", title="Supply chain"
    ) as graph:
        graph.add_node("Lyon", "Warehouse", node_id="lyon", capacity=1200)
        graph.add_node("Paris", "Shop", node_id="paris", parent="lyon")
        yield graph
