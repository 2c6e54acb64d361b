"""A graph of nodes and directed parent-to-child links.

Nodes and links are immutable: a change puts a new one in the old one's place. So a view of a
moment is a shallow copy, and another thread may read a node while it is being replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import msgspec
from msgspec import UNSET

from .blueprints import BlueprintType, PropertySchema
from .errors import NotFound
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
from .limits import Limits

StructureName = Literal["tree", "dag", "graph"]


class Node(msgspec.Struct, frozen=True, gc=False):
    """A node; `properties` must be read only."""

    node_id: str
    name: str
    blueprint_type_id: str
    properties: dict[str, Any] = {}


class Link(msgspec.Struct, frozen=True, gc=False):
    """A link from parent to child; `properties` must be read only."""

    parent_id: str
    child_id: str
    properties: dict[str, Any] = {}


_NOTHING: Mapping[str, Link] = {}


class GraphView(msgspec.Struct, frozen=True, kw_only=True):
    """A graph as it was at one moment; nothing changes it any more."""

    structure: StructureName
    strict_blueprints: bool
    nodes: list[Node]
    links: list[Link]
    blueprint_types: list[BlueprintType]


class Graph:
    """Nodes, links and blueprint types, and the only code that changes them: `apply`.

    Parameters
    ----------
    structure
        The rule on links that commands obey. `apply` itself checks no rule: events are facts.
    strict_blueprints
        Whether nodes need a defined blueprint type.
    limits
        The sizes that commands obey.

    Attributes
    ----------
    all_children, all_parents
        The links by parent and child, and by child and parent, for those nodes that have any;
        to be read only.
    """

    def __init__(
        self,
        structure: StructureName = "dag",
        *,
        strict_blueprints: bool = False,
        limits: Limits | None = None,
    ) -> None:
        self.structure: StructureName = structure
        self.strict_blueprints = strict_blueprints
        self.limits = limits or Limits()
        self.nodes: dict[str, Node] = {}
        self.blueprint_types: dict[str, BlueprintType] = {}
        self.link_count = 0
        self.all_children: dict[str, dict[str, Link]] = {}
        self.all_parents: dict[str, dict[str, Link]] = {}
        self._schemas: dict[str, PropertySchema] = {}

    @classmethod
    def from_view(cls, view: GraphView, *, limits: Limits | None = None) -> Graph:
        """Build the graph that a view shows; no rule is checked."""
        graph = cls(view.structure, strict_blueprints=view.strict_blueprints, limits=limits)
        graph.nodes = {node.node_id: node for node in view.nodes}
        graph.blueprint_types = {type_.blueprint_type_id: type_ for type_ in view.blueprint_types}
        for link in view.links:
            graph._put_link(link)
        graph.link_count = len(view.links)
        return graph

    def view(self) -> GraphView:
        """Return the graph as it is now; later changes do not show in it."""
        return GraphView(
            structure=self.structure,
            strict_blueprints=self.strict_blueprints,
            nodes=list(self.nodes.values()),
            links=list(self.links()),
            blueprint_types=list(self.blueprint_types.values()),
        )

    def __eq__(self, other: object) -> bool:
        """Tell whether both hold the same nodes, links and types; order does not count."""
        if not isinstance(other, Graph):
            return NotImplemented
        return (
            self.nodes == other.nodes
            and self.blueprint_types == other.blueprint_types
            and self._links_by_pair() == other._links_by_pair()
        )

    __hash__ = None  # type: ignore[assignment]

    def node(self, node_id: str) -> Node:
        """Return the node; `NotFound` (`unknown-node`) where there is none."""
        try:
            return self.nodes[node_id]
        except KeyError:
            raise NotFound(
                "unknown-node", f"there is no node {node_id!r} in the graph", node_id=node_id
            ) from None

    def link(self, parent_id: str, child_id: str) -> Link:
        """Return the link; `NotFound` (`unknown-link`) where there is none."""
        try:
            return self.all_children[parent_id][child_id]
        except KeyError:
            raise NotFound(
                "unknown-link",
                f"node {parent_id!r} has no link to {child_id!r}",
                parent_id=parent_id,
                child_id=child_id,
            ) from None

    def has_link(self, parent_id: str, child_id: str) -> bool:
        """Tell whether parent and child are linked."""
        return child_id in self.all_children.get(parent_id, _NOTHING)

    def links(self) -> Iterator[Link]:
        """Iterate over all links, parent by parent."""
        for children in self.all_children.values():
            yield from children.values()

    def children(self, node_id: str) -> Mapping[str, Link]:
        """Return the links to a node's children, by child id."""
        return self.all_children.get(node_id, _NOTHING)

    def parents(self, node_id: str) -> Mapping[str, Link]:
        """Return the links from a node's parents, by parent id."""
        return self.all_parents.get(node_id, _NOTHING)

    def incident(self, node_id: str) -> list[Link]:
        """Return all links of a node, each once."""
        outgoing = self.children(node_id)
        incoming = self.parents(node_id)
        return [
            *incoming.values(),
            *(link for link in outgoing.values() if link.child_id != node_id),
        ]

    def schema_of(self, blueprint_type_id: str) -> PropertySchema | None:
        """Return the compiled schema of a blueprint type; `None` where the type is not defined."""
        schema = self._schemas.get(blueprint_type_id)
        if schema is None and blueprint_type_id in self.blueprint_types:
            schema = PropertySchema(self.blueprint_types[blueprint_type_id])
            self._schemas[blueprint_type_id] = schema
        return schema

    def apply(self, event: GraphEvent) -> None:
        """Change the graph as the event says. The event must fit: no rule is checked here."""
        _APPLY[type(event)](self, event)

    def _links_by_pair(self) -> dict[str, dict[str, Link]]:
        return {parent: links for parent, links in self.all_children.items() if links}

    def _put_link(self, link: Link) -> None:
        self.all_children.setdefault(link.parent_id, {})[link.child_id] = link
        self.all_parents.setdefault(link.child_id, {})[link.parent_id] = link

    def _create_node(self, event: NodeCreated) -> None:
        properties = {} if event.properties is UNSET else event.properties
        self.nodes[event.node_id] = Node(
            event.node_id, event.name, event.blueprint_type_id, properties
        )

    def _delete_node(self, event: NodeDeleted) -> None:
        del self.nodes[event.node_id]

    def _link(self, event: NodeLinked) -> None:
        properties = {} if event.properties is UNSET else event.properties
        # The ids of the nodes themselves: one string for all links, and quicker to compare.
        parent_id, child_id = (
            self.nodes[event.parent_id].node_id,
            self.nodes[event.child_id].node_id,
        )
        self._put_link(Link(parent_id, child_id, properties))
        self.link_count += 1

    def _unlink(self, event: NodeUnlinked) -> None:
        for index, one, other in (
            (self.all_children, event.parent_id, event.child_id),
            (self.all_parents, event.child_id, event.parent_id),
        ):
            del index[one][other]
            if not index[one]:
                del index[one]
        self.link_count -= 1

    def _change_property(self, event: PropertyChanged) -> None:
        node = self.nodes[event.node_id]
        if event.property_id == NAME:
            changed = Node(node.node_id, event.new_value, node.blueprint_type_id, node.properties)
        else:
            properties = {**node.properties, event.property_id: event.new_value}
            changed = Node(node.node_id, node.name, node.blueprint_type_id, properties)
        self.nodes[event.node_id] = changed

    def _delete_property(self, event: PropertyDeleted) -> None:
        node = self.nodes[event.node_id]
        properties = {**node.properties}
        del properties[event.property_id]
        self.nodes[event.node_id] = Node(
            node.node_id, node.name, node.blueprint_type_id, properties
        )

    def _change_link_property(self, event: LinkPropertyChanged) -> None:
        link = self.all_children[event.parent_id][event.child_id]
        properties = {**link.properties, event.property_id: event.new_value}
        self._put_link(Link(link.parent_id, link.child_id, properties))

    def _delete_link_property(self, event: LinkPropertyDeleted) -> None:
        link = self.all_children[event.parent_id][event.child_id]
        properties = {**link.properties}
        del properties[event.property_id]
        self._put_link(Link(link.parent_id, link.child_id, properties))

    def _define_blueprint(self, event: BlueprintDefined) -> None:
        blueprint_type_id = event.blueprint_type.blueprint_type_id
        self.blueprint_types[blueprint_type_id] = event.blueprint_type
        self._schemas.pop(blueprint_type_id, None)

    def _remove_blueprint(self, event: BlueprintRemoved) -> None:
        del self.blueprint_types[event.blueprint_type_id]
        self._schemas.pop(event.blueprint_type_id, None)


_APPLY: dict[type[GraphEvent], Callable[[Graph, Any], None]] = {
    NodeCreated: Graph._create_node,
    NodeDeleted: Graph._delete_node,
    NodeLinked: Graph._link,
    NodeUnlinked: Graph._unlink,
    PropertyChanged: Graph._change_property,
    PropertyDeleted: Graph._delete_property,
    LinkPropertyChanged: Graph._change_link_property,
    LinkPropertyDeleted: Graph._delete_link_property,
    BlueprintDefined: Graph._define_blueprint,
    BlueprintRemoved: Graph._remove_blueprint,
}
