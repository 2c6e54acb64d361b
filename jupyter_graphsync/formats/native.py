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
    yield b'{"structure":%s,\n' % _ENCODE(view.structure)
    yield from lines_of(view, view_state=view_state)
    yield b',\n"epoch":%s,"seq":%d,"digest":%s}\n' % (
        _ENCODE(position.epoch),
        position.seq,
        _ENCODE(position.digest),
    )


def lines_of(view: GraphView, *, view_state: bool = True) -> Iterator[bytes]:
    """Yield nodes, links and types, as members of a JSON object, one item a line."""

    def properties_of(item: Any) -> bytes:
        found: dict[str, Any] = item.properties
        return _ENCODE(found if view_state else without_view_state(found))

    yield b'"nodes":['
    yield from _lines(
        b'{"node_id":%b,"name":%b,"blueprint_type_id":%b,"properties":%b}'
        % (
            _ENCODE(node.node_id),
            _ENCODE(node.name),
            _ENCODE(node.blueprint_type_id),
            properties_of(node),
        )
        for node in nodes_of(view)
    )
    yield b'\n],\n"links":['
    yield from _lines(
        b'{"parent_id":%b,"child_id":%b,"properties":%b}'
        % (_ENCODE(link.parent_id), _ENCODE(link.child_id), properties_of(link))
        for link in links_of(view)
    )
    yield b'\n],\n"blueprint_types":['
    yield from _lines(_ENCODE(found) for found in types_of(view))
    yield b"\n]"


def _lines(items: Iterable[bytes]) -> Iterator[bytes]:
    before = b"\n"
    for item in items:
        yield before + item
        before = b",\n"


__all__ = ["CONTENT_TYPE", "EXTENSION", "lines_of", "read", "write"]
