"""The wire: every message of WebSocket protocol `graphsync.v1`, encode and decode.

A frame from the server is a JSON array of messages, each with a `type`; a frame from a client is
one object with an `op`. `python -m jupyter_graphsync.protocol` prints the JSON Schema of all of
it, from which the TypeScript types are generated.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from .domain.blueprints import BlueprintType
from .domain.commits import Actor, Commit, Origin, Position
from .domain.errors import GraphSyncError
from .domain.events import EVENTS, Event
from .domain.limits import Limits
from .domain.settings import Settings

PROTOCOL_VERSION = 1
SUBPROTOCOL = "graphsync.v1"
SESSION_ID = r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}"
MAX_PART_BYTES = 2**20
"""Size at which a snapshot is cut into parts."""

Role = Literal["reader", "editor"]
Mode = Literal["replay", "snapshot", "current"]
Scope = Literal["mine", "session"]
MessageId = str | int | None


class Client(msgspec.Struct, kw_only=True):
    """Who is connected, and what they do: the fields that presence may change."""

    client_id: str
    username: str = ""
    name: str = ""
    color: str = ""
    origin: Origin = "browser"
    selection: list[str] = []
    pointer: list[float] | None = None
    dragging: dict[str, list[float]] = {}
    editing: str | None = None


class Problem(msgspec.Struct, kw_only=True):
    """An error as it is told to the one who caused it."""

    code: str
    message: str
    retry: bool = False
    details: dict[str, Any] = {}

    @classmethod
    def of(cls, error: GraphSyncError) -> Problem:
        """Return what a sender is told of an error."""
        return cls(
            code=error.code, message=error.message, retry=error.may_retry, details=error.details
        )


class Message(msgspec.Struct, kw_only=True, tag_field="type"):
    """What a server sends."""


class Welcome(Message, tag="welcome", kw_only=True):
    """First message: who the client is, where the session stands, what follows."""

    session_id: str
    epoch: str
    seq: int
    digest: str
    client_id: str
    client_token: str
    mode: Mode
    protocol: int
    server_version: str
    settings: Settings
    limits: Limits
    clients: list[Client]
    role: Role


class NodeColumns(msgspec.Struct, kw_only=True):
    """Nodes as arrays of equal length."""

    node_id: list[str] = []
    name: list[str] = []
    blueprint_type_id: list[str] = []
    properties: list[dict[str, Any]] = []


class LinkColumns(msgspec.Struct, kw_only=True):
    """Links as arrays of equal length."""

    parent_id: list[str] = []
    child_id: list[str] = []
    properties: list[dict[str, Any]] = []


class Snapshot(Message, tag="snapshot", kw_only=True):
    """One part, counted from 1, of the graph as it was at a position."""

    part: int
    parts: int
    epoch: str
    seq: int
    digest: str
    nodes: NodeColumns
    links: LinkColumns
    blueprint_types: list[BlueprintType]


class EventMessage(Message, tag="event", kw_only=True):
    """A passing event: reaches who is there, is never replayed."""

    event: str
    payload: Any
    actor: Actor | UnsetType = UNSET


class Reply(Message, tag="reply", kw_only=True):
    """The answer to one op, to its sender alone."""

    id: MessageId
    ok: bool
    seq: int | UnsetType = UNSET
    result: Any = UNSET
    error: Problem | UnsetType = UNSET


class Reset(Message, tag="reset", kw_only=True):
    """The history that the client knows is gone; a snapshot follows."""

    epoch: str
    reason: str


class Pong(Message, tag="pong", kw_only=True):
    """Answer to a ping."""

    id: MessageId


class Bye(Message, tag="bye", kw_only=True):
    """Why the connection is about to be closed."""

    code: int
    reason: str
    retry_after_ms: int | UnsetType = UNSET


ServerMessage = Welcome | Snapshot | EventMessage | Reply | Reset | Pong | Bye | Commit


class Op(msgspec.Struct, kw_only=True, tag_field="op", forbid_unknown_fields=True):
    """What a client asks for."""

    id: MessageId | UnsetType = UNSET


class Execute(Op, tag="execute", kw_only=True):
    """Execute a command; `arguments` are checked against the command's own schema."""

    command_id: str
    command_type: str
    arguments: msgspec.Raw


class Undo(Op, tag="undo", kw_only=True):
    """Take back the last command of this client, or of the session."""

    command_id: str | UnsetType = UNSET
    scope: Scope = "mine"
    force: bool = False


class Redo(Op, tag="redo", kw_only=True):
    """Do again what was undone last."""

    command_id: str | UnsetType = UNSET
    scope: Scope = "mine"
    force: bool = False


class Presence(Op, tag="presence", kw_only=True):
    """Tell the others what one does; only what is given changes."""

    selection: list[str] | UnsetType = UNSET
    pointer: list[float] | None | UnsetType = UNSET
    dragging: dict[str, list[float]] | None | UnsetType = UNSET
    editing: str | None | UnsetType = UNSET
    name: str | UnsetType = UNSET
    color: str | UnsetType = UNSET


class Resync(Op, tag="resync", kw_only=True):
    """Ask for a snapshot, since one's own copy cannot be trusted."""


class Ping(Op, tag="ping", kw_only=True):
    """Ask for a pong of the same id."""


ClientOp = Execute | Undo | Redo | Presence | Resync | Ping

CLOSE_CODES: dict[int, str] = {
    1000: "normal",
    1001: "the server is stopping; come back",
    1009: "a message is too big",
    4000: "the server restarts; come back",
    4008: "the reader is too slow",
    4009: "no heartbeat",
    4010: "the history was replaced; come back",
    4013: "too many commands for too long",
    4014: "the storage is unavailable",
    4407: "the session is full; come back later",
    4500: "too many bad messages",
    4501: "the login is gone",
    4503: "the right is gone",
    4505: "the session was ended",
    4506: "the protocol version is not spoken here",
    4510: "another socket took over this client",
}
"""4000 to 4499, and 1000 to 1015: come back and resume. 4500 to 4999: do not."""

_SESSION_ID = re.compile(SESSION_ID)
_ENCODER = msgspec.json.Encoder()
OPS: msgspec.json.Decoder[ClientOp] = msgspec.json.Decoder(ClientOp)


def is_session_id(text: str) -> bool:
    """Tell whether a text can be the id of a session."""
    return _SESSION_ID.fullmatch(text) is not None


def encode(message: Message) -> bytes:
    """Return the JSON text of one message."""
    return _ENCODER.encode(message)


def frame(messages: list[bytes]) -> bytes:
    """Join encoded messages into the payload of one frame."""
    return b"[" + b",".join(messages) + b"]"


def encode_event(event: Event, actor: Actor | None = None) -> bytes:
    """Return the JSON text of the message that tells a passing event."""
    message = EventMessage(
        event=event.event, payload=event, actor=UNSET if actor is None else actor
    )
    return _ENCODER.encode(message)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of all messages, ops and events, by name under `$defs`."""
    roots = [*ServerMessage.__args__, *ClientOp.__args__, *EVENTS.values(), Position]
    _, definitions = msgspec.json.schema_components(roots, ref_template="#/$defs/{name}")
    sent_by_clients = {cls.__name__ for cls in ClientOp.__args__}
    for name, definition in definitions.items():
        if name not in sent_by_clients:
            _require_what_is_always_written(definition)
    definitions["Commit"]["properties"]["events"]["items"] = {"$ref": "#/$defs/EventRecord"}
    events = [
        {
            "type": "object",
            "title": cls.__name__ + "Record",
            "properties": {
                "event": {"const": name},
                "payload": {"$ref": f"#/$defs/{cls.__name__}"},
            },
            "required": ["event", "payload"],
        }
        for name, cls in EVENTS.items()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SUBPROTOCOL,
        "anyOf": [{"$ref": "#/$defs/ServerMessage"}, {"$ref": "#/$defs/ClientOp"}],
        "$defs": {
            **definitions,
            "EventRecord": {"anyOf": events},
            "ServerMessage": _union(ServerMessage),
            "ClientOp": _union(ClientOp),
        },
        "closeCodes": {str(code): reason for code, reason in CLOSE_CODES.items()},
        "protocolVersion": PROTOCOL_VERSION,
    }


def _require_what_is_always_written(definition: dict[str, Any]) -> None:
    # A server writes every field that has a default; only fields that may be unset are optional.
    required = set(definition.get("required", []))
    properties: dict[str, Any] = definition.get("properties", {})
    definition["required"] = [
        name for name, field in properties.items() if name in required or "default" in field
    ]


def _union(types: Any) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"#/$defs/{cls.__name__}"} for cls in types.__args__]}


if __name__ == "__main__":
    json.dump(json_schema(), sys.stdout, indent=2)
    sys.stdout.write("\n")
