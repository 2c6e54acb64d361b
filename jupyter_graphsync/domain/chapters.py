"""A stretch of history in short: who did what when, and which cells each commit changed.

All of it stands in the commits as well, so a chapter can be lost without loss.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from .commits import Actor
from .events import Cell, ProjectLoaded

EVERYTHING: Cell = ()
"""What a commit changes that replaces the whole graph."""


class _Payload(msgspec.Struct):
    node_id: str = ""
    parent_id: str = ""
    child_id: str = ""
    property_id: str = ""


class _Event(msgspec.Struct):
    event: str
    payload: _Payload


class Deed(msgspec.Struct):
    """A commit without the values that it wrote; a third of the work to decode."""

    seq: int
    command_id: str
    command_type: str
    kind: str
    actor: Actor
    timestamp: str
    events: list[_Event]

    def cells(self) -> Iterator[Cell]:
        """Yield what the commit changed of nodes and links, in order; types are left out."""
        for event in self.events:
            told = event.payload
            part = (told.property_id,) if told.property_id else ()
            if event.event == ProjectLoaded.event:
                yield EVERYTHING
            elif told.child_id:
                yield "", told.parent_id, told.child_id, *part
            elif told.node_id:
                yield told.node_id, *part


class Chapter(msgspec.Struct, array_like=True):
    """Commits that follow each other, as columns; repeated values stand in tables of their own.

    Attributes
    ----------
    first_seq
        The number of the first commit.
    actors, deeds, cells
        The tables: who, `(command_type, kind)`, and what was changed.
    who, did, changed
        For each commit its place in these tables; `changed` has several.
    """

    first_seq: int
    actors: list[Actor] = []
    deeds: list[tuple[str, str]] = []
    cells: list[Cell] = []
    who: list[int] = []
    did: list[int] = []
    changed: list[list[int]] = []
    timestamps: list[str] = []
    command_ids: list[str] = []

    @classmethod
    def of(cls, deeds: Sequence[Deed]) -> Chapter:
        """Sum up at least one commit."""
        chapter = cls(deeds[0].seq)
        actors, kinds, cells = _Table(), _Table(), _Table()
        for deed in deeds:
            chapter.who.append(actors.place_of(deed.actor))
            chapter.did.append(kinds.place_of((deed.command_type, deed.kind)))
            chapter.changed.append(sorted({cells.place_of(cell) for cell in deed.cells()}))
            chapter.timestamps.append(deed.timestamp)
            chapter.command_ids.append(deed.command_id)
        chapter.actors, chapter.deeds, chapter.cells = actors.items, kinds.items, cells.items
        return chapter

    @property
    def last_seq(self) -> int:
        """The number of the last commit."""
        return self.first_seq + len(self.who) - 1

    def encode(self) -> bytes:
        """Return the chapter as it is kept."""
        return _ENCODER.encode(self)


class _Table:
    def __init__(self) -> None:
        self.items: list[Any] = []
        self._places: dict[Any, int] = {}

    def place_of(self, item: Any) -> int:
        place = self._places.get(item)
        if place is None:
            place = self._places[item] = len(self.items)
            self.items.append(item)
        return place


_ENCODER = msgspec.msgpack.Encoder()
_CHAPTER = msgspec.msgpack.Decoder(Chapter)
_DEED = msgspec.json.Decoder(Deed)


def read_deed(body: bytes) -> Deed:
    """Decode a commit's text for a chapter."""
    return _DEED.decode(body)


def read_chapter(data: bytes) -> Chapter:
    """Decode a chapter.

    Raises
    ------
    msgspec.ValidationError
        Another version wrote it.
    """
    return _CHAPTER.decode(data)
