"""What is different between two graphs, in the form of the REST interface's `diff`."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from ..domain.comparing import compare
from ..domain.events import NAME
from ..domain.graph import GraphView, Link, Node
from ..domain.values import same

TYPE = "blueprint_type_id"


class Change(msgspec.Struct, frozen=True):
    """A value that is another one; one that was or is absent is left out."""

    property_id: str
    old_value: Any | UnsetType = UNSET
    new_value: Any | UnsetType = UNSET


class NodeChange(msgspec.Struct, frozen=True):
    """What is different about a node; `name` is its new one."""

    node_id: str
    name: str
    changes: list[Change]


class LinkChange(msgspec.Struct, frozen=True):
    """What is different about a link."""

    parent_id: str
    child_id: str
    changes: list[Change]


class TypeChange(msgspec.Struct, frozen=True):
    """What is different about a blueprint type; all of it where it came or went."""

    blueprint_type_id: str
    changes: list[Change]


class Changes(msgspec.Struct, frozen=True):
    """Everything that is different, in the order in which files hold it."""

    nodes_added: list[Node]
    nodes_removed: list[Node]
    nodes_changed: list[NodeChange]
    links_added: list[Link]
    links_removed: list[Link]
    links_changed: list[LinkChange]
    types_changed: list[TypeChange]
    structure: Change | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, field) for field in self.__struct_fields__)


def changes_between(one: GraphView, other: GraphView) -> Changes:
    """Return what makes `other` of `one`."""
    found = compare(one, other)
    nodes = {node.node_id: node for node in one.nodes}
    links = {_ends(link): link for link in one.links}
    types = [
        {found.blueprint_type_id: msgspec.to_builtins(found) for found in view.blueprint_types}
        for view in (one, other)
    ]
    same_structure = one.structure == other.structure
    return Changes(
        nodes_added=sorted(found.nodes_added, key=lambda node: node.node_id),
        nodes_removed=sorted(found.nodes_removed, key=lambda node: node.node_id),
        nodes_changed=[
            NodeChange(node.node_id, node.name, _node_changes(nodes[node.node_id], node))
            for node in sorted(found.nodes_changed, key=lambda node: node.node_id)
        ],
        links_added=sorted(found.links_added, key=_ends),
        links_removed=sorted(found.links_removed, key=_ends),
        links_changed=[
            LinkChange(*_ends(link), _between(links[_ends(link)].properties, link.properties))
            for link in sorted(found.links_changed, key=_ends)
        ],
        types_changed=[
            TypeChange(key, _between(types[0].get(key, {}), types[1].get(key, {})))
            for key in found.types_changed
        ],
        structure=None if same_structure else Change("structure", one.structure, other.structure),
    )


def _node_changes(before: Node, after: Node) -> list[Change]:
    return [
        *_between({NAME: before.name}, {NAME: after.name}),
        # Apart, since a property may be called that as well.
        *_between({TYPE: before.blueprint_type_id}, {TYPE: after.blueprint_type_id}),
        *_between(before.properties, after.properties),
    ]


def _between(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    return [
        Change(key, before.get(key, UNSET), after.get(key, UNSET))
        for key in dict.fromkeys([*before, *after])
        if key not in before or key not in after or not same(before[key], after[key])
    ]


def _ends(link: Link) -> tuple[str, str]:
    return link.parent_id, link.child_id
