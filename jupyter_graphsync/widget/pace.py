"""Holds what a kernel sends below the rate above which Jupyter Server drops it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic

# Jupyter Server drops a kernel's output above 1 MB/s, measured over three seconds
# (`iopub_data_rate_limit`, `rate_limit_window`); whoever else prints needs some of that.
BURST_BYTES = 800_000
BYTES_PER_SECOND = 500_000


class Pace:
    """Lets a burst through, then a steady stream: one for all that a kernel sends."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._free = float(BURST_BYTES)
        self._at = clock()

    def pause_for(self, size: int) -> float:
        """Take note of `size` bytes to be sent; return how many seconds to wait after them."""
        now = self._clock()
        earned = (now - self._at) * BYTES_PER_SECOND
        self._free, self._at = min(BURST_BYTES, self._free + earned) - size, now
        return max(0.0, -self._free / BYTES_PER_SECOND)

    async def spend(self, size: int) -> None:
        """Wait until what comes after these bytes may be sent."""
        pause = self.pause_for(size)
        if pause > 0:
            await asyncio.sleep(pause)
