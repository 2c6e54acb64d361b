"""Edit a graph together, live, inside Jupyter.

`gs.connect("name")` joins a session, `gs.open("plan.graphsync")` that of a file; `gs.aconnect` and
`gs.aopen` do for asyncio. Everything is imported at first use, so that a server that starts pays
for what it uses only.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from .client.async_graph import AsyncSharedGraph
    from .client.discovery import find_server
    from .client.events import LiveEvent
    from .client.graph import SharedGraph, connect, open  # noqa: A004
    from .client.interop import NotKept, from_file, from_networkx, from_pandas, from_rustworkx
    from .client.opening import aconnect
    from .client.project import aopen
    from .client.session_list import SessionInfo, alist_sessions, list_sessions
    from .domain.blueprints import BlueprintType, Style
    from .domain.errors import GraphSyncError
    from .widget import GraphWidget

_WHERE = {
    "AsyncSharedGraph": "client.async_graph",
    "BlueprintType": "domain.blueprints",
    "GraphSyncError": "domain.errors",
    "GraphWidget": "widget",
    "LiveEvent": "client.events",
    "NotKept": "client.interop",
    "SessionInfo": "client.session_list",
    "SharedGraph": "client.graph",
    "Style": "domain.blueprints",
    "aconnect": "client.opening",
    "alist_sessions": "client.session_list",
    "aopen": "client.project",
    "connect": "client.graph",
    "find_server": "client.discovery",
    "from_file": "client.interop",
    "from_networkx": "client.interop",
    "from_pandas": "client.interop",
    "from_rustworkx": "client.interop",
    "list_sessions": "client.session_list",
    "open": "client.graph",
}

__all__ = [
    "AsyncSharedGraph",
    "BlueprintType",
    "GraphSyncError",
    "GraphWidget",
    "LiveEvent",
    "NotKept",
    "SessionInfo",
    "SharedGraph",
    "Style",
    "__version__",
    "aconnect",
    "alist_sessions",
    "aopen",
    "connect",
    "find_server",
    "from_file",
    "from_networkx",
    "from_pandas",
    "from_rustworkx",
    "list_sessions",
    "open",
]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Tell Jupyter Server where the extension is."""
    from .server.app import GraphSync

    return [{"module": "jupyter_graphsync", "app": GraphSync}]


def load_ipython_extension(ipython: Any) -> None:
    """Bring the magics in: `%load_ext jupyter_graphsync`."""
    from .widget.magics import GraphSyncMagics

    ipython.register_magics(GraphSyncMagics(ipython))


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{_WHERE[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
