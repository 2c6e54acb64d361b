"""Keeps files in step with their sessions, without being asked."""

from __future__ import annotations

import asyncio
import logging
from time import monotonic

from ..domain.commits import Actor
from ..domain.errors import GraphSyncError
from ..sessions.manager import SessionManager
from .binding import Binding
from .homes import last_change
from .store import ProjectStore

log = logging.getLogger(__name__)

AUTOSAVE = Actor(client_id="autosave", name="Autosave")
LOOK_EVERY = 0.5
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0


class Autosave:
    """Saves a session some seconds after the first change that its file does not hold.

    It never writes over what was changed elsewhere, makes no file anew that was deleted, and empties
    none; what it cannot write it tries again, less and less often, and `Binding.problem` says why.

    Parameters
    ----------
    seconds
        How long a change may wait; 0 switches autosave off.
    """

    def __init__(self, projects: ProjectStore, manager: SessionManager, *, seconds: float) -> None:
        self._projects = projects
        self._manager = manager
        self._seconds = seconds
        self._dirty_since: dict[str, float] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look after files, at the first one that is opened."""
        if self._task is None and self._seconds > 0:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """Write what is not written yet, and stop."""
        if self._task is None:
            return
        self._task.cancel()
        self._task = None
        for binding in self._projects.bound.all():
            await self._look_after(binding, at_once=True)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            for binding in self._projects.bound.all():
                await self._look_after(binding, at_once=False)

    async def _look_after(self, binding: Binding, *, at_once: bool) -> None:
        session = self._manager.opened(binding.session_id)
        if session is None or binding.stamp is None or session.damage:
            return
        now = monotonic()
        if await last_change(session) == binding.saved:
            self._dirty_since.pop(binding.session_id, None)
            return
        since = self._dirty_since.setdefault(binding.session_id, now)
        if not at_once and now < max(since + self._seconds, binding.next_try):
            return
        try:
            why_not = await self._projects.why_not_by_itself(binding, session)
            if why_not:
                self._put_off(binding, why_not, now)
                return
            await self._projects.save(session, actor=AUTOSAVE)
            self._dirty_since.pop(binding.session_id, None)
        except GraphSyncError as error:
            self._put_off(binding, error.message, now)
        except Exception:
            log.exception("%s could not be saved", binding.path)
            self._put_off(binding, "It could not be saved; the server's log says more.", now)

    def _put_off(self, binding: Binding, problem: str, now: float) -> None:
        if binding.problem != problem:
            log.warning("%s is not saved: %s", binding.path, problem)
        binding.problem = problem
        binding.next_try = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2**binding.tries)
        binding.tries += 1
