"""Conversations with a database that never answers, and how they are ended."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any


class Hangs:
    """Which threads work with which connection, and since when.

    A server that is frozen, or a network that swallows what is sent, answers no timeout of its
    own. Another thread calls `cut` now and then.
    """

    def __init__(self) -> None:
        self._since: dict[int, float] = {}
        self._lines: dict[int, Any] = {}

    @contextmanager
    def attended(self) -> Iterator[None]:
        """Work meanwhile; when it takes too long, the connection in use may be cut."""
        thread = threading.get_ident()
        self._since[thread] = monotonic()
        try:
            yield
        finally:
            del self._since[thread]

    def use(self, dbapi_connection: Any) -> None:
        """Note the connection that this thread works with from now on."""
        self._lines[threading.get_ident()] = dbapi_connection

    def cut(self, longest: float) -> None:
        """Cut the connections that threads have worked with for longer than `longest` seconds."""
        now = monotonic()
        for thread, since in list(self._since.items()):
            if now - since > longest and thread in self._lines:
                _hang_up(self._lines[thread])


def _hang_up(dbapi_connection: Any) -> None:
    """Shut a connection's socket down: whoever waits on it gets an error."""
    with suppress(OSError, ValueError):
        if not dbapi_connection.closed:
            with socket.socket(fileno=os.dup(dbapi_connection.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)
