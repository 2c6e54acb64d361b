"""Edit a graph together, live, inside Jupyter."""

from __future__ import annotations

from typing import Any

from ._version import __version__

__all__ = ["__version__"]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Tell Jupyter Server where the extension is."""
    from .server.app import GraphSync

    return [{"module": "jupyter_graphsync", "app": GraphSync}]
