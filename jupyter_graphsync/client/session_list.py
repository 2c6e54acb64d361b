"""Tells which sessions a server has."""

from __future__ import annotations

from html import escape

import msgspec

from ..formats.terminal import aligned, shortened
from .discovery import find_server
from .thread import LoopThread, nothing
from .transport import TornadoTransport

MAX_TITLE = 40


class SessionInfo(msgspec.Struct, kw_only=True):
    """A session of a server, as it was when it was asked for.

    Attributes
    ----------
    session_id
        What `connect` takes.
    title, structure
        As of `settings`.
    seq
        How many commits it has.
    client_count
        How many clients are there.
    """

    session_id: str
    title: str = ""
    structure: str = "dag"
    seq: int = 0
    client_count: int = 0


class SessionList(list[SessionInfo]):
    """The sessions of a server, by id; shows itself as a table."""

    def __repr__(self) -> str:
        if not self:
            return "there are no sessions yet; gs.connect('name') begins one"
        return "\n".join(aligned([HEAD, *map(_row, self)]))

    def _repr_html_(self) -> str:
        if not self:
            return f"<p>{escape(repr(self))}</p>"
        cells = "".join(f"<th>{name}</th>" for name in HEAD)
        lines = "".join(
            f"<tr>{''.join(f'<td>{escape(words)}</td>' for words in _row(found))}</tr>"
            for found in self
        )
        return f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>"


HEAD = ["session", "title", "structure", "commits", "here"]


class _Sessions(msgspec.Struct):
    sessions: list[SessionInfo]


_SESSIONS = msgspec.json.Decoder(_Sessions)


async def alist_sessions(*, url: str | None = None, token: str | None = None) -> SessionList:
    """Return the sessions of a Jupyter server, for asyncio.

    Parameters
    ----------
    url, token
        Where the server is; found as by `connect`.

    Raises
    ------
    NoServer, CannotConnect, Forbidden
        As of `connect`.
    """
    answer = await TornadoTransport(find_server(url, token)).request("GET", "sessions")
    found = _SESSIONS.decode(answer).sessions
    return SessionList(sorted(found, key=lambda session: session.session_id))


def list_sessions(*, url: str | None = None, token: str | None = None) -> SessionList:
    """Return the sessions of a Jupyter server; parameters and errors are those of `alist_sessions`."""
    thread = LoopThread("graphsync-sessions")
    try:
        return thread.run(alist_sessions(url=url, token=token))
    finally:
        thread.close(nothing())


def _row(found: SessionInfo) -> list[str]:
    return [
        shortened(found.session_id, 64),
        shortened(found.title, MAX_TITLE),
        shortened(found.structure, 10),
        str(found.seq),
        str(found.client_count),
    ]
