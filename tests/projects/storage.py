"""Contents managers to keep projects in: one in memory, and Jupyter's own on a folder."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from tornado.web import HTTPError


class MemoryContents:
    """A synchronous contents manager without files, as a database behind Jupyter would be.

    It tells whole seconds, and all in one.
    """

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.is_read_only = False
        self.saves = 0

    def get(self, path: str, **options: Any) -> dict[str, Any]:
        if path not in self.texts:
            raise HTTPError(404, "no such file")
        content = self.texts[path] if options.get("content") else None
        return {**self._model(path), "content": content}

    def save(self, model: dict[str, Any], path: str) -> dict[str, Any]:
        if self.is_read_only:
            raise HTTPError(403, "Permission denied")
        self.saves += 1
        self.texts[path] = model["content"]
        return self._model(path)

    def file_exists(self, path: str) -> bool:
        return path in self.texts

    def _model(self, path: str) -> dict[str, Any]:
        moment = datetime(2026, 1, 1, tzinfo=timezone.utc)
        return {"path": path, "type": "file", "last_modified": moment}
