"""Heavy work on large graphs, done beside the event loop so that the loop hardly notices."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_lock = threading.Lock()
_at_work = 0
_to_be_enabled = False


async def beside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `work` in a thread, with Python's cycle collector at rest meanwhile.

    A collection in the midst of a hundred thousand new objects would stop every thread for a
    quarter of a second. What the work holds the interpreter for in one go is its own affair: it is
    to call nothing that takes long in C, such as one decoding of a text of many MiB.
    """

    def undisturbed() -> T:
        with _collector_at_rest():
            return work(*args, **kwargs)

    return await asyncio.to_thread(undisturbed)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    global _at_work, _to_be_enabled
    with _lock:
        if _at_work == 0:
            _to_be_enabled = gc.isenabled()
            gc.disable()
        _at_work += 1
    try:
        yield
    finally:
        with _lock:
            _at_work -= 1
            if _at_work == 0 and _to_be_enabled:
                _age_all()
                gc.enable()


def _age_all() -> None:
    """Let new objects count as old, without looking at each: the next collection is a small one."""
    if gc.get_freeze_count() == 0:
        gc.freeze()
        gc.unfreeze()
