"""A server's way to a place where logs are kept: it can be slow, fail, or be gone for good."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from random import Random
from typing import Any

from jupyter_graphsync.domain.commits import CommitRecord, Position
from jupyter_graphsync.domain.errors import NotFound, Unavailable
from jupyter_graphsync.eventlog.base import EventLog, LogStore


class Way:
    """A `LogStore` for one server, in front of the store that keeps the logs.

    Attributes
    ----------
    refuse, lose
        So many of the next appends fail: before anything is written, or after all is.
    is_late
        Whether news of what other servers do is kept back.
    """

    def __init__(self, store: LogStore, dice: Random, *, is_shared: bool) -> None:
        self.place = store.place
        self.is_shared = is_shared
        self.refuse = self.lose = 0
        self.is_late = False
        self._store = store
        self._dice = dice
        self._is_gone = False

    async def start(self) -> None:
        await self._store.start()

    async def close(self) -> None:
        if not self.is_shared:
            await self._store.close()

    async def open(self, session_id: str) -> EventLog:
        self.check()
        return _Log(self, await self._store.open(session_id))  # type: ignore[return-value]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def crash(self) -> None:
        """Reach nothing any more, as a server that was killed."""
        self._is_gone = True

    def heal(self) -> None:
        """Have no faults any more."""
        self.refuse = self.lose = 0
        self.is_late = False

    def check(self) -> None:
        """Let nobody pass who was killed."""
        if self._is_gone:
            raise NotFound("session-not-found", "this server was killed")

    async def take_time(self) -> None:
        """Let the others do something."""
        for _ in range(self._dice.choice([0, 0, 1, 5, 30])):
            await asyncio.sleep(0)
        self.check()


class _Log:
    """A session's log as a server on that way finds it."""

    def __init__(self, way: Way, log: EventLog) -> None:
        self.session_id = log.session_id
        self.is_shared = way.is_shared
        self._way = way
        self._log = log

    async def append(
        self, expected: Position, records: Sequence[CommitRecord], **rest: Any
    ) -> None:
        await self._way.take_time()
        if self._way.refuse:
            self._way.refuse -= 1
            raise Unavailable("storage-unavailable", "the disk is away")
        await self._log.append(expected, records, **rest)
        await self._way.take_time()
        if self._way.lose:
            self._way.lose -= 1
            raise Unavailable("outcome-unknown", "nobody knows")

    async def wait(self, after: int) -> None:
        await self._log.wait(after)
        await self._way.take_time()
        while self._way.is_late:
            await asyncio.sleep(0)
            self._way.check()

    def __getattr__(self, name: str) -> Any:
        self._way.check()
        return getattr(self._log, name)
