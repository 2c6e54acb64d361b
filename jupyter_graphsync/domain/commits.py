"""A commit: what one command did, as one record of the log, chained to all that went before."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Literal

import msgspec

from .errors import InternalError
from .events import EVENTS, Cell, Event, GraphEvent

Kind = Literal["do", "undo", "redo", "load", "save", "service"]
Origin = Literal["browser", "kernel", "rest"]

DIGEST_BYTES = 16
_TAIL = len(',"digest":""}') + 2 * DIGEST_BYTES


class Actor(msgspec.Struct, kw_only=True, frozen=True):
    """Who asked. `client_id` is the identity; the rest is for people to read."""

    client_id: str
    username: str = ""
    name: str = ""
    color: str = ""
    origin: Origin = "rest"


class Position(msgspec.Struct, frozen=True):
    """Which history, how far, and the chained hash that proves it is that one."""

    epoch: str
    seq: int
    digest: str

    @classmethod
    def start(cls, epoch: str, seq: int = 0) -> Position:
        """Return the position before the first commit of an epoch."""
        return cls(epoch, seq, blake2b(epoch.encode(), digest_size=DIGEST_BYTES).hexdigest())


class EventRecord(msgspec.Struct, frozen=True, gc=False):
    """An event as it is written: its name and its payload."""

    event: str
    payload: Any


class Commit(msgspec.Struct, kw_only=True, tag_field="type", tag="commit"):
    """A commit as everybody sees it; `digest` is last, since it covers what stands before it."""

    seq: int
    command_id: str
    command_type: str
    kind: Kind
    actor: Actor
    timestamp: str
    events: list[Any]
    digest: str = ""


class CommitNotes(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What stands beside a commit in the log and is never sent.

    Attributes
    ----------
    fingerprint
        Hash of the request, by which a resent one is told from a different one.
    result
        The answer that the sender got.
    inverse
        The events that take the commit back, in the order in which they are to be applied.
    target_seq, target_id
        Of an undo or redo: the commit whose effect it took back, and the `command_id` of the
        command that was undone or redone.
    partial
        Of an undo or redo: the cells that did not get back all that they had.
    forced
        Of an undo or redo: whether it was to write over the work of others.
    owner
        The client whose history it belongs to; "" where nobody can undo it.
    """

    fingerprint: str = ""
    result: Any = None
    inverse: list[EventRecord] = []
    target_seq: int = 0
    target_id: str = ""
    partial: list[Cell] = []
    forced: bool = False
    owner: str = ""


class CommitRecord(msgspec.Struct, frozen=True, gc=False):
    """A commit as the log keeps it: the bytes of the wire, and the notes beside them.

    `body` is the JSON text of a `Commit`, its `digest` included.
    """

    seq: int
    digest: str
    command_id: str
    client_id: str
    timestamp: str
    body: bytes
    notes: bytes

    def follows(self, previous: Position) -> bool:
        """Tell whether this record is whole and the next one after `previous`."""
        return (
            self.seq == previous.seq + 1
            and self.body[-_TAIL:] == _tail(self.digest)
            and chain(previous.digest, self.body[:-_TAIL], self.notes) == self.digest
            and self._is_labelled_right()
        )

    def _is_labelled_right(self) -> bool:
        """Tell whether the fields beside the body, by which records are found, repeat it."""
        found = _LABELS.decode(self.body)
        return (
            found.seq == self.seq
            and found.command_id == self.command_id
            and found.actor.client_id == self.client_id
            and found.timestamp == self.timestamp
        )

    def read_commit(self) -> Commit:
        """Decode the commit with its events."""
        return read_commit(self.body)

    def read_notes(self) -> CommitNotes:
        """Decode the notes."""
        return _NOTES.decode(self.notes)


_ENCODER = msgspec.json.Encoder()
_NOTES = msgspec.json.Decoder(CommitNotes)


class _RawEvent(msgspec.Struct):
    event: str
    payload: msgspec.Raw


class _RawCommit(Commit, tag="commit"):
    events: list[_RawEvent] = []


class _Labels(msgspec.Struct):
    seq: int
    command_id: str
    actor: Actor
    timestamp: str


_LABELS = msgspec.json.Decoder(_Labels)
_COMMIT = msgspec.json.Decoder(_RawCommit)
_PAYLOADS = {name: msgspec.json.Decoder(cls) for name, cls in EVENTS.items()}


def chain(previous_digest: str, text: bytes, notes: bytes) -> str:
    """Return the digest (BLAKE2b, RFC 7693, 16 bytes in hex) of a commit that follows another.

    `text` is the JSON of the commit without its last field and closing brace. It holds no NUL,
    so the NUL between text and notes makes the split unambiguous.
    """
    chained = b"%b%b\0%b" % (bytes.fromhex(previous_digest), text, notes)
    return blake2b(chained, digest_size=DIGEST_BYTES).hexdigest()


_EMPTY_DIGEST = len(b',"digest":""}')


def _tail(digest: str) -> bytes:
    return b',"digest":"%b"}' % digest.encode()


def seal(commit: Commit, notes: CommitNotes, previous: Position) -> CommitRecord:
    """Encode a commit once, for log and wire alike, and chain it to `previous`."""
    text = _ENCODER.encode(commit)[:-_EMPTY_DIGEST]
    noted = _ENCODER.encode(notes)
    digest = chain(previous.digest, text, noted)
    return CommitRecord(
        commit.seq,
        digest,
        commit.command_id,
        commit.actor.client_id,
        commit.timestamp,
        text + _tail(digest),
        noted,
    )


def write_event(event: Event) -> EventRecord:
    """Put an event into the form in which it is written."""
    return EventRecord(event.event, event)


def read_event(name: str, payload: bytes) -> Event:
    """Decode an event's payload; a client reads passing events with it too."""
    try:
        return _PAYLOADS[name].decode(payload)
    except KeyError:
        raise InternalError(
            "internal", f"there is no event type {name!r} in this version"
        ) from None


def read_commit(body: bytes) -> Commit:
    """Decode a commit from its JSON text, each event to its own type."""
    raw = _COMMIT.decode(body)
    return Commit(
        seq=raw.seq,
        command_id=raw.command_id,
        command_type=raw.command_type,
        kind=raw.kind,
        actor=raw.actor,
        timestamp=raw.timestamp,
        events=[read_event(record.event, record.payload) for record in raw.events],
        digest=raw.digest,
    )


def read_inverse(notes: CommitNotes) -> list[GraphEvent]:
    """Return a commit's inverse events, typed."""
    events: list[GraphEvent] = []
    for record in notes.inverse:
        event = msgspec.convert(record.payload, EVENTS[record.event])
        if not isinstance(event, GraphEvent):
            raise InternalError("internal", f"{record.event!r} cannot stand in an inverse record")
        events.append(event)
    return events


def graph_events(commit: Commit) -> list[GraphEvent]:
    """Return those events of a commit that change the graph."""
    return [event for event in commit.events if isinstance(event, GraphEvent)]
