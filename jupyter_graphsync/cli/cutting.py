"""Where a session's oldest commits are forgotten: by a running server, or in a log that none holds."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

import msgspec

from ..client.address import session_path
from ..client.errors import CannotConnect, NoServer
from ..client.transport import Transport
from ..domain.errors import Forbidden
from ..domain.limits import Limits
from ..eventlog.place import default_log_url
from ..projects.retention import compact, last_before
from ..sessions.manager import SessionManager
from .failures import Trouble
from .options import log_url
from .source import reached


class Done(msgspec.Struct, kw_only=True):
    """What was forgotten, and what is left."""

    session_id: str = ""
    forgotten: int
    oldest_seq: int


class Cutting(Protocol):
    """Where a session is compacted."""

    async def span(self) -> tuple[int, int]:
        """Return the oldest moment, and the number of the last commit."""

    async def last_before(self, instant: str) -> int:
        """Return the number of the last commit before an instant, or the oldest moment."""

    async def compact(self, cut: int) -> Done:
        """Forget the commits up to a number."""


@asynccontextmanager
async def opened(options: argparse.Namespace) -> AsyncIterator[Cutting]:
    """Open the log that was named, or the server that was named or found, or the usual log.

    Raises
    ------
    Trouble
        There is neither server nor log.
    GraphSyncError
        What was named cannot be reached, or a server holds the log.
    """
    if options.log is None:
        try:
            transport = await reached(options)
        except (NoServer, CannotConnect, Forbidden):
            if options.url is not None:
                raise
        else:
            yield _OnServer(transport, options.session)
            return
    async with _managed(default_log_url() if options.log is None else log_url(options.log)) as log:
        yield _InLog(log, options.session)


@asynccontextmanager
async def _managed(url: str) -> AsyncIterator[SessionManager]:
    from ..eventlog.sql import SqlLogStore

    _check_there(url)
    manager = SessionManager(lambda: SqlLogStore(url), limits=Limits())
    try:
        yield manager
    finally:
        await manager.close()


def _check_there(url: str) -> None:
    """Refuse a file that is missing: opening it would make an empty log."""
    path = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:///") and not path.exists():
        raise Trouble(f"there is no event log {path}; name one by --log")


class _Described(msgspec.Struct):
    seq: int
    oldest_seq: int


class _Numbered(msgspec.Struct):
    seq: int


class _Page(msgspec.Struct):
    commits: list[_Numbered]


class _OnServer:
    """A session of a running server."""

    def __init__(self, transport: Transport, session_id: str) -> None:
        self._transport = transport
        self._session_id = session_id

    async def span(self) -> tuple[int, int]:
        answer = await self._transport.request("GET", session_path(self._session_id))
        found = msgspec.json.decode(answer, type=_Described)
        return found.oldest_seq, found.seq

    async def last_before(self, instant: str) -> int:
        path = session_path(self._session_id, f"/commits?at={instant}&limit=1")
        page = msgspec.json.decode(await self._transport.request("GET", path), type=_Page)
        return page.commits[0].seq if page.commits else 0

    async def compact(self, cut: int) -> Done:
        path = session_path(self._session_id, "/compact")
        answer = await self._transport.request("POST", path, {"before": cut + 1})
        return msgspec.json.decode(answer, type=Done)


class _InLog:
    """A session of a log that no server holds."""

    def __init__(self, manager: SessionManager, session_id: str) -> None:
        self._manager = manager
        self._session_id = session_id

    async def span(self) -> tuple[int, int]:
        session = await self._manager.get(self._session_id)
        return session.oldest, session.position.seq

    async def last_before(self, instant: str) -> int:
        return await last_before(await self._manager.get(self._session_id), instant)

    async def compact(self, cut: int) -> Done:
        session = await self._manager.get(self._session_id)
        forgotten = await compact(session, cut)
        return Done(forgotten=forgotten, oldest_seq=session.oldest)
