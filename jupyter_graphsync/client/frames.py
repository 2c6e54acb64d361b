"""Reads what a server sends: each message to its own type, each event to its own."""

from __future__ import annotations

import msgspec

from ..domain.commits import Commit, read_commit, read_event
from ..domain.events import EVENTS, Event
from ..protocol import Bye, EventMessage, Message, Pong, Reply, Reset, Snapshot, Welcome

Received = Message | Commit


class _Typed(msgspec.Struct):
    type: str


_FRAME = msgspec.json.Decoder(list[msgspec.Raw])
_TYPE = msgspec.json.Decoder(_Typed)
_MESSAGES: dict[str, msgspec.json.Decoder[Message]] = {
    cls.__struct_config__.tag: msgspec.json.Decoder(cls)  # type: ignore[misc]
    for cls in (Welcome, Snapshot, EventMessage, Reply, Reset, Pong, Bye)
}


def read_frame(frame: bytes) -> list[Received]:
    """Decode a frame; message types of a later server are left out.

    Raises
    ------
    msgspec.MsgspecError
        Where it is no frame of the protocol.
    InternalError
        A commit holds an event that this version cannot apply.
    """
    received = (_read_message(bytes(text)) for text in _FRAME.decode(frame))
    return [message for message in received if message is not None]


def _read_message(text: bytes) -> Received | None:
    name = _TYPE.decode(text).type
    if name == "commit":
        return read_commit(text)
    decoder = _MESSAGES.get(name)
    return decoder.decode(text) if decoder is not None else None


def passing_event(message: EventMessage) -> Event | None:
    """Return a passing event, typed; `None` for one of a later server."""
    if message.event not in EVENTS:
        return None
    return read_event(message.event, msgspec.json.encode(message.payload))


class _CommitPage(msgspec.Struct):
    commits: list[msgspec.Raw]
    next: int | None


_PAGE = msgspec.json.Decoder(_CommitPage)


def read_commit_page(body: bytes) -> tuple[list[Commit], int | None]:
    """Decode the REST interface's answer that lists commits, and from where it goes on."""
    page = _PAGE.decode(body)
    return [read_commit(bytes(text)) for text in page.commits], page.next


class _Saved(msgspec.Struct):
    path: str


_SAVED = msgspec.json.Decoder(_Saved)


def read_path(body: bytes) -> str:
    """Decode the path in the REST interface's answer about a file."""
    return _SAVED.decode(body).path
