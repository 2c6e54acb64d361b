"""Opens a project: the live session of a `.graphsync` file on the server."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from .address import session_path
from .async_graph import WRITE_SECONDS, AsyncSharedGraph
from .discovery import find_server
from .opening import NewSession, join
from .transport import TornadoTransport, Transport

Take = Literal["file", "live", "merge"]

_LOADED = msgspec.json.Decoder(dict[str, msgspec.Raw])


async def aopen(
    path: str,
    *,
    url: str | None = None,
    token: str | None = None,
    create: bool = True,
    take: Take | None = None,
    name: str | None = None,
    timeout: float = WRITE_SECONDS,
) -> AsyncSharedGraph:
    """Open a `.graphsync` file of a Jupyter server as a live session, for asyncio.

    Whoever opens the file, in JupyterLab or elsewhere, is in the same session.

    Parameters
    ----------
    path
        The file, relative to the server's folder, `/` between its parts.
    url, token, name, timeout
        As of `aconnect`.
    create
        Whether to make the file where it is missing.
    take
        What to take of a file that was changed elsewhere: the `file`'s graph, the `live` one, or
        both where they do not conflict (`merge`).

    Raises
    ------
    NoServer, CannotConnect, Forbidden
        As of `aconnect`.
    BadRequest
        `bad-path`.
    NotFound
        `not-found`, with `create=False`.
    Clash
        `file-changed`: the file was changed elsewhere; `details["difference"]` says how. Say by
        `take` what to take.
    """
    transport = TornadoTransport(find_server(url, token))
    return await open_project(transport, path, create=create, take=take, name=name, timeout=timeout)


async def open_project(
    transport: Transport,
    path: str,
    *,
    create: bool = True,
    take: Take | None = None,
    name: str | None = None,
    timeout: float = WRITE_SECONDS,
) -> AsyncSharedGraph:
    """Open by a given transport; see `aopen`."""
    body = {"path": path, "take": take, "create": create}
    answer = await transport.request("POST", session_path(_proposal(path), "/load"), body)
    session_id = msgspec.json.decode(_LOADED.decode(answer)["session_id"], type=str)
    new = NewSession(session_id=session_id)
    return await join(transport, new, create=False, name=name, timeout=timeout)


def _proposal(path: str) -> str:
    """Return a name for the session, made of the file's; the server takes another if need be."""
    stem = path.rpartition("/")[2].removesuffix(".graphsync")
    return re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-")[:58] or "graph"
