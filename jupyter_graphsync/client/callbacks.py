"""Functions that are called when something happens, in the order in which it happened."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from .events import LiveEvent, check_name, is_meant

log = logging.getLogger(__name__)
Callback = Callable[[LiveEvent], Any]
C = TypeVar("C", bound=Callback)


class Callbacks:
    """Who wants to be called, for which event."""

    def __init__(self) -> None:
        self._callbacks: list[tuple[str, Callback]] = []

    def add(self, name: str, callback: Callback) -> None:
        """Call it from now on; `ValueError` where there is no such event."""
        self._callbacks = [*self._callbacks, (check_name(name), callback)]

    def remove(self, callback: Callback) -> None:
        """Call it no more, for any event."""
        self._callbacks = [entry for entry in self._callbacks if entry[1] != callback]

    def matching(self, event: LiveEvent) -> list[Callback]:
        """Return the callbacks of an event, in the order in which they were added."""
        return [callback for name, callback in self._callbacks if is_meant(name, event.event)]

    def call(self, event: LiveEvent) -> None:
        """Call them all; one that raises is reported, and the others are called."""
        for callback in self.matching(event):
            try:
                callback(event)
            except Exception as error:
                report(error, callback, event)


def report(error: Exception, callback: Callback, event: LiveEvent) -> None:
    """Log that a callback raised."""
    message = "callback %r raised at %s; it stays registered"
    log.error(message, callback, event.event, exc_info=error)
