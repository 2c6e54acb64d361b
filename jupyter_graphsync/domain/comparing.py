"""What is different between two graphs, what joins two that grew apart, and how one becomes another.

A graph is taken apart into cells: a node, its name, each property, a link, each of its properties,
a blueprint type. Cells are what is compared, and what conflicts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from .blueprints import BlueprintType
from .events import (
    NAME,
    BlueprintDefined,
    BlueprintRemoved,
    GraphEvent,
    LinkPropertyChanged,
    LinkPropertyDeleted,
    NodeCreated,
    NodeDeleted,
    NodeLinked,
    NodeUnlinked,
    PropertyChanged,
    PropertyDeleted,
)
from .graph import GraphView, Link, Node
from .values import same

MAX_NAMED = 20


class Difference(msgspec.Struct, frozen=True):
    """Which nodes and links one graph has and another has not, or has otherwise.

    Attributes
    ----------
    nodes_changed, links_changed
        Those that both have, with another name or other properties.
    """

    nodes_added: list[Node]
    nodes_removed: list[Node]
    nodes_changed: list[Node]
    links_added: list[Link]
    links_removed: list[Link]
    links_changed: list[Link]
    types_changed: list[str]

    def __bool__(self) -> bool:
        return any(getattr(self, field) for field in self.__struct_fields__)

    def told(self) -> dict[str, Any]:
        """Return the difference as errors tell it: all counts, and the first of each."""
        nodes = ("nodes_added", "nodes_removed", "nodes_changed")
        links = ("links_added", "links_removed", "links_changed")
        told: dict[str, Any] = {
            field: {
                "count": len(getattr(self, field)),
                "first": [
                    {"node_id": node.node_id, "name": node.name}
                    for node in getattr(self, field)[:MAX_NAMED]
                ],
            }
            for field in nodes
        }
        for field in links:
            first = [[link.parent_id, link.child_id] for link in getattr(self, field)[:MAX_NAMED]]
            told[field] = {"count": len(getattr(self, field)), "first": first}
        types = self.types_changed
        told["types_changed"] = {"count": len(types), "first": types[:MAX_NAMED]}
        return told


def compare(one: GraphView, other: GraphView) -> Difference:
    """Return what `other` has beyond `one`, lacks, or has otherwise."""
    before, after = _Index(one), _Index(other)
    return Difference(
        nodes_added=[node for key, node in after.nodes.items() if key not in before.nodes],
        nodes_removed=[node for key, node in before.nodes.items() if key not in after.nodes],
        nodes_changed=[
            node
            for key, node in after.nodes.items()
            if key in before.nodes and not same(_plain(node), _plain(before.nodes[key]))
        ],
        links_added=[link for key, link in after.links.items() if key not in before.links],
        links_removed=[link for key, link in before.links.items() if key not in after.links],
        links_changed=[
            link
            for key, link in after.links.items()
            if key in before.links and not same(link.properties, before.links[key].properties)
        ],
        types_changed=sorted(
            key
            for key in before.types.keys() | after.types.keys()
            if before.types.get(key) != after.types.get(key)
        ),
    )


def merge(base: GraphView, live: GraphView, other: GraphView) -> GraphView:
    """Return `live` with what changed between `base` and `other`, where the two do not conflict.

    Where both changed the same cell `live` stands; a node that `other` removed stays where `live`
    changed it; what hangs on a node or link that is gone is left out.
    """
    cells_before, cells, theirs = (_cells(view) for view in (base, live, other))
    merged = dict(cells)
    for key in cells_before.keys() | theirs.keys():
        was, wanted = cells_before.get(key, _ABSENT), theirs.get(key, _ABSENT)
        if not _alike(was, wanted) and _alike(cells.get(key, _ABSENT), was):
            if wanted is _ABSENT:
                merged.pop(key, None)
            else:
                merged[key] = wanted
    # Work on a node is worth more than its removal elsewhere.
    kept = {
        key[1]
        for key, value in cells.items()
        if key[0] == "node"
        and key[:2] not in merged
        and not _alike(cells_before.get(key, _ABSENT), value)
    }
    merged.update((key, cells[key]) for key in cells if key[0] == "node" and key[1] in kept)
    return _view_of(merged, live)


def part_as_it_was(live: GraphView, past: GraphView, node_ids: set[str]) -> GraphView:
    """Return `live` with some nodes as they were, with their links to nodes that there are.

    A node that was not there is removed; a type that is not defined any more comes back.
    """
    nodes = [node for node in live.nodes if node.node_id not in node_ids]
    brought = [node for node in past.nodes if node.node_id in node_ids]
    there = {node.node_id for node in (*nodes, *brought)}
    links = [link for link in live.links if node_ids.isdisjoint((link.parent_id, link.child_id))]
    links += [
        link
        for link in past.links
        if not node_ids.isdisjoint((link.parent_id, link.child_id))
        and there.issuperset((link.parent_id, link.child_id))
    ]
    known = {found.blueprint_type_id for found in live.blueprint_types}
    used = {node.blueprint_type_id for node in brought} - known
    types = [found for found in past.blueprint_types if found.blueprint_type_id in used]
    return msgspec.structs.replace(
        live,
        nodes=[*nodes, *brought],
        links=links,
        blueprint_types=[*live.blueprint_types, *types],
    )


def events_between(one: GraphView, other: GraphView) -> Iterator[GraphEvent]:
    """Yield the events that make `other` of `one`; a node of another type is made anew."""
    before, after = _Index(one), _Index(other)
    remade = {
        key
        for key, node in after.nodes.items()
        if key in before.nodes and before.nodes[key].blueprint_type_id != node.blueprint_type_id
    }

    def keeps(key: tuple[str, str]) -> bool:
        return key in after.links and not remade.intersection(key)

    for parent_id, child_id in before.links:
        if not keeps((parent_id, child_id)):
            yield NodeUnlinked(parent_id=parent_id, child_id=child_id)
    for node_id in before.nodes:
        if node_id not in after.nodes or node_id in remade:
            yield NodeDeleted(node_id=node_id)
    # Between what goes and what comes: so no node has to be of a type that forbids it, nor in undo.
    for type_id in before.types:
        if type_id not in after.types:
            yield BlueprintRemoved(blueprint_type_id=type_id)
    for type_id, blueprint_type in after.types.items():
        if before.types.get(type_id) != blueprint_type:
            yield BlueprintDefined(blueprint_type=blueprint_type)
    for node_id, node in after.nodes.items():
        if node_id not in before.nodes or node_id in remade:
            yield NodeCreated(
                node_id=node_id,
                name=node.name,
                blueprint_type_id=node.blueprint_type_id,
                properties=node.properties,
            )
        else:
            yield from _node_events(before.nodes[node_id], node)
    for key, link in after.links.items():
        if key not in before.links or not keeps(key):
            yield NodeLinked(parent_id=key[0], child_id=key[1], properties=link.properties)
        else:
            yield from _link_events(before.links[key], link)


class _Index:
    def __init__(self, view: GraphView) -> None:
        self.nodes = {node.node_id: node for node in view.nodes}
        self.links = {(link.parent_id, link.child_id): link for link in view.links}
        self.types = {found.blueprint_type_id: found for found in view.blueprint_types}


def _plain(node: Node) -> list[Any]:
    return [node.name, node.blueprint_type_id, node.properties]


def _node_events(before: Node, after: Node) -> Iterator[GraphEvent]:
    node_id = after.node_id
    if before.name != after.name:
        yield PropertyChanged(
            node_id=node_id, property_id=NAME, old_value=before.name, new_value=after.name
        )
    for property_id, value in after.properties.items():
        if not _alike(before.properties.get(property_id, _ABSENT), value):
            yield PropertyChanged(
                node_id=node_id,
                property_id=property_id,
                old_value=before.properties.get(property_id),
                new_value=value,
            )
    for property_id in before.properties.keys() - after.properties.keys():
        yield PropertyDeleted(node_id=node_id, property_id=property_id)


def _link_events(before: Link, after: Link) -> Iterator[GraphEvent]:
    ends = {"parent_id": after.parent_id, "child_id": after.child_id}
    for property_id, value in after.properties.items():
        if not _alike(before.properties.get(property_id, _ABSENT), value):
            yield LinkPropertyChanged(
                **ends,
                property_id=property_id,
                old_value=before.properties.get(property_id),
                new_value=value,
            )
    for property_id in before.properties.keys() - after.properties.keys():
        yield LinkPropertyDeleted(**ends, property_id=property_id)


_ABSENT = object()
_Cells = dict[tuple[str, ...], Any]


def _alike(one: Any, other: Any) -> bool:
    if one is _ABSENT or other is _ABSENT:
        return one is other
    if isinstance(one, BlueprintType):
        return bool(one == other)
    return same(one, other)


def _cells(view: GraphView) -> _Cells:
    cells: _Cells = {}
    for node in view.nodes:
        cells["node", node.node_id] = node.blueprint_type_id
        cells["node", node.node_id, NAME] = node.name
        for property_id, value in node.properties.items():
            cells["node", node.node_id, "property", property_id] = value
    for link in view.links:
        cells["link", link.parent_id, link.child_id] = True
        for property_id, value in link.properties.items():
            cells["link", link.parent_id, link.child_id, property_id] = value
    for blueprint_type in view.blueprint_types:
        cells["type", blueprint_type.blueprint_type_id] = blueprint_type
    return cells


def _view_of(cells: _Cells, like: GraphView) -> GraphView:
    nodes = {
        key[1]: Node(key[1], cells.get((*key, NAME), key[1]), type_id, {})
        for key, type_id in cells.items()
        if key[0] == "node" and len(key) == 2
    }
    links: dict[tuple[str, str], Link] = {
        (key[1], key[2]): Link(key[1], key[2], {})
        for key in cells
        if key[0] == "link" and len(key) == 3 and key[1] in nodes and key[2] in nodes
    }
    for key, value in cells.items():
        if key[0] == "node" and len(key) == 4 and key[1] in nodes:
            nodes[key[1]].properties[key[3]] = value
        elif key[0] == "link" and len(key) == 4 and (key[1], key[2]) in links:
            links[key[1], key[2]].properties[key[3]] = value
    return GraphView(
        structure=like.structure,
        strict_blueprints=like.strict_blueprints,
        nodes=list(nodes.values()),
        links=list(links.values()),
        blueprint_types=[value for key, value in cells.items() if key[0] == "type"],
    )
