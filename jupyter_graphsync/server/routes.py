"""Which handler answers where, below `{base_url}`."""

from __future__ import annotations

from typing import Any

from .about import HealthHandler, LimitsHandler, NotFoundHandler, OpenApiHandler
from .changes import CommandsHandler, UndoHandler
from .commits import CommitsHandler
from .compacting import CompactHandler
from .history import BlameHandler, DiffHandler, GraphHandler, TimelineHandler
from .moments import MomentHandler, MomentsHandler, RestoreHandler
from .projects import LoadHandler, SaveHandler
from .rest import ClientsHandler, SessionHandler, SessionsHandler
from .static import ModuleHandler
from .websocket import SessionSocketHandler

ROOT = r"/graphsync/api/v1"
ONE = ROOT + r"/sessions/([^/]+)"


def routes() -> list[tuple[Any, ...]]:
    """Return the routes; a session is in the path, or in `X-Session-ID`."""
    about_a_session: list[tuple[str, Any, dict[str, Any]]] = [
        ("/graph", GraphHandler, {}),
        ("/commits", CommitsHandler, {}),
        ("/commands", CommandsHandler, {}),
        ("/undo", UndoHandler, {"direction": "undo"}),
        ("/redo", UndoHandler, {"direction": "redo"}),
        ("/clients", ClientsHandler, {}),
    ]
    return [
        (r"/graphsync/ws", SessionSocketHandler),
        (r"/graphsync/static/(.+)", ModuleHandler),
        (ROOT + r"/sessions", SessionsHandler),
        (ONE, SessionHandler),
        *((root + path, *rest) for path, *rest in about_a_session for root in (ONE, ROOT)),
        (ONE + r"/timeline", TimelineHandler),
        (ONE + r"/diff", DiffHandler),
        (ONE + r"/blame", BlameHandler),
        (ONE + r"/moments", MomentsHandler),
        (ONE + r"/moments/([0-9]{1,15})", MomentHandler),
        (ONE + r"/restore", RestoreHandler),
        (ONE + r"/compact", CompactHandler),
        (ONE + r"/load", LoadHandler),
        (ONE + r"/save", SaveHandler),
        (ROOT + r"/limits", LimitsHandler),
        (ROOT + r"/health", HealthHandler),
        (ROOT + r"/openapi\.json", OpenApiHandler),
        (r"/graphsync(?:/.*)?", NotFoundHandler),
    ]
