"""A real Jupyter server, in a process and folders of its own, that can be killed and come back."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import jupyter_graphsync

TOKEN = "a-token-for-tests"
PACKAGE_ROOT = Path(jupyter_graphsync.__file__).parents[1]


class LiveServer:
    """One server; it keeps port, token and data when it is started again."""

    def __init__(self, folder: Path) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}/user/ann/"
        self._folder = folder
        self._log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the server, in which nothing of this machine's Jupyter shows."""
        names = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
        folders = {name: str(self._folder / name.lower()) for name in names}
        kept = {key: value for key, value in os.environ.items() if "JUPYTER" not in key}
        paths = [str(PACKAGE_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        return {**kept, **folders, "PYTHONPATH": os.pathsep.join(paths)}

    def start(self) -> None:
        """Start it, and wait until it answers."""
        root = self._folder / "root"
        root.mkdir(exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "jupyter_server",
                    "--allow-root",
                    "--no-browser",
                    "--ServerApp.ip=127.0.0.1",
                    f"--ServerApp.port={self.port}",
                    "--ServerApp.port_retries=0",
                    "--ServerApp.base_url=/user/ann/",
                    f"--ServerApp.root_dir={root}",
                    "--ServerApp.jpserver_extensions={'jupyter_graphsync': True}",
                    f"--IdentityProvider.token={TOKEN}",
                ],
                env=self.environment,
                stderr=log,
            )
        self._wait_until_ready(self._process)

    def kill(self) -> None:
        """End it as a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in good order."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(number)
            process.wait()

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        pause = threading.Event()
        while process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except ConnectionRefusedError:
                pause.wait(0.02)
        raise RuntimeError(f"the server did not start:\n{self._log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
