"""Node-link JSON, as NetworkX reads it with `node_link_graph(data, edges="edges")`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ..domain.commits import Position
from ..domain.graph import GraphView
from .attributes import free_name
from .blocks import blocks
from .ordered import NOWHERE, links_of, nodes_of, types_of, without_view_state

CONTENT_TYPE = "application/json"
EXTENSION = ".json"

_NODE_FIELDS = frozenset({"id", "name", "blueprint_type_id"})
_EDGE_FIELDS = frozenset({"source", "target", "key"})
_ENCODE = msgspec.json.Encoder().encode


def write(
    view: GraphView, *, position: Position = NOWHERE, view_state: bool = False
) -> Iterator[bytes]:
    """Yield the graph; properties are attributes, `property:ID` where the name is taken."""
    return blocks(_pieces(view, position, view_state=view_state))


def _pieces(view: GraphView, position: Position, *, view_state: bool) -> Iterator[bytes]:
    def attributes_of(properties: dict[str, Any], reserved: frozenset[str]) -> dict[str, Any]:
        shown = properties if view_state else without_view_state(properties)
        return {free_name(key, reserved): shown[key] for key in sorted(shown)}

    about = {
        "structure": view.structure,
        "blueprint_types": types_of(view),
        "epoch": position.epoch,
        "seq": position.seq,
    }
    yield b'{"directed":true,"multigraph":false,"graph":%s,\n"nodes":[' % _ENCODE(about)
    yield from _items(
        {
            "id": node.node_id,
            "name": node.name,
            "blueprint_type_id": node.blueprint_type_id,
            **attributes_of(node.properties, _NODE_FIELDS),
        }
        for node in nodes_of(view)
    )
    yield b'],\n"edges":['
    yield from _items(
        {
            "source": link.parent_id,
            "target": link.child_id,
            **attributes_of(link.properties, _EDGE_FIELDS),
        }
        for link in links_of(view)
    )
    yield b"]}\n"


def _items(items: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    before = b"\n"
    for item in items:
        yield before + _ENCODE(item)
        before = b",\n"
