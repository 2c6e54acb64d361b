"""Nodes and links as other libraries have them: a key and a dict of attributes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from ..domain.graph import GraphView, Node
from .attributes import free_name
from .ordered import without_view_state

NODE_FIELDS = frozenset({"name", "blueprint_type_id"})


def nodes_with_attributes(
    view: GraphView, *, view_state: bool, reserved: Collection[str] = NODE_FIELDS
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield id and attributes of the nodes; a property of a reserved name is `property:ID`."""
    for node in view.nodes:
        yield node.node_id, attributes_of(node, view_state=view_state, reserved=reserved)


def attributes_of(
    node: Node, *, view_state: bool, reserved: Collection[str] = NODE_FIELDS
) -> dict[str, Any]:
    """Return name, type and properties of a node in one dict."""
    return {
        "name": node.name,
        "blueprint_type_id": node.blueprint_type_id,
        **own(node.properties, view_state=view_state, reserved=reserved),
    }


def own(
    properties: dict[str, Any], *, view_state: bool, reserved: Collection[str] = ()
) -> dict[str, Any]:
    """Return a copy of properties, under names that are free."""
    shown = properties if view_state else without_view_state(properties)
    if shown.keys().isdisjoint(reserved):
        return dict(shown)
    return {free_name(key, reserved): value for key, value in shown.items()}
