"""How far long work is, in one line on the terminal of who waits."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType

FIRST_SECONDS = 0.5
EVERY_SECONDS = 0.1


class Progress:
    """Tells on stderr how much is done; silent where that is no terminal, or the work is quick.

    Parameters
    ----------
    what
        The work, such as `checking commits`.
    total
        How many steps there are; 0 where that is not known.
    """

    def __init__(self, what: str, total: int = 0) -> None:
        self._what = what
        self._total = total
        self._done = 0
        self._next = monotonic() + FIRST_SECONDS
        self._shown = False

    def advance(self, steps: int = 1) -> None:
        """Count steps that are done."""
        self._done += steps
        if sys.stderr.isatty() and monotonic() >= self._next:
            self._next = monotonic() + EVERY_SECONDS
            self._shown = True
            share = f" of {self._total:,}" if self._total else ""
            sys.stderr.write(f"\r\x1b[K{self._what}: {self._done:,}{share}")
            sys.stderr.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
