"""What is different between two graphs, in full and value by value."""

from __future__ import annotations

from typing import Any

import msgspec

from .comparing import compare
from .events import NAME
from .graph import GraphView, Link, Node
from .values import same

TYPE = "blueprint_type_id"
Change = dict[str, Any]


def changes_between(one: GraphView, other: GraphView) -> dict[str, Any]:
    """Return what `other` has beyond `one`, lacks, or has otherwise, as JSON values.

    A change is `{"property_id", "old_value", "new_value"}`, a value that is absent left out; a
    rename is the property `name`, another type `blueprint_type_id`.
    """
    found = compare(one, other)
    nodes = {node.node_id: node for node in one.nodes}
    links = {(link.parent_id, link.child_id): link for link in one.links}
    plain: dict[str, Any] = {
        field: [msgspec.to_builtins(item) for item in getattr(found, field)]
        for field in ("nodes_added", "nodes_removed", "links_added", "links_removed")
    }
    plain["types_changed"] = found.types_changed
    plain["nodes_changed"] = [
        {"node_id": node.node_id, "name": node.name, "changes": of_node(nodes[node.node_id], node)}
        for node in found.nodes_changed
    ]
    plain["links_changed"] = [
        {
            "parent_id": link.parent_id,
            "child_id": link.child_id,
            "changes": of_link(links[link.parent_id, link.child_id], link),
        }
        for link in found.links_changed
    ]
    return plain


def of_node(before: Node, after: Node) -> list[Change]:
    """Return how a node differs from what it was."""
    changes = [
        {"property_id": field, "old_value": old, "new_value": new}
        for field, old, new in (
            (NAME, before.name, after.name),
            (TYPE, before.blueprint_type_id, after.blueprint_type_id),
        )
        if old != new
    ]
    return [*changes, *_of_properties(before.properties, after.properties)]


def of_link(before: Link, after: Link) -> list[Change]:
    """Return how a link differs from what it was."""
    return _of_properties(before.properties, after.properties)


def _of_properties(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    changes = []
    for property_id in sorted(before.keys() | after.keys()):
        old = {"old_value": before[property_id]} if property_id in before else {}
        new = {"new_value": after[property_id]} if property_id in after else {}
        if not (old and new and same(before[property_id], after[property_id])):
            changes.append({"property_id": property_id, **old, **new})
    return changes
