"""How long a connection waits before it comes back."""

from __future__ import annotations

import random

import msgspec


class Timing(msgspec.Struct, frozen=True):
    """How long a connection waits, in seconds.

    Attributes
    ----------
    quiet
        Without a frame for this long the server is asked for a sign of life; without one for
        as long again the connection counts as broken.
    first_pause, longest_pause
        Back-off: the n-th pause is a random part of `first_pause * 2**n`, at most the longest.
    """

    quiet: float = 30.0
    first_pause: float = 0.25
    longest_pause: float = 5.0


class Backoff:
    """Pauses that grow and are jittered, so that many clients do not come back at once."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._failures = 0
        self._at_least = 0.0

    def wait_at_least(self, milliseconds: float) -> None:
        """Make the next pause at least that long, as a server asked for."""
        self._at_least = max(self._at_least, milliseconds / 1000)

    def succeeded(self) -> None:
        """Begin with short pauses again."""
        self._failures = 0

    def next_pause(self) -> float:
        """Return the next pause in seconds."""
        most = min(self._timing.longest_pause, self._timing.first_pause * 2**self._failures)
        self._failures = min(self._failures + 1, 32)
        at_least, self._at_least = self._at_least, 0.0
        return max(at_least, random.uniform(0, most))
