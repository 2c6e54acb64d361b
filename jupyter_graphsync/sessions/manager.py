"""The sessions of one server: opened when they are asked for, put away when nobody is there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from time import monotonic

from ..domain.commits import Actor
from ..domain.errors import BadRequest, GraphSyncError, TooMuch
from ..domain.graph import GraphView
from ..domain.limits import Limits
from ..domain.settings import Settings
from ..eventlog.base import LogError, LogStore, SessionRecord
from ..protocol import is_session_id
from .broadcaster import Broadcaster
from .clock import new_command_id, new_epoch, timestamp
from .opening import open_session
from .requests import LoadRequest
from .session import GraphSession

log = logging.getLogger(__name__)


class SessionManager:
    """Opens, lists, evicts and ends sessions; at most one `GraphSession` for each.

    Parameters
    ----------
    make_store
        Makes the place where the logs are kept; called and started at first use, so that a server
        that nobody uses for graphs pays nothing.
    broadcaster
        Where events go; with `None` they are skipped, and commands work on.
    """

    def __init__(
        self,
        make_store: Callable[[], LogStore],
        *,
        limits: Limits,
        broadcaster: Broadcaster | None = None,
    ) -> None:
        self.limits = limits
        self._make_store = make_store
        self._started_store: LogStore | None = None
        self._broadcaster = broadcaster
        self._open: dict[str, GraphSession] = {}
        self._opening: dict[str, asyncio.Task[GraphSession]] = {}
        self._closing: dict[str, asyncio.Task[None]] = {}
        self._starting = asyncio.Lock()
        self._sweeper: asyncio.Task[None] | None = None

    async def place(self) -> str:
        """Return what kind of place the logs are kept in."""
        return (await self._store()).place

    @property
    def is_started(self) -> bool:
        """Whether the logs were opened: from the first session on."""
        return self._started_store is not None

    async def secret(self) -> bytes:
        """Return the key that signs client tokens."""
        return await (await self._store()).secret()

    async def get(self, session_id: str) -> GraphSession:
        """Return the session, opened if need be.

        Raises
        ------
        BadRequest
            `bad-session-id`.
        NotFound
            `session-not-found`, also where it was ended.
        Unavailable
            The storage does not answer.
        """
        check_session_id(session_id)
        while (closing := self._closing.get(session_id)) is not None:
            await asyncio.shield(closing)
        session = self._open.get(session_id)
        if session is not None and session.is_lost:
            await self._put_away(session_id, 4010, "the history was replaced")
        elif session is not None:
            session.last_active = monotonic()
            return session
        opening = self._opening.get(session_id)
        if opening is None:
            opening = asyncio.get_running_loop().create_task(self._open_one(session_id))
            self._opening[session_id] = opening
            opening.add_done_callback(lambda _: self._opening.pop(session_id, None))
        return await asyncio.shield(opening)

    async def create(
        self,
        session_id: str,
        *,
        settings: Settings,
        actor: Actor,
        graph: GraphView | None = None,
        project_id: str | None = None,
        content: str = "",
    ) -> GraphSession:
        """Begin a session, with a graph if one is given.

        Parameters
        ----------
        project_id, content
            The file that the graph comes from, and a hash of its text.

        Raises
        ------
        Clash
            `session-exists`; also where one of that id was ended.
        TooMuch
            `too-many-sessions`.
        """
        check_session_id(session_id)
        store = await self._store()
        if len(await store.sessions()) >= self.limits.max_sessions:
            raise TooMuch(
                "too-many-sessions",
                f"there are {self.limits.max_sessions} sessions, which is the limit; end some",
                limit=self.limits.max_sessions,
            )
        await store.create(session_id, settings=settings, epoch=new_epoch(), timestamp=timestamp())
        session = await self.get(session_id)
        if graph is None:
            # What rules it began with stands in no commit.
            await session.keep_snapshot()
        else:
            request = LoadRequest(
                command_id=new_command_id(),
                actor=actor,
                view=graph,
                project_id=project_id or session_id,
                content=content,
            )
            await session.perform(request)
        return session

    async def list(self) -> list[SessionRecord]:
        """Return all sessions that were not ended."""
        return await (await self._store()).sessions()

    def opened(self, session_id: str) -> GraphSession | None:
        """Return a session if it is in memory."""
        return self._open.get(session_id)

    async def end(self, session_id: str) -> None:
        """End a session for good: its id is not used again, its history is kept."""
        await self.get(session_id)
        event_log = await (await self._store()).open(session_id)
        await event_log.end(timestamp())
        await self._put_away(session_id, 4505, "the session was ended", keep=False)

    async def close(self, code: int = 1001, reason: str = "the server is stopping") -> None:
        """Finish all commits in flight, let everybody go, and close the store."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        under_way = [*self._opening.values(), *self._closing.values()]
        if under_way:
            await asyncio.wait(under_way)
        for session_id in list(self._open):
            await self._put_away(session_id, code, reason)
        if self._started_store is not None:
            await self._started_store.close()

    async def evict_idle(self) -> None:
        """Put away sessions that nobody has used for a while; their logs stay."""
        oldest = monotonic() - self.limits.idle_evict_seconds
        for session_id, session in list(self._open.items()):
            if session.is_idle and session.last_active <= oldest:
                await self._put_away(session_id, 1001, "the session was idle")

    async def _store(self) -> LogStore:
        async with self._starting:
            if self._started_store is None:
                # The first use imports what a database needs, for half a second.
                store = await asyncio.to_thread(self._make_store)
                await store.start()
                self._started_store = store
                self._sweeper = asyncio.get_running_loop().create_task(self._sweep())
            return self._started_store

    async def _open_one(self, session_id: str) -> GraphSession:
        event_log = await (await self._store()).open(session_id)
        session = await open_session(event_log, limits=self.limits, broadcaster=self._broadcaster)
        self._open[session_id] = session
        return session

    async def _put_away(
        self, session_id: str, code: int, reason: str, *, keep: bool = True
    ) -> None:
        session = self._open.pop(session_id, None)
        if session is None:
            return
        closing = asyncio.get_running_loop().create_task(session.close(code, reason, keep=keep))
        self._closing[session_id] = closing
        try:
            await asyncio.shield(closing)
        finally:
            self._closing.pop(session_id, None)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(max(1.0, min(60.0, self.limits.idle_evict_seconds / 4)))
            try:
                for session in list(self._open.values()):
                    await session.write_chapters()
                await self.evict_idle()
            except (GraphSyncError, LogError) as error:
                log.warning("an idle session could not be looked after: %s", error)


def check_session_id(session_id: str) -> None:
    """Refuse what cannot be the id of a session."""
    if not is_session_id(session_id):
        raise BadRequest(
            "bad-session-id",
            "a session_id is 1 to 64 letters, digits, '-' or '_', the first no '-' or '_'",
        )
