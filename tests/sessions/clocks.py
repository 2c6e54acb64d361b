"""A loop on which time runs faster, for promises that are counted in seconds."""

from __future__ import annotations

import asyncio
import functools
import selectors
from collections.abc import Callable, Coroutine
from typing import Any

SPEED = 100.0
Test = Callable[..., Coroutine[Any, Any, None]]


class _FastSelector(selectors.DefaultSelector):
    def select(self, timeout: float | None = None) -> Any:
        return super().select(None if timeout is None else timeout / SPEED)


class _FastLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        super().__init__(_FastSelector())

    def time(self) -> float:
        return super().time() * SPEED


def in_fast_time(test: Test) -> Callable[..., None]:
    """Run a test on a loop whose seconds take a hundredth."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        loop = _FastLoop()
        try:
            loop.run_until_complete(test(*args, **kwargs))
        finally:
            loop.close()

    # The mark of a coroutine function must not stay, or it would be run on an ordinary loop.
    del run.__wrapped__
    return run
