"""A stretch of history in short: who did what when, and which cells each commit changed.

All of it stands in the commits as well, so a chapter can be lost without loss.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from .commits import Actor
from .events import Cell, ProjectLoaded

WHOLE: Cell = ()
"""What of a node was changed where it was made or removed."""


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

    @property
    def replaced_all(self) -> bool:
        """Whether the commit put another graph in place of the whole."""
        return any(event.event == ProjectLoaded.event for event in self.events)

    def changes(self) -> Iterator[tuple[str, Cell]]:
        """Yield which node was changed, and what of it: the whole, a property, the cell of a link.

        A change of a link is one of both its ends.
        """
        for event in self.events:
            told = event.payload
            if told.child_id:
                part = (told.property_id,) if told.property_id else ()
                for node_id in {told.parent_id, told.child_id}:
                    yield node_id, ("", told.parent_id, told.child_id, *part)
            elif told.node_id:
                yield told.node_id, (told.property_id,) if told.property_id else WHOLE


class Chapter(msgspec.Struct, array_like=True):
    """Commits that follow each other, as columns; repeated values stand in tables of their own.

    Attributes
    ----------
    first_seq
        The number of the first commit. Elsewhere commits go by their place in the chapter.
    actors, deeds
        The tables: who, and `(command_type, kind)`.
    who, did
        For each commit its place in these tables.
    loads
        The commits that replaced the whole graph.
    nodes
        For each node what of it was changed, and by which commits.
    """

    first_seq: int
    actors: list[Actor]
    deeds: list[tuple[str, str]]
    who: list[int]
    did: list[int]
    timestamps: list[str]
    command_ids: list[str]
    loads: list[int]
    nodes: dict[str, list[tuple[Cell, list[int]]]]

    @classmethod
    def of(cls, deeds: Sequence[Deed]) -> Chapter:
        """Sum up at least one commit."""
        actors, kinds = _Table(), _Table()
        return cls(
            first_seq=deeds[0].seq,
            who=[actors.place_of(deed.actor) for deed in deeds],
            did=[kinds.place_of((deed.command_type, deed.kind)) for deed in deeds],
            actors=actors.items,
            deeds=kinds.items,
            timestamps=[deed.timestamp for deed in deeds],
            command_ids=[deed.command_id for deed in deeds],
            loads=[place for place, deed in enumerate(deeds) if deed.replaced_all],
            nodes=_nodes_of(deeds),
        )

    @property
    def last_seq(self) -> int:
        """The number of the last commit."""
        return self.first_seq + len(self.who) - 1

    def encode(self) -> bytes:
        """Return the chapter as it is kept."""
        return _ENCODER.encode(self)


def _nodes_of(deeds: Sequence[Deed]) -> dict[str, list[tuple[Cell, list[int]]]]:
    found: dict[str, dict[Cell, list[int]]] = {}
    for place, deed in enumerate(deeds):
        for node_id, part in deed.changes():
            places = found.setdefault(node_id, {}).setdefault(part, [])
            if not places or places[-1] != place:
                places.append(place)
    return {node_id: list(parts.items()) for node_id, parts in found.items()}


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
