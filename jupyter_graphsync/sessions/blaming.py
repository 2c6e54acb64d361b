"""Who last set what of a node or a link, and in which commit."""

from __future__ import annotations

from typing import Any

import msgspec

from ..domain.chapters import WHOLE
from ..domain.commits import Position
from ..domain.errors import NotFound
from ..domain.events import NAME
from ..domain.graph import GraphView
from .beside import beside
from .chronicle import Chronicle
from .session import GraphSession


async def blame_node(session: GraphSession, node_id: str, seq: int | None = None) -> dict[str, Any]:
    """Return for a node as it is, or was after a commit, who made it, named it, set its properties.

    What was made by a commit that is not kept any more is `None`.

    Raises
    ------
    NotFound
        `unknown-node`: there is none of that id at that moment.
    """
    position, view, chronicle = await _look_up(session, seq)
    return await beside(_blame_node, node_id, position, view, chronicle)


async def blame_link(
    session: GraphSession, parent_id: str, child_id: str, seq: int | None = None
) -> dict[str, Any]:
    """Return for a link as it is, or was after a commit, who made it and set its properties.

    Raises
    ------
    NotFound
        `unknown-link`: there is none at that moment.
    """
    position, view, chronicle = await _look_up(session, seq)
    return await beside(_blame_link, parent_id, child_id, position, view, chronicle)


async def _look_up(session: GraphSession, seq: int | None) -> tuple[Position, GraphView, Chronicle]:
    position, view = await (session.view() if seq is None else session.at(seq))
    return position, view, await session.chronicle()


def _blame_node(
    node_id: str, position: Position, view: GraphView, chronicle: Chronicle
) -> dict[str, Any]:
    node = next((node for node in view.nodes if node.node_id == node_id), None)
    if node is None:
        raise NotFound("unknown-node", f"there is no node {node_id!r} then", node_id=node_id)
    links = [link for link in view.links if node_id in (link.parent_id, link.child_id)]
    changes = chronicle.last_changes(node_id, position.seq)
    born = changes.get(WHOLE, chronicle.last_load(position.seq))
    stamp = chronicle.stamp
    told = {
        "node_id": node_id,
        "position": position,
        "created": stamp(born),
        NAME: stamp(changes.get((NAME,), born)),
        "properties": {key: stamp(changes.get((key,), born)) for key in node.properties},
    }
    plain: dict[str, Any] = msgspec.to_builtins(told)
    plain["links"] = [
        {
            "parent_id": link.parent_id,
            "child_id": link.child_id,
            "made": msgspec.to_builtins(
                stamp(changes.get(("", link.parent_id, link.child_id), born))
            ),
        }
        for link in links
    ]
    return plain


def _blame_link(
    parent_id: str, child_id: str, position: Position, view: GraphView, chronicle: Chronicle
) -> dict[str, Any]:
    ends = parent_id, child_id
    link = next((link for link in view.links if (link.parent_id, link.child_id) == ends), None)
    if link is None:
        raise NotFound(
            "unknown-link", "there is no such link then", parent_id=parent_id, child_id=child_id
        )
    changes = chronicle.last_changes(parent_id, position.seq)
    # What was not changed since the load came with it.
    made = changes.get(("", *ends), chronicle.last_load(position.seq))
    stamps = {
        key: chronicle.stamp(max(made, changes.get(("", *ends, key), 0))) for key in link.properties
    }
    told = {
        "parent_id": parent_id,
        "child_id": child_id,
        "position": position,
        "made": chronicle.stamp(made),
        "properties": stamps,
    }
    plain: dict[str, Any] = msgspec.to_builtins(told)
    return plain
