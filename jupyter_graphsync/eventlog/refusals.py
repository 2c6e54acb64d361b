"""What every log answers in the same words."""

from __future__ import annotations

from ..domain.errors import Clash, NotFound, Unavailable


def session_exists(session_id: str) -> Clash:
    """Return the error for an id that was given before."""
    return Clash(
        "session-exists",
        f"session {session_id!r} is there already, or was ended; choose another session_id",
        session_id=session_id,
    )


def session_not_found(session_id: str) -> NotFound:
    """Return the error for an id that names no live session."""
    return NotFound(
        "session-not-found",
        f"there is no session {session_id!r}, or it was ended; create it under another session_id",
        session_id=session_id,
    )


def not_started() -> Unavailable:
    """Return the error for a store that was not started, or was closed."""
    return Unavailable(
        "storage-unavailable", "the event log is not open; try again when the server has started"
    )


class EpochUsed(ValueError):
    """A new epoch was given an old name, by which two histories would be mixed."""

    def __init__(self, epoch: str) -> None:
        super().__init__(f"epoch {epoch!r} was used before; a new epoch needs a new name")
