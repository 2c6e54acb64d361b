"""Where sessions are read from: a running server, or the event log itself."""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

import msgspec
from msgspec import UNSET, UnsetType

from ..client.discovery import find_server
from ..client.errors import CannotConnect, NoServer
from ..client.transport import TornadoTransport
from ..domain.commits import Position
from ..domain.errors import Forbidden, Unavailable
from ..domain.graph import GraphView
from ..eventlog.place import default_log_url
from .failures import Trouble
from .options import log_url
from .output import note


class Described(msgspec.Struct, kw_only=True):
    """A session as it is told; what only a running server knows is left out without one."""

    session_id: str
    title: str = ""
    structure: str = "dag"
    strict_blueprints: bool = False
    epoch: str = ""
    seq: int = 0
    digest: str = ""
    oldest_seq: int = 0
    client_count: int | UnsetType = UNSET
    path: str | UnsetType = UNSET
    damage: str = ""


class Source(Protocol):
    """What subcommands need of a server or a log."""

    async def sessions(self) -> list[Described]:
        """Return the sessions, by id."""

    async def describe(self, session_id: str) -> Described:
        """Return one session; `NotFound` where there is none."""

    async def graph(self, session_id: str, seq: int | None = None) -> tuple[Position, GraphView]:
        """Return the graph, now or after a commit."""

    async def bodies(self, session_id: str, after: int, limit: int) -> list[bytes]:
        """Return the texts of commits that follow commit `after`, oldest first."""


@asynccontextmanager
async def opened(options: argparse.Namespace) -> AsyncIterator[Source]:
    """Open the log that was named, or the server that was named or found, or the usual log.

    Raises
    ------
    Trouble
        There is neither server nor log.
    GraphSyncError
        What was named cannot be reached.
    """
    from .server_source import ServerSource

    if options.log is not None:
        async with _opened_log(log_url(options.log)) as source:
            yield source
        return
    try:
        transport = await reached(options)
    except (NoServer, CannotConnect, Forbidden) as error:
        if options.url is not None:
            raise
        async with _usual_log(error) as source:
            yield source
        return
    yield ServerSource(transport)


async def reached(options: argparse.Namespace) -> TornadoTransport:
    """Return the way to the server that was named or found, once it has answered.

    Raises
    ------
    NoServer, CannotConnect, Forbidden
        There is none, it does not answer, or not to this token.
    """
    transport = TornadoTransport(find_server(options.url, options.token))
    await transport.request("GET", "limits")
    return transport


@asynccontextmanager
async def _usual_log(why: NoServer | CannotConnect | Forbidden) -> AsyncIterator[Source]:
    url = default_log_url()
    path = url.removeprefix("sqlite:///")
    try:
        async with _opened_log(url) as source:
            if sys.stderr.isatty():
                note(f"(no server of yours answers; read from {path})")
            yield source
    except Unavailable as error:
        if error.code != "storage-unavailable":
            raise
        raise Trouble(f"{why.message}; or name an event log by --log") from None


@asynccontextmanager
async def _opened_log(url: str) -> AsyncIterator[Source]:
    from ..eventlog.peeking import LogReader
    from .log_source import LogSource

    reader = LogReader(url)
    await reader.start()
    try:
        yield LogSource(reader)
    finally:
        await reader.close()
