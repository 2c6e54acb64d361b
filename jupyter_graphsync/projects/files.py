"""Project files, by Jupyter's contents manager alone: any storage that it can do works."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Awaitable
from hashlib import blake2b
from inspect import isawaitable
from typing import Any, Protocol

import msgspec
from tornado.web import HTTPError

from ..domain.errors import BadRequest, GraphSyncError, NotFound, StorageFull, Unavailable

_FULL = {errno.ENOSPC, errno.EDQUOT}


class Contents(Protocol):
    """What is needed of a contents manager, synchronous or not."""

    def get(self, path: str, **options: Any) -> dict[str, Any] | Awaitable[dict[str, Any]]:
        """Return a model."""

    def save(self, model: dict[str, Any], path: str) -> dict[str, Any] | Awaitable[dict[str, Any]]:
        """Write a model."""

    def file_exists(self, path: str) -> bool | Awaitable[bool]:
        """Tell whether there is a file."""


class Stamp(msgspec.Struct, frozen=True):
    """What a file was when it was last seen: a write elsewhere leaves another one."""

    last_modified: str
    content: str = ""
    has_nodes: bool = False

    def with_content(self, text: bytes) -> Stamp:
        """Return the stamp with what the file held; for a large file not on the event loop."""
        content = blake2b(text, digest_size=16).hexdigest()
        return Stamp(self.last_modified, content, b'"node_id"' in text)

    def proves(self, earlier: Stamp) -> bool:
        """Tell whether the time alone proves that nobody wrote the file since `earlier`.

        Not where the storage tells whole seconds: two writes may fall into one.
        """
        return self.last_modified == earlier.last_modified and "." in self.last_modified


class ProjectFiles:
    """Reads and writes the text of files."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    async def read(self, path: str) -> tuple[bytes, Stamp]:
        """Return a file's text, and its stamp.

        Raises
        ------
        NotFound
            `not-found`: there is no file.
        Unavailable
            `storage-unavailable`: it cannot be read now.
        """
        model = await self._ask("read", path, self._contents.get, content=True)
        stamp = Stamp(str(model["last_modified"]))

        def taken() -> tuple[bytes, Stamp]:
            data = str(model.get("content") or "").encode("utf-8", "surrogatepass")
            return data, stamp.with_content(data)

        return await asyncio.to_thread(taken)

    async def stamp(self, path: str) -> Stamp:
        """Return a file's stamp without what it holds."""
        model = await self._ask("read", path, self._contents.get, content=False)
        return Stamp(str(model["last_modified"]))

    async def exists(self, path: str) -> bool:
        """Tell whether there is a file."""
        found = self._contents.file_exists(path)
        return bool(await found if isawaitable(found) else found)

    async def write(self, path: str, text: bytes) -> Stamp:
        """Write a file; return its stamp.

        Raises
        ------
        StorageFull
            `storage-full`.
        Unavailable
            `storage-unavailable`: it cannot be written, for instance where it is read only.
        """
        content = await asyncio.to_thread(text.decode)
        model = {"type": "file", "format": "text", "content": content}
        try:
            found = self._contents.save(model, path)
            saved = await found if isawaitable(found) else found
        except (HTTPError, OSError) as error:
            raise _problem("written", path, error) from error
        return await asyncio.to_thread(Stamp(str(saved["last_modified"])).with_content, text)

    async def _ask(self, what: str, path: str, get: Any, *, content: bool) -> dict[str, Any]:
        options = {"type": "file", "format": "text"} if content else {"type": "file"}
        try:
            found = get(path, content=content, **options)
            model: dict[str, Any] = await found if isawaitable(found) else found
            return model
        except (HTTPError, OSError) as error:
            raise _problem(what, path, error) from error


def check_path(path: str) -> str:
    """Return a path as the contents manager writes it.

    Raises
    ------
    BadRequest
        `bad-path`: it is empty, leads out of the folder, or is not a `.graphsync` file's.
    """
    parts = path.strip("/").split("/")
    if not path or "\0" in path or "\\" in path or any(part in ("", ".", "..") for part in parts):
        raise BadRequest("bad-path", "path names a file below the server's folder", field="path")
    if not parts[-1].endswith(".graphsync"):
        raise BadRequest("bad-path", "path names a file that ends in .graphsync", field="path")
    return "/".join(parts)


def _problem(what: str, path: str, error: HTTPError | OSError) -> GraphSyncError:
    if isinstance(error, HTTPError) and error.status_code == 404:
        return NotFound("not-found", f"there is no file {path!r}", path=path)
    cause = error.__cause__ or error.__context__ or error
    if isinstance(cause, OSError) and cause.errno in _FULL:
        return StorageFull(
            "storage-full",
            f"{path!r} cannot be {what}: the disk is full; free some space",
            path=path,
        )
    reason = (error.log_message if isinstance(error, HTTPError) else error.strerror) or str(error)
    return Unavailable(
        "storage-unavailable", f"{path!r} cannot be {what}: {str(reason)[:200]}", path=path
    )
