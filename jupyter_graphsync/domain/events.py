"""Every event type, once: what happened, as it stands in the log and goes over the wire.

The names and fields are the contract (see the README's table of events). Graph events change a
graph and know their inverse; the inverse of an event is an event as well, to be taken before the
event is applied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from msgspec import UNSET, UnsetType

from .blueprints import BlueprintType
from .errors import InternalError

if TYPE_CHECKING:
    from .graph import Graph

NAME = "name"
"""The `property_id` under which a rename is told."""

Cell = tuple[str, ...]
"""What two people can both change: a node `(n,)`, its property `(n, p)`, a link `("", a, b)`, …"""


class Event(msgspec.Struct, kw_only=True, gc=False):
    """A fact; its fields are the payload on the wire."""

    event: ClassVar[str]
    logged: ClassVar[bool] = True


class GraphEvent(Event, kw_only=True, gc=False):
    """A change of the graph."""

    def inverse(self, graph: Graph) -> GraphEvent:
        """Return the event that takes this one back, seen from the graph before it.

        Raises
        ------
        InternalError
            The event does not fit that graph; a command that was added decided wrongly.
        """
        raise AssertionError(f"{type(self).__name__} has no inverse")

    @property
    def cell(self) -> Cell:
        """What this event changed, to tell whether two changes meet."""
        raise AssertionError(f"{type(self).__name__} has no cell")


def _unfit(event: GraphEvent, why: str) -> InternalError:
    return InternalError("internal", f"{event.event} of {event.cell!r} was decided, but {why}")


class NodeCreated(GraphEvent, kw_only=True, gc=False):
    """A node was added; with `parent_id` the link follows as an event of its own."""

    event: ClassVar[str] = "graph:node-created"
    node_id: str
    name: str
    blueprint_type_id: str
    parent_id: str | UnsetType = UNSET
    properties: dict[str, Any] | UnsetType = UNSET
    timestamp: str = ""

    def inverse(self, graph: Graph) -> GraphEvent:
        if self.node_id in graph.nodes:
            raise _unfit(self, "the node is in the graph already")
        return NodeDeleted(node_id=self.node_id)

    @property
    def cell(self) -> Cell:
        return (self.node_id,)


class NodeDeleted(GraphEvent, kw_only=True, gc=False):
    """A node was removed; its links went before it."""

    event: ClassVar[str] = "graph:node-deleted"
    node_id: str
    timestamp: str = ""

    def inverse(self, graph: Graph) -> GraphEvent:
        node = graph.node(self.node_id)
        if graph.children(self.node_id) or graph.parents(self.node_id):
            raise _unfit(self, "the node has links, which must be removed first")
        return NodeCreated(
            node_id=node.node_id,
            name=node.name,
            blueprint_type_id=node.blueprint_type_id,
            properties=node.properties or UNSET,
        )

    @property
    def cell(self) -> Cell:
        return (self.node_id,)


class NodeLinked(GraphEvent, kw_only=True, gc=False):
    """A parent-child link was made."""

    event: ClassVar[str] = "graph:node-linked"
    parent_id: str
    child_id: str
    properties: dict[str, Any] | UnsetType = UNSET
    timestamp: str = ""

    def inverse(self, graph: Graph) -> GraphEvent:
        if graph.has_link(self.parent_id, self.child_id):
            raise _unfit(self, "the link is in the graph already")
        if self.parent_id not in graph.nodes or self.child_id not in graph.nodes:
            raise _unfit(self, "one of the nodes is not in the graph")
        return NodeUnlinked(parent_id=self.parent_id, child_id=self.child_id)

    @property
    def cell(self) -> Cell:
        return ("", self.parent_id, self.child_id)


class NodeUnlinked(GraphEvent, kw_only=True, gc=False):
    """A parent-child link was removed."""

    event: ClassVar[str] = "graph:node-unlinked"
    parent_id: str
    child_id: str
    timestamp: str = ""

    def inverse(self, graph: Graph) -> GraphEvent:
        link = graph.link(self.parent_id, self.child_id)
        return NodeLinked(
            parent_id=self.parent_id,
            child_id=self.child_id,
            properties=link.properties or UNSET,
        )

    @property
    def cell(self) -> Cell:
        return ("", self.parent_id, self.child_id)


class PropertyChanged(GraphEvent, kw_only=True, gc=False):
    """A node's property was set, or the node renamed (`property_id` is then "name")."""

    event: ClassVar[str] = "graph:property-changed"
    node_id: str
    property_id: str
    old_value: Any = None
    new_value: Any
    timestamp: str = ""

    def inverse(self, graph: Graph) -> GraphEvent:
        node = graph.nodes[self.node_id]
        if self.property_id == NAME:
            return PropertyChanged(node_id=self.node_id, property_id=NAME, new_value=node.name)
        if self.property_id not in node.properties:
            return PropertyDeleted(node_id=self.node_id, property_id=self.property_id)
        old = node.properties[self.property_id]
        return PropertyChanged(node_id=self.node_id, property_id=self.property_id, new_value=old)

    @property
    def cell(self) -> Cell:
        return (self.node_id, self.property_id)


class PropertyDeleted(GraphEvent, kw_only=True, gc=False):
    """A node's property was removed."""

    event: ClassVar[str] = "graph:property-deleted"
    node_id: str
    property_id: str
    timestamp: str = ""

    def inverse(self, graph: Graph) -> GraphEvent:
        old = graph.nodes[self.node_id].properties[self.property_id]
        return PropertyChanged(node_id=self.node_id, property_id=self.property_id, new_value=old)

    @property
    def cell(self) -> Cell:
        return (self.node_id, self.property_id)


class LinkPropertyChanged(GraphEvent, kw_only=True, gc=False):
    """A link's property was set."""

    event: ClassVar[str] = "graph:link-property-changed"
    parent_id: str
    child_id: str
    property_id: str
    old_value: Any = None
    new_value: Any
    timestamp: str = ""

    def inverse(self, graph: Graph) -> GraphEvent:
        properties = graph.link(self.parent_id, self.child_id).properties
        if self.property_id not in properties:
            return LinkPropertyDeleted(
                parent_id=self.parent_id, child_id=self.child_id, property_id=self.property_id
            )
        return LinkPropertyChanged(
            parent_id=self.parent_id,
            child_id=self.child_id,
            property_id=self.property_id,
            new_value=properties[self.property_id],
        )

    @property
    def cell(self) -> Cell:
        return ("", self.parent_id, self.child_id, self.property_id)


class LinkPropertyDeleted(GraphEvent, kw_only=True, gc=False):
    """A link's property was removed."""

    event: ClassVar[str] = "graph:link-property-deleted"
    parent_id: str
    child_id: str
    property_id: str
    timestamp: str = ""

    def inverse(self, graph: Graph) -> GraphEvent:
        old = graph.link(self.parent_id, self.child_id).properties[self.property_id]
        return LinkPropertyChanged(
            parent_id=self.parent_id,
            child_id=self.child_id,
            property_id=self.property_id,
            new_value=old,
        )

    @property
    def cell(self) -> Cell:
        return ("", self.parent_id, self.child_id, self.property_id)


class BlueprintDefined(GraphEvent, kw_only=True, gc=False):
    """A blueprint type was defined or changed."""

    event: ClassVar[str] = "graph:blueprint-defined"
    blueprint_type: BlueprintType
    timestamp: str = ""

    def inverse(self, graph: Graph) -> GraphEvent:
        blueprint_type_id = self.blueprint_type.blueprint_type_id
        known = graph.blueprint_types.get(blueprint_type_id)
        if known is None:
            return BlueprintRemoved(blueprint_type_id=blueprint_type_id)
        return BlueprintDefined(blueprint_type=known)

    @property
    def cell(self) -> Cell:
        return ("", self.blueprint_type.blueprint_type_id)


class BlueprintRemoved(GraphEvent, kw_only=True, gc=False):
    """A blueprint type was removed."""

    event: ClassVar[str] = "graph:blueprint-removed"
    blueprint_type_id: str
    timestamp: str = ""

    def inverse(self, graph: Graph) -> GraphEvent:
        return BlueprintDefined(blueprint_type=graph.blueprint_types[self.blueprint_type_id])

    @property
    def cell(self) -> Cell:
        return ("", self.blueprint_type_id)


class CommandExecuting(Event, kw_only=True, gc=False):
    """A command starts."""

    event: ClassVar[str] = "command:executing"
    logged: ClassVar[bool] = False
    command_id: str
    command_type: str
    timestamp: str = ""


class CommandExecuted(Event, kw_only=True, gc=False):
    """A command succeeded."""

    event: ClassVar[str] = "command:executed"
    command_id: str
    command_type: str
    result: Any = UNSET
    timestamp: str = ""


class CommandFailed(Event, kw_only=True, gc=False):
    """A command was refused or broke; `error` is the code."""

    event: ClassVar[str] = "command:failed"
    logged: ClassVar[bool] = False
    command_id: str
    command_type: str
    error: str
    timestamp: str = ""


class CommandUndone(Event, kw_only=True, gc=False):
    """The command of that id was undone."""

    event: ClassVar[str] = "command:undo"
    command_id: str
    timestamp: str = ""


class CommandRedone(Event, kw_only=True, gc=False):
    """The command of that id was done again."""

    event: ClassVar[str] = "command:redo"
    command_id: str
    timestamp: str = ""


class SessionConnected(Event, kw_only=True, gc=False):
    """A client joined."""

    event: ClassVar[str] = "session:connected"
    logged: ClassVar[bool] = False
    session_id: str
    client_count: int
    timestamp: str = ""


class SessionDisconnected(Event, kw_only=True, gc=False):
    """A client left."""

    event: ClassVar[str] = "session:disconnected"
    logged: ClassVar[bool] = False
    session_id: str
    client_count: int
    timestamp: str = ""


class SessionPresence(Event, kw_only=True):
    """Clients whose presence changed, and those that left."""

    event: ClassVar[str] = "session:presence"
    logged: ClassVar[bool] = False
    clients: list[Any]
    left: list[str] | UnsetType = UNSET
    timestamp: str = ""


class ProjectSaved(Event, kw_only=True, gc=False):
    """The graph was saved to its file."""

    event: ClassVar[str] = "project:saved"
    project_id: str
    timestamp: str = ""


class ProjectLoaded(Event, kw_only=True):
    """A graph was loaded from a file or imported whole.

    `graph` is the whole graph in native form up to 256 KiB, above that its counts.
    """

    event: ClassVar[str] = "project:loaded"
    project_id: str
    graph: Any
    timestamp: str = ""


GRAPH_EVENTS: tuple[type[GraphEvent], ...] = (
    NodeCreated,
    NodeDeleted,
    NodeLinked,
    NodeUnlinked,
    PropertyChanged,
    PropertyDeleted,
    LinkPropertyChanged,
    LinkPropertyDeleted,
    BlueprintDefined,
    BlueprintRemoved,
)
_OTHER_EVENTS: tuple[type[Event], ...] = (
    CommandExecuting,
    CommandExecuted,
    CommandFailed,
    CommandUndone,
    CommandRedone,
    SessionConnected,
    SessionDisconnected,
    SessionPresence,
    ProjectSaved,
    ProjectLoaded,
)
EVENTS: dict[str, type[Event]] = {cls.event: cls for cls in (*GRAPH_EVENTS, *_OTHER_EVENTS)}
