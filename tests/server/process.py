"""A server in a process of its own, which can be killed and started again on the same data."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from .api import Api

TOKEN = "secret"
SECONDS = 60.0
BASE_URL = "/a%40b/"
OTHER_EXTENSIONS = (
    "jupyterlab",
    "jupyter_lsp",
    "jupyter_server_terminals",
    "notebook",
    "notebook_shim",
)

# The modules of a server take seconds to load: one process loads them, and forks the servers.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    ["jupyter_server.serverapp", "jupyter_graphsync.server.app", "jupyter_graphsync.server.routes"]
)


class ServerProcess:
    """A Jupyter server with folders of its own and no extension but ours."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.log = folder / "server.log"
        self._folder = folder
        self._options = options
        self._process: multiprocessing.process.BaseProcess | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]

    @property
    def api(self) -> Api:
        """The way to the server."""
        return Api(f"http://127.0.0.1:{self.port}{BASE_URL}", TOKEN)

    @property
    def pid(self) -> int:
        """The process that runs now."""
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    @property
    def memory(self) -> int:
        """How many bytes of memory the process holds."""
        rss: int = psutil.Process(self.pid).memory_info().rss
        return rss

    def start(self) -> ServerProcess:
        """Start; return when the port is open."""
        folders = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
        own = {name: str(self._folder / name.lower()) for name in folders}
        for path in own.values():
            Path(path).mkdir(parents=True, exist_ok=True)
        arguments = [
            "--no-browser",
            "--allow-root",
            f"--port={self.port}",
            "--ServerApp.port_retries=0",
            f"--ServerApp.base_url={BASE_URL}",
            f"--ServerApp.root_dir={own['HOME']}",
            f"--ServerApp.jpserver_extensions={_extensions()}",
            "--ServerApp.allow_unauthenticated_access=False",
            f"--IdentityProvider.token={TOKEN}",
            *self._options,
        ]
        ready, said = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(
            target=_serve, args=({**os.environ, **own}, arguments, str(self.log), said)
        )
        self._process.start()
        said.close()
        assert ready.poll(SECONDS), "the server does not start"
        ready.recv()
        return self

    def kill(self) -> None:
        """Kill -9."""
        assert self._process is not None
        self._process.kill()
        self._process.join(SECONDS)

    def terminate(self) -> None:
        """Ask the server to stop."""
        os.kill(self.pid, signal.SIGTERM)

    def stop(self) -> None:
        """Ask the server to stop, and wait until it has."""
        if self._process is not None and self._process.is_alive():
            self.terminate()
            self._process.join(SECONDS)


def _extensions() -> dict[str, bool]:
    return {"jupyter_graphsync": True, **dict.fromkeys(OTHER_EXTENSIONS, False)}


def _serve(
    environment: dict[str, str], arguments: list[str], log_path: str, ready: Connection
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    log = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    sys.argv = ["jupyter-server"]
    from jupyter_server.serverapp import ServerApp

    app = ServerApp.instance()
    app.initialize(arguments)
    # The port is opened by the loop's first callback.
    app.io_loop.add_callback(ready.send, True)
    app.start()
