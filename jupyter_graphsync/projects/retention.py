"""How much of a session's history is kept: all of it, unless its owner says otherwise."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta, timezone

from ..domain.errors import GraphSyncError
from ..sessions.manager import SessionManager
from ..sessions.session import GraphSession
from .homes import home_of

log = logging.getLogger(__name__)

FIRST_LOOK = 60.0
LOOK_EVERY = 3_600.0
SLACK = 10
"""A tenth more than is to be kept may be there: else every commit would forget one."""


async def compact(session: GraphSession, cut: int) -> int:
    """Forget the commits up to number `cut`; return how many those were.

    The moment that the session's file holds stays, and with it the note of which file that is.

    Raises
    ------
    GraphSyncError
        As of `GraphSession.compact`.
    """
    home = await home_of(session)
    return await session.compact(cut if home is None else min(cut, max(0, home.saved.seq - 1)))


async def last_before(session: GraphSession, instant: str) -> int:
    """Return the number of the last commit that was made before an instant; the oldest moment."""
    low, high = session.oldest, session.position.seq
    while low < high:
        middle = (low + high + 1) // 2
        (record,) = await session.commits(middle - 1, 1)
        if record.timestamp < instant:
            low = middle
        else:
            high = middle - 1
    return low


def days_ago(days: float) -> str:
    """Return an instant as commits tell theirs."""
    moment = datetime.now(timezone.utc) - timedelta(days=days)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Retention:
    """Compacts sessions by itself, where that was asked for.

    Parameters
    ----------
    commits, days
        What is kept: so many of the newest commits, and those of so many days; 0 sets no limit.
        Where both are set, a commit stays that either of them keeps.
    """

    def __init__(self, manager: SessionManager, *, commits: int, days: float) -> None:
        self._manager = manager
        self._commits = commits
        self._days = days
        self._task: asyncio.Task[None] | None = None

    @property
    def _is_asked_for(self) -> bool:
        return bool(self._commits or self._days)

    def start(self) -> None:
        """Look after the sessions from now on, if anything is to be forgotten."""
        if self._task is None and self._is_asked_for:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """Stop."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    async def apply(self) -> None:
        """Look at all sessions once, if anything is to be forgotten."""
        for record in await self._manager.list() if self._is_asked_for else ():
            kept = record.position.seq - record.oldest
            if self._commits and kept <= self._commits + self._commits // SLACK:
                continue
            try:
                await self._apply_to(await self._manager.get(record.session_id))
            except GraphSyncError as error:
                log.warning("session %s is not compacted: %s", record.session_id, error.message)

    async def _apply_to(self, session: GraphSession) -> None:
        cuts = []
        if self._commits:
            cuts.append(session.position.seq - self._commits)
        if self._days:
            cuts.append(await last_before(session, days_ago(self._days)))
        forgotten = await compact(session, min(cuts))
        if forgotten:
            log.info("session %s: %d commits were forgotten", session.session_id, forgotten)

    async def _run(self) -> None:
        pause = FIRST_LOOK
        while True:
            await asyncio.sleep(pause)
            pause = LOOK_EVERY
            # A server that nobody uses for graphs opens no log.
            if self._manager.is_started:
                try:
                    await self.apply()
                except GraphSyncError as error:
                    log.warning("no session is compacted: %s", error.message)
