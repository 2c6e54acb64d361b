"""What is known of a file that a session is kept in."""

from __future__ import annotations

from typing import Any

import msgspec

from ..domain.commits import Position
from .files import Stamp


class Binding(msgspec.Struct, kw_only=True):
    """A session and its file.

    Attributes
    ----------
    stamp
        The file as it was last read or written here; `None` where there is none any more.
    saved
        The last change of the graph that the file holds.
    problem
        Why it could not be saved, in a sentence; empty where it could.
    """

    path: str
    session_id: str
    stamp: Stamp | None
    saved: Position
    saved_at: str = ""
    problem: str = ""
    next_try: float = 0.0
    tries: int = 0

    def told(self, changed: Position) -> dict[str, Any]:
        """Return what is told of the file, beside a session whose last change is `changed`."""
        return {
            "path": self.path,
            "is_dirty": self.stamp is None or changed != self.saved,
            "saved_seq": self.saved.seq,
            "saved_at": self.saved_at,
            "problem": self.problem,
        }
