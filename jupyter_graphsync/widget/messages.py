"""What a widget's views and the kernel tell each other beside the traits.

Messages are JSON objects in the comm's custom messages, told apart by `type`; no binary buffers,
which some front ends drop. `id` names one connection of one view: what the kernel says reaches
every view of the widget, in every browser.
"""

from __future__ import annotations

from typing import Any

import msgspec


class AskModule(msgspec.Struct, tag="module", tag_field="type", frozen=True):
    """A page that reaches no server wants the front end's module."""


class Open(msgspec.Struct, tag="open", tag_field="type", frozen=True):
    """A view wants a connection to the server; `query` is that of the WebSocket."""

    id: str
    query: dict[str, str]


class Frame(msgspec.Struct, tag="frame", tag_field="type", frozen=True):
    """A frame to the server."""

    id: str
    text: str


class Alive(msgspec.Struct, tag="alive", tag_field="type", frozen=True):
    """The view is still there; said from time to time."""

    id: str


class Close(msgspec.Struct, tag="close", tag_field="type", frozen=True):
    """The view needs the connection no more."""

    id: str


class AskArrange(msgspec.Struct, tag="ask-arrange", tag_field="type", frozen=True):
    """A view is ready to arrange the nodes as the widget's `layout` says."""

    id: str


FromView = AskModule | Open | Frame | Alive | Close | AskArrange


def read(content: Any) -> FromView | None:
    """Return what a view says; `None` where it is no message of ours."""
    try:
        message: FromView = msgspec.convert(content, FromView)
        return message
    except msgspec.ValidationError:
        return None  # another anywidget feature's, or a page's with another version


def module(text: str) -> dict[str, Any]:
    """Return the answer to `AskModule`."""
    return {"type": "module", "text": text}


def opened(relay_id: str) -> dict[str, Any]:
    """Return the message that a connection stands."""
    return {"type": "opened", "id": relay_id}


def frame(relay_id: str, text: str, *, more: bool) -> dict[str, Any]:
    """Return a frame from the server, or with `more` a part of one that others follow."""
    return {"type": "frame", "id": relay_id, "text": text, "more": more}


def closed(relay_id: str, code: int, reason: str) -> dict[str, Any]:
    """Return the message that a connection is no more, or could not be made."""
    return {"type": "closed", "id": relay_id, "code": code, "reason": reason}


def arrange(view_id: str) -> dict[str, Any]:
    """Return the message that one view, and no other, shall arrange the nodes."""
    return {"type": "arrange", "id": view_id}
