"""A graph that notes what is read of it, for values that follow what they were made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..domain.events import (
    NAME,
    Event,
    LinkPropertyChanged,
    LinkPropertyDeleted,
    NodeCreated,
    NodeDeleted,
    NodeLinked,
    NodeUnlinked,
    PropertyChanged,
    PropertyDeleted,
)
from ..domain.graph import Link, Node
from .errors import ReadOnly, UnknownNode
from .live_node import LiveNode, NodeRef, id_in
from .properties import Properties
from .reading import Reading
from .replica import Replica

Key = tuple[str, ...]
"""What was read: a property, all properties, the links or the being of a node, or the graph."""
Cell = tuple[str, str]
"""A property of a node: node_id and property_id."""

GRAPH: Key = ("graph",)


def property_key(node_id: str, property_id: str) -> Key:
    """Return the key of one property."""
    return ("property", node_id, property_id)


def keys_of(event: Event) -> tuple[Key, ...]:
    """Return what an event changes, as far as it can be read."""
    match event:
        case PropertyChanged() | PropertyDeleted():
            node_id = event.node_id
            return (property_key(node_id, event.property_id), ("properties", node_id), GRAPH)
        case NodeCreated() | NodeDeleted():
            return (("node", event.node_id), GRAPH)
        case NodeLinked() | NodeUnlinked() | LinkPropertyChanged() | LinkPropertyDeleted():
            return (("links", event.parent_id), ("links", event.child_id), GRAPH)
    return (GRAPH,) if event.event.startswith("graph:") else ()


class WatchedGraph(Reading):
    """A shared graph to be read only, with values that stand before they are written.

    Attributes
    ----------
    read
        What was read since somebody emptied it.
    values
        Properties that are about to be written; reads of nodes show them.
    """

    def __init__(self, graph: Reading) -> None:
        self._source = graph
        self._roster = graph._roster
        self.read: set[Key] = set()
        self.values: dict[str, dict[str, Any]] = {}

    _handle = property(lambda self: WatchedNode)

    @property
    def session_id(self) -> str:
        """The session's id."""
        return self._source.session_id

    @property
    def _replica(self) -> Replica:  # type: ignore[override]
        # Whatever is not noted more exactly below may depend on all there is.
        self.read.add(GRAPH)
        return self._source._replica

    def children(self, node: NodeRef) -> list[LiveNode]:
        """Return the nodes that a node links to."""
        return self._noted("children", node)

    def parents(self, node: NodeRef) -> list[LiveNode]:
        """Return the nodes that link to a node."""
        return self._noted("parents", node)

    def links_of(self, node: NodeRef) -> list[Link]:
        """Return all links of a node."""
        node_id = self[node].node_id
        self.read.add(("links", node_id))
        return self._source.links_of(node_id)

    def now(self, node_id: str) -> Node:
        """Return a node as it is about to be."""
        try:
            node = self._source._replica.graph.nodes[node_id]
        except KeyError:
            raise UnknownNode(node_id) from None
        values = self.values.get(node_id)
        if values is None:
            return node
        properties = {**node.properties, **values}
        return Node(node.node_id, node.name, node.blueprint_type_id, properties)

    def __getitem__(self, node: NodeRef) -> LiveNode:
        node_id = id_in(self.session_id, node)
        if node_id in self:
            return WatchedNode(self, node_id)
        return super().__getitem__(node_id)

    def __contains__(self, node: object) -> bool:
        node_id = node.node_id if isinstance(node, LiveNode) else node
        self.read.add(("node", str(node_id)))
        return node_id in self._source

    def _noted(self, direction: str, node: NodeRef) -> list[LiveNode]:
        node_id = self[node].node_id
        self.read.add(("links", node_id))
        found: list[LiveNode] = getattr(self._source, direction)(node_id)
        return [WatchedNode(self, other.node_id) for other in found]

    def _writable(self) -> Any:
        raise ReadOnly("a computed property returns its value, and writes nothing")


class WatchedNode(LiveNode):
    """A handle whose reads are noted."""

    @property
    def name(self) -> str:
        """The name."""
        self._note(property_key(self.node_id, NAME))
        return super().name

    @property
    def blueprint_type_id(self) -> str:
        """The id of its blueprint type."""
        self._note(("node", self.node_id))
        return super().blueprint_type_id

    @property
    def properties(self) -> Properties:
        """The properties as they are now."""
        self._note(("properties", self.node_id))
        return super().properties

    def get(self, property_id: str, default: Any = None) -> Any:
        """Return a property, or `default`."""
        self._note(property_key(self.node_id, property_id))
        return super().get(property_id, default)

    def keys(self) -> list[str]:
        """Return the ids of its properties."""
        self._note(("properties", self.node_id))
        return super().keys()

    def __getitem__(self, property_id: str) -> Any:
        self._note(property_key(self.node_id, property_id))
        return super().__getitem__(property_id)

    def __contains__(self, property_id: object) -> bool:
        self._note(property_key(self.node_id, str(property_id)))
        return super().__contains__(property_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def _note(self, key: Key) -> None:
        self.graph.read.add(key)  # type: ignore[attr-defined]

    def _now(self) -> Node:
        now: Node = self.graph.now(self.node_id)  # type: ignore[attr-defined]
        return now
