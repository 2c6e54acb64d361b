"""How much a client may ask for."""

from __future__ import annotations

import math
from collections.abc import Callable
from time import monotonic

from ..domain.errors import TooMuch

PATIENCE = 10.0
"""Seconds of refusals after which a client is no longer listened to."""
CALM = 1.0
"""Seconds without a refusal after which the count begins anew."""


class TokenBucket:
    """Lets `rate` requests a second pass, and `burst` at once.

    Parameters
    ----------
    now
        The clock, in seconds.
    """

    def __init__(self, rate: float, burst: int, now: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._burst = float(burst)
        self._now = now
        self._tokens = float(burst)
        self._filled = now()
        self._refused_since = -math.inf
        self._refused_last = -math.inf

    def take(self) -> None:
        """Take one token.

        Raises
        ------
        TooMuch
            `rate-limited`, with `retry_after_ms`.
        """
        now = self._now()
        self._tokens = min(self._burst, self._tokens + (now - self._filled) * self._rate)
        self._filled = now
        if self._tokens >= 1.0:
            self._tokens -= 1.0
            return
        if now - self._refused_last > CALM:
            self._refused_since = now
        self._refused_last = now
        wait = int((1.0 - self._tokens) / self._rate * 1000) + 1
        raise TooMuch(
            "rate-limited",
            f"more than {self._rate:g} commands a second; try again in {wait} ms",
            retry_after_ms=wait,
        )

    @property
    def exhausted(self) -> bool:
        """Whether requests were refused, again and again, for longer than anybody should go on."""
        return self._refused_last - self._refused_since > PATIENCE
