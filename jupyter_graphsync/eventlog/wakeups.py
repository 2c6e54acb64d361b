"""Who waits for a session's next commit, in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Wakeups:
    """Futures by session, resolved when something happened there; used on one event loop."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Future[None]]] = {}

    @contextmanager
    def waiting(self, session_id: str) -> Iterator[asyncio.Future[None]]:
        """Give a future that the next `wake` resolves; join before looking, so as to miss none."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting = self._waiting.setdefault(session_id, set())
        waiting.add(future)
        try:
            yield future
        finally:
            waiting.discard(future)
            if not waiting and self._waiting.get(session_id) is waiting:
                del self._waiting[session_id]

    def wake(self, session_id: str) -> None:
        """Resolve the futures of a session."""
        for future in self._waiting.get(session_id, ()):
            if not future.done():
                future.set_result(None)

    def watched(self) -> list[str]:
        """Return the sessions that somebody waits for; may be asked in any thread."""
        return list(self._waiting)

    def wake_all(self) -> None:
        """Resolve every future, since the store closes."""
        for session_id in self._waiting:
            self.wake(session_id)
