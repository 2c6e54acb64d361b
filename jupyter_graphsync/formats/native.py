"""Our own JSON: what `.graphsync` files hold and `GET /sessions/{id}/graph` answers.

One node and one link a line, in a fixed order, so that two versions of a file compare well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ..domain.commits import Position
from ..domain.graph import GraphView
from .blocks import blocks
from .ordered import NOWHERE, links_of, nodes_of, types_of, without_view_state
from .reading import read

CONTENT_TYPE = "application/json"
EXTENSION = ".graphsync"

_ENCODE = msgspec.json.Encoder(order="sorted").encode


def write(
    view: GraphView, *, position: Position = NOWHERE, view_state: bool = True
) -> Iterator[bytes]:
    """Yield the graph as native JSON."""
    return blocks(_pieces(view, position, view_state=view_state))


def _pieces(view: GraphView, position: Position, *, view_state: bool) -> Iterator[bytes]:
    def properties_of(item: Any) -> dict[str, Any]:
        found: dict[str, Any] = item.properties
        return found if view_state else without_view_state(found)

    yield b'{"structure":%s,\n"nodes":[' % _ENCODE(view.structure)
    yield from _lines(
        {
            "node_id": node.node_id,
            "name": node.name,
            "blueprint_type_id": node.blueprint_type_id,
            "properties": properties_of(node),
        }
        for node in nodes_of(view)
    )
    yield b'\n],\n"links":['
    yield from _lines(
        {
            "parent_id": link.parent_id,
            "child_id": link.child_id,
            "properties": properties_of(link),
        }
        for link in links_of(view)
    )
    yield b'\n],\n"blueprint_types":['
    yield from _lines(types_of(view))
    yield b'\n],\n"epoch":%s,"seq":%d,"digest":%s}\n' % (
        _ENCODE(position.epoch),
        position.seq,
        _ENCODE(position.digest),
    )


def _lines(items: Iterable[Any]) -> Iterator[bytes]:
    before = b"\n"
    for item in items:
        yield before + _ENCODE(item)
        before = b",\n"


__all__ = ["CONTENT_TYPE", "EXTENSION", "read", "write"]
