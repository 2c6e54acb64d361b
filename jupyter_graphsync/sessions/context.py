"""The session that the request at hand is about, as in `get_current_session()`."""

from __future__ import annotations

from contextvars import ContextVar, Token
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .session import GraphSession

_CURRENT: ContextVar[GraphSession | None] = ContextVar("graphsync_session", default=None)


def get_current_session() -> GraphSession | None:
    """Return the session that the current request names, `None` outside of such a request.

    Each request, and each task started from it, sees its own.
    """
    return _CURRENT.get()


def set_current_session(session: GraphSession | None) -> Token[GraphSession | None]:
    """Name the session for the code that runs from here on in this context.

    Give the returned token to `reset_current_session` when the request ends.
    """
    return _CURRENT.set(session)


def reset_current_session(token: Token[GraphSession | None]) -> None:
    """Take back a `set_current_session`."""
    _CURRENT.reset(token)
