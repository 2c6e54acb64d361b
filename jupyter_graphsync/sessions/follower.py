"""Keeps a session in step with its log while other servers append to it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from ..domain.errors import GraphSyncError, NotFound
from ..eventlog.base import EventLog

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.05
LONGEST_PAUSE = 2.0


class Follower:
    """A task that waits for the log, and lets the session catch up where it has not yet.

    Parameters
    ----------
    seq
        Tells how far the session is.
    keep_up
        Lets the session take over what it lacks, unless it is further by then than the number
        that it is given; tells whether there is anything to follow any more.
    """

    def __init__(
        self,
        event_log: EventLog,
        *,
        seq: Callable[[], int],
        keep_up: Callable[[int], Awaitable[bool]],
    ) -> None:
        self._log = event_log
        self._seq = seq
        self._keep_up = keep_up
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Follow no further; returns when nothing is under way."""
        self._task.cancel()
        await asyncio.wait({self._task})

    async def _run(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                after = self._seq()
                await self._wait(after)
                if self._seq() == after and not await self._keep_up(after):
                    return
                pause = FIRST_PAUSE
            except Exception as error:
                if not isinstance(error, GraphSyncError):
                    log.error("session %s: a defect", self._log.session_id, exc_info=error)
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, 2 * pause)

    async def _wait(self, after: int) -> None:
        try:
            await self._log.wait(after)
        except NotFound:
            # The session was ended, which it learns where it catches up.
            return
