"""`{base_url}graphsync/static/…`: the front end's module, one for panel and widgets alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import StaticFileHandler

from .handler import ErrorsAsJson, needs

STATIC = Path(__file__).parent.parent / "static"


class ModuleHandler(ErrorsAsJson, JupyterHandler, StaticFileHandler):  # type: ignore[misc]
    """Serves what the front end's build made, to those who are logged in."""

    def initialize(self) -> None:  # type: ignore[override]
        """Serve from one folder."""
        StaticFileHandler.initialize(self, path=str(STATIC))

    @needs("read")
    async def get(self, path: str, include_body: bool = True) -> None:  # type: ignore[override]
        """Return a file."""
        await StaticFileHandler.get(self, path, include_body)

    @needs("read")
    async def head(self, path: str) -> None:  # type: ignore[override]
        """Return a file's headers."""
        await StaticFileHandler.get(self, path, include_body=False)

    def compute_etag(self) -> Any:
        """Let browsers ask whether the module they have is still the one."""
        return StaticFileHandler.compute_etag(self)

    def get_cache_time(self, path: str, modified: Any, mime_type: str) -> int:
        """Let browsers ask at every load, and get 304: an upgrade must show at once."""
        return 0

    def set_extra_headers(self, path: str) -> None:
        """Say so to caches."""
        self.set_header("Cache-Control", "no-cache")
