"""One connection by which servers tell each other what happened; any message may be lost.

Told by NOTIFY, after the commit and by itself: in a transaction that writes, NOTIFY holds a lock of
the whole database until the commit is on disk, and no two servers' commits would share a flush.
"""

from __future__ import annotations

import asyncio
import logging
import select
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from time import monotonic
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from .database import STORAGE_ERRORS, Database
from .news import News, Standing, pack, unpack
from .standings import standings_of

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0
LONGEST_PAUSE = 2.0
FIRST_PAUSE = 0.1
_NOTIFY = text("SELECT pg_notify(:channel, :payload)")
_CHANNEL = text("SELECT 'graphsync_' || md5(current_schema())")


class Telegraph:
    """Tells what this server appended, hears what others did, and looks itself once a second.

    Parameters
    ----------
    watched
        Says which sessions somebody waits for. Called in the thread.
    """

    def __init__(
        self, database: Database, news: News, watched: Callable[[], Iterable[str]]
    ) -> None:
        self._database = database
        self._news = news
        self._watched = watched
        self._loop = asyncio.get_running_loop()
        self._to_tell: dict[str, Standing] = {}
        self._lock = threading.Lock()
        self._stopping = False
        self._ear, self._bell = socket.socketpair()
        self._ear.setblocking(False)
        self._bell.setblocking(False)
        self._thread = threading.Thread(target=self._run, name="graphsync-telegraph", daemon=True)

    def start(self) -> None:
        """Begin to tell and to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Tell what waits to be told, and end; blocks until then."""
        self._stopping = True
        self._ring()
        self._thread.join()
        self._ear.close()
        self._bell.close()

    def tell(self, session_id: str, standing: Standing) -> None:
        """Let other servers know where a session stands."""
        with self._lock:
            self._to_tell[session_id] = standing
        self._ring()

    def _ring(self) -> None:
        # A bell that rings already need not ring again.
        with suppress(BlockingIOError):
            self._bell.send(b"!")

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping:
            try:
                with self._database.hangs.attended():
                    connection = self._database.aside()
                with closing(connection):
                    pause = FIRST_PAUSE
                    self._serve(connection)
            except Exception as error:
                if not isinstance(error, STORAGE_ERRORS):
                    logger.error("event log: a defect of ours", exc_info=error)
                self._database.explain(error)
                self._wait(pause)
                pause = min(LONGEST_PAUSE, 2 * pause)

    def _serve(self, connection: Connection) -> None:
        line: Any = connection.connection.driver_connection
        channel = str(connection.scalar(_CHANNEL))
        connection.exec_driver_sql(f'LISTEN "{channel}"')
        next_look = monotonic()
        while True:
            with self._database.hangs.attended():
                self._tell(connection, channel)
                if monotonic() >= next_look:
                    self._compare(connection)
                    next_look = monotonic() + POLL_SECONDS
                # Those too that came with the answers to what was asked above.
                for message in line.notifies(timeout=0):
                    self._pass_on(self._news.hear, unpack(message.payload))
            if self._stopping:
                return
            self._wait(max(0.0, next_look - monotonic()), line)

    def _wait(self, seconds: float, line: Any = None) -> None:
        """Wait for the bell, for the line where there is one, or for so long."""
        sources = [self._ear] if line is None else [self._ear, line]
        readable, _, _ = select.select(sources, [], [], seconds)
        if self._ear in readable:
            with suppress(BlockingIOError):
                self._ear.recv(4096)

    def _tell(self, connection: Connection, channel: str) -> None:
        with self._lock:
            waiting, self._to_tell = self._to_tell, {}
        try:
            for payload in pack(waiting):
                connection.execute(_NOTIFY, {"channel": channel, "payload": payload})
        except BaseException:
            with self._lock:
                self._to_tell = {**waiting, **self._to_tell}
            raise

    def _compare(self, connection: Connection) -> None:
        """Look where the sessions that matter do stand: a message may have been lost."""
        for session_id, standing in standings_of(connection, self._watched()).items():
            self._pass_on(self._news.learn, session_id, standing)

    def _pass_on(self, action: Callable[..., None], *told: Any) -> None:
        # Where the loop is closed nobody waits any more.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(action, *told)
