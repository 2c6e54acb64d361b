"""Who last set what of a node or a link, and in which commit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from ..domain.commits import CommitRecord
from ..domain.errors import NotFound
from ..domain.events import LinkPropertyChanged, LinkPropertyDeleted, NodeLinked
from ..domain.graph import GraphView
from .chronicle import CREATED
from .session import GraphSession

Stamp = dict[str, Any] | None
NAME = "name"


async def blame_node(session: GraphSession, node_id: str, seq: int | None = None) -> dict[str, Any]:
    """Return for a node as it is, or was after a commit, who made it, named it, set its properties.

    What was made by a commit that is not kept any more is `None`.

    Raises
    ------
    NotFound
        `unknown-node`: there is none of that id at that moment.
    """
    position, view = await (session.view() if seq is None else session.at(seq))
    node = next((node for node in view.nodes if node.node_id == node_id), None)
    if node is None:
        raise NotFound("unknown-node", f"there is no node {node_id!r} then", node_id=node_id)
    chronicle = await session.chronicle()
    set_in, linked_in = chronicle.last_set(node_id, position.seq)
    born = set_in.get(CREATED) or chronicle.last_load(position.seq)
    made = await _links_made(session, view, node_id, linked_in)
    loaded = chronicle.last_load(position.seq)
    wanted = {NAME: set_in.get(NAME, born)}
    wanted |= {key: set_in.get(key, born) for key in node.properties}
    stamps = await _stamps(session, {born, loaded, *wanted.values(), *made.values()})
    return {
        "node_id": node_id,
        "position": msgspec.to_builtins(position),
        "created": stamps.get(born),
        NAME: stamps.get(wanted.pop(NAME)),
        "properties": {key: stamps.get(number) for key, number in wanted.items()},
        "links": [
            {"parent_id": parent, "child_id": child, "made": stamps.get(number or loaded)}
            for (parent, child), number in made.items()
        ],
    }


async def blame_link(
    session: GraphSession, parent_id: str, child_id: str, seq: int | None = None
) -> dict[str, Any]:
    """Return for a link as it is, or was after a commit, who made it and set its properties.

    Raises
    ------
    NotFound
        `unknown-link`: there is none at that moment.
    """
    position, view = await (session.view() if seq is None else session.at(seq))
    ends = {"parent_id": parent_id, "child_id": child_id}
    link = next(
        (link for link in view.links if (link.parent_id, link.child_id) == (parent_id, child_id)),
        None,
    )
    if link is None:
        raise NotFound("unknown-link", "there is no such link then", **ends)
    chronicle = await session.chronicle()
    _, linked_in = chronicle.last_set(parent_id, position.seq)
    born = chronicle.last_load(position.seq)
    found: dict[str, int] = {}
    for number in linked_in:
        record = (await session.commits(number - 1, 1))[0]
        made = False
        for event in reversed(record.read_commit().events):
            if getattr(event, "child_id", None) != child_id or event.parent_id != parent_id:
                continue
            made = made or isinstance(event, NodeLinked)
            if isinstance(event, LinkPropertyChanged | LinkPropertyDeleted):
                found.setdefault(event.property_id, number)
        if made:
            born = number
            break
    stamps = await _stamps(session, {born, *found.values()})
    return {
        **ends,
        "position": msgspec.to_builtins(position),
        "made": stamps.get(born),
        "properties": {key: stamps.get(found.get(key, born)) for key in link.properties},
    }


async def _links_made(
    session: GraphSession, view: GraphView, node_id: str, linked_in: Iterable[int]
) -> dict[tuple[str, str], int]:
    """Return for each link of a node the commit that made it; 0 where none of these did."""
    open_ends = {
        (link.parent_id, link.child_id)
        for link in view.links
        if node_id in (link.parent_id, link.child_id)
    }
    made = dict.fromkeys(sorted(open_ends), 0)
    for number in linked_in:
        if not open_ends:
            break
        record = (await session.commits(number - 1, 1))[0]
        for event in record.read_commit().events:
            ends = getattr(event, "parent_id", ""), getattr(event, "child_id", "")
            if isinstance(event, NodeLinked) and ends in open_ends:
                made[ends] = number
                open_ends.discard(ends)
    return made


async def _stamps(session: GraphSession, seqs: Iterable[int]) -> dict[int, Stamp]:
    found: dict[int, Stamp] = {}
    for seq in seqs:
        if seq > 0:
            record = (await session.commits(seq - 1, 1))[0]
            found[seq] = _stamp(record)
    return found


def _stamp(record: CommitRecord) -> Stamp:
    commit = record.read_commit()
    return {
        "seq": commit.seq,
        "timestamp": commit.timestamp,
        "command_id": commit.command_id,
        "command_type": commit.command_type,
        "kind": commit.kind,
        "actor": msgspec.to_builtins(commit.actor),
    }
