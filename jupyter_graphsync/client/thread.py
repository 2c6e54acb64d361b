"""A thread that runs an event loop, for code that has none."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import wait
from typing import Any, TypeVar

from .errors import ConnectionEnded

T = TypeVar("T")
LOOK_UP_SECONDS = 0.25


class LoopThread:
    """An event loop in a daemon thread of its own."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._main, name=name, daemon=True)
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there and wait for its result; Ctrl-C ends the wait and cancels it.

        Raises
        ------
        ConnectionEnded
            The thread was closed, before or meanwhile.
        RuntimeError
            Called from that very thread, which cannot wait for itself.
        """
        if not self._thread.is_alive():
            coroutine.close()
            raise _closed()
        if threading.current_thread() is self._thread:
            coroutine.close()
            raise RuntimeError(
                "this thread carries the connection and cannot wait for it; write from a "
                "callback of `on`, or use `aconnect`"
            )
        try:
            future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        except RuntimeError:
            coroutine.close()
            raise _closed() from None  # between the look and the call
        try:
            # Waiting without end cannot be interrupted on Windows, hence the looking up.
            while not wait([future], LOOK_UP_SECONDS).done:
                if not self._thread.is_alive():
                    coroutine.close()  # it may never have begun
                    raise _closed()
        except BaseException:
            future.cancel()
            raise
        if future.cancelled():
            raise _closed()
        return future.result()

    def close(self, last: Coroutine[Any, Any, None]) -> None:
        """Run a last coroutine, then stop; wait for it, unless called from that thread."""
        if not self._thread.is_alive():
            last.close()
            return
        ending = asyncio.run_coroutine_threadsafe(last, self._loop)
        ending.add_done_callback(lambda _: self._loop.call_soon_threadsafe(self._loop.stop))
        if threading.current_thread() is not self._thread:
            self._thread.join(5.0)

    def _main(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(_cancel_the_rest())
        finally:
            self._loop.close()


async def nothing() -> None:
    """Be the last coroutine of a thread that has nothing to do before it stops."""


async def _cancel_the_rest() -> None:
    await asyncio.sleep(0)  # so that what was asked for last has begun, and can be cancelled
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


def _closed() -> ConnectionEnded:
    return ConnectionEnded("this connection was closed; connect again to go on")


def drive(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never waits, here and now."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        result: T = stop.value
        return result
    coroutine.close()
    raise RuntimeError("the coroutine waits for something, so it needs an event loop")
