"""Finds the Jupyter server that this process belongs to.

In this order:

1. `JUPYTER_GRAPHSYNC_URL` and `JUPYTER_GRAPHSYNC_TOKEN`. Our extension sets them in the server's
   process, over whatever that inherited, so they name the nearest server above this process that
   has the extension. That is why they win over the runtime file of the direct parent: a server
   without our extension is of no use.
2. JupyterHub's `JUPYTERHUB_SERVICE_URL` and `JUPYTERHUB_API_TOKEN`.
3. The runtime file `jpserver-<pid>.json` of `JPY_PARENT_PID`, which kernels and what they start
   inherit, or of the parent process.
4. The only server that runs at all, by the runtime files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import msgspec
import psutil

from .address import Address
from .errors import NoServer

URL_VARIABLE = "JUPYTER_GRAPHSYNC_URL"
TOKEN_VARIABLE = "JUPYTER_GRAPHSYNC_TOKEN"
HOW = "pass url='http://HOST:PORT/' and token='…' (`jupyter server list` shows both)"


def find_server(url: str | None = None, token: str | None = None) -> Address:
    """Return the address to connect to; what is passed wins over what is found.

    `connect` does this by itself. For REST calls of one's own the address has `api(path)` and
    `headers`.

    Raises
    ------
    NoServer
        None was found, or several; the message says what to pass.
    """
    if url is not None:
        return Address.parse(url, token)
    return with_token(search(os.environ, runtime_folder(), os.getppid()), token)


def with_token(address: Address, token: str | None) -> Address:
    """Return the address with another token, where one is given."""
    return address if token is None else Address(address.url, token)


def search(environment: Mapping[str, str], folder: Path, parent: int) -> Address:
    """Look in the four places; `NoServer` where they do not settle it."""
    return (
        _from_extension(environment)
        or _from_hub(environment)
        or _from_parent(environment, folder, parent)
        or _only_one(folder)
    )


def runtime_folder() -> Path:
    """Return the folder in which Jupyter servers leave their runtime files."""
    from jupyter_core.paths import jupyter_runtime_dir

    return Path(jupyter_runtime_dir())


def _from_extension(environment: Mapping[str, str]) -> Address | None:
    url = environment.get(URL_VARIABLE)
    return Address.parse(url, environment.get(TOKEN_VARIABLE, "")) if url else None


def _from_hub(environment: Mapping[str, str]) -> Address | None:
    url = environment.get("JUPYTERHUB_SERVICE_URL")
    token = environment.get("JUPYTERHUB_API_TOKEN")
    return Address.parse(_reachable(url), token) if url and token else None


def _from_parent(environment: Mapping[str, str], folder: Path, parent: int) -> Address | None:
    named = environment.get("JPY_PARENT_PID", "")
    pids = [int(named)] if named.isdecimal() else []
    for pid in [*pids, parent]:
        server = _read(folder / f"jpserver-{pid}.json")
        if server is not None:
            return server.address
    return None


def _only_one(folder: Path) -> Address:
    running = list(_running(folder))
    if not running:
        raise NoServer(f"no running Jupyter server was found; start one, or {HOW}")
    if len(running) > 1:
        urls = ", ".join(sorted(server.url for server in running))
        raise NoServer(f"{len(running)} Jupyter servers run here ({urls}); {HOW} to say which")
    return running[0].address


class _RuntimeFile(msgspec.Struct):
    url: str
    pid: int
    token: str = ""

    @property
    def address(self) -> Address:
        return Address.parse(_reachable(self.url), self.token)


_RUNTIME_FILE = msgspec.json.Decoder(_RuntimeFile)


def _running(folder: Path) -> Iterator[_RuntimeFile]:
    for path in folder.glob("jpserver-*.json"):
        server = _read(path)
        if server is not None and psutil.pid_exists(server.pid):
            yield server


def _read(path: Path) -> _RuntimeFile | None:
    try:
        server = _RUNTIME_FILE.decode(path.read_bytes())
    except (OSError, msgspec.MsgspecError):
        return None  # gone since it was listed, half written, or not a server's
    # A server on a Unix socket has an http+unix URL, which no HTTP client here can reach.
    return server if server.url.startswith(("http://", "https://")) else None


def _reachable(url: str) -> str:
    # A server that listens everywhere names itself 0.0.0.0 or [::], to which nobody can connect.
    parts = urlsplit(url)
    if parts.hostname not in ("0.0.0.0", "::"):
        return url
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(parts._replace(netloc=f"127.0.0.1{port}"))
