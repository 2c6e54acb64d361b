"""One server a file: a lock that ends with its process, and a note that says who holds it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from ..domain.errors import Unavailable


class Claim:
    """The lock `FILE.lock`, and beside it `FILE.holder.json` with the holder's pid and URL.

    The lock is the operating system's: `kill -9` frees it. The note may be out of date; it only
    serves the message.
    """

    def __init__(self, path: Path, holder_url: str) -> None:
        # Taken in one thread, given back in another.
        self._lock = FileLock(f"{path}.lock", mode=0o600, thread_local=False)
        self._note = Path(f"{path}.holder.json")
        self._holder = {"pid": os.getpid(), "url": _without_secrets(holder_url)}

    def take(self) -> None:
        """Take the lock and say so; does nothing where it is held by this claim already.

        Raises
        ------
        Unavailable
            `storage-locked`, with the holder's URL and pid where they are known.
        """
        if self._lock.is_locked:
            return
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise self._refusal() from None
        self._write_note()

    def give_back(self) -> None:
        """Let the lock go; does nothing where it is not held."""
        if self._lock.is_locked:
            self._note.unlink(missing_ok=True)
            self._lock.release()

    def _write_note(self) -> None:
        try:
            descriptor = os.open(self._note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as note:
                json.dump(self._holder, note)
        except OSError:
            # Without room for the note the lock holds all the same.
            return

    def _refusal(self) -> Unavailable:
        holder = self._read_note()
        url, pid = str(holder.get("url", "")), holder.get("pid")
        where = f" at {url}" if url else ""
        process = f" (process {pid})" if pid else ""
        return Unavailable(
            "storage-locked",
            f"another server{where}{process} holds the event log; use that one, stop it, "
            "or give this server another log_url",
            holder=url,
            pid=pid,
        )

    def _read_note(self) -> dict[str, Any]:
        try:
            holder = json.loads(self._note.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return holder if isinstance(holder, dict) else {}


def _without_secrets(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
