"""Taking a commit back: its inverse events, less what others have since changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import UNSET

from .commands.checks import check_new_link, check_schema
from .commands.blueprints import DefineBlueprintCommand, RemoveBlueprintCommand
from .commands.properties import check_removal, check_update
from .errors import Clash, GraphSyncError, NotFound
from .events import (
    NAME,
    BlueprintDefined,
    BlueprintRemoved,
    Cell,
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
from .graph import Graph, Node
from .history import History


class Taking(msgspec.Struct):
    """What one undo or redo took back, and what it left alone."""

    applied: list[dict[str, str]]
    skipped: list[dict[str, Any]]


class Reversal:
    """The inverse events of one commit, told against a graph that has moved on.

    Parameters
    ----------
    owner
        The client whose commit it is; changes of others are kept.
    since
        The number of that commit.
    events
        What the commit did, to recognise later changes where the history no longer knows them.
    """

    def __init__(
        self,
        graph: Graph,
        history: History,
        *,
        owner: str,
        since: int,
        inverse: list[GraphEvent],
        events: list[GraphEvent],
    ) -> None:
        self._graph = graph
        self._history = history
        self._owner = owner
        self._since = since
        self._inverse = inverse
        self._left = {event.cell: event for event in events} if since <= history.horizon else {}
        self.taking = Taking([], [])

    def decide(self, *, force: bool) -> Iterator[GraphEvent]:
        """Yield the events to apply, each before the next; `taking` fills on the way."""
        kept = {} if force else self._kept_nodes()
        for event in self._inverse:
            by = None if force else self._kept_for(event, kept)
            if by is not None:
                self.taking.skipped.append({**describe(event), "by": by or None})
                continue
            try:
                steps = _fitted(self._graph, event)
            except GraphSyncError as error:
                by = self._history.changed_by(event.cell, since=self._since, but=self._owner)
                self.taking.skipped.append({**describe(event), "by": by, "reason": error.code})
                continue
            yield from steps
            self.taking.applied.append(describe(event))

    def _kept_nodes(self) -> dict[str, str]:
        """Return the nodes that the commit made and somebody else has since worked on."""
        own = {event.cell for event in self._inverse}
        kept: dict[str, str] = {}
        for event in self._inverse:
            if isinstance(event, NodeDeleted) and event.node_id in self._graph.nodes:
                by = self._worked_on(event.node_id, own)
                if by is not None:
                    kept[event.node_id] = by
        return kept

    def _worked_on(self, node_id: str, own: set[Cell]) -> str | None:
        history, since, owner = self._history, self._since, self._owner
        by = history.visited_by((node_id,), since=since, but=owner)
        if by is not None:
            return by
        for link in self._graph.incident(node_id):
            cell = ("", link.parent_id, link.child_id)
            by = history.visited_by(cell, since=since, but=owner)
            if by is not None:
                return by
            if cell not in own and since <= history.horizon:
                return ""
        return None

    def _kept_for(self, event: GraphEvent, kept: dict[str, str]) -> str | None:
        """Return for whose sake an event is left out; "" where that is not known any more."""
        ends = event.cell[:1] if event.cell[0] else event.cell[1:3]
        by = next((kept[end] for end in ends if end in kept), None)
        return self._changed_by(event) if by is None else by

    def _changed_by(self, event: GraphEvent) -> str | None:
        by = self._history.changed_by(event.cell, since=self._since, but=self._owner)
        if by is None and isinstance(event, NodeDeleted | NodeUnlinked):
            by = self._history.visited_by(event.cell, since=self._since, but=self._owner)
        if by is None and self._left and not self._stands(self._left.get(event.cell)):
            by = ""
        return by

    def _stands(self, left: GraphEvent | None) -> bool:
        """Tell whether a value is still the one that the commit left behind."""
        graph = self._graph
        if isinstance(left, PropertyChanged) and left.node_id in graph.nodes:
            return bool(_value_of(graph.nodes[left.node_id], left.property_id) == left.new_value)
        return True


def describe(event: GraphEvent) -> dict[str, str]:
    """Return the names of what an event changes, as undo reports them."""
    fields = ("node_id", "parent_id", "child_id", "property_id", "blueprint_type_id")
    found = {name: value for name in fields if isinstance(value := getattr(event, name, None), str)}
    if isinstance(event, BlueprintDefined):
        found["blueprint_type_id"] = event.blueprint_type.blueprint_type_id
    if isinstance(event, NodeCreated):
        del found["blueprint_type_id"]
    return found


def _value_of(node: Node, property_id: str) -> Any:
    return node.name if property_id == NAME else node.properties.get(property_id)


def _fitted(graph: Graph, event: GraphEvent) -> list[GraphEvent]:
    """Return a stored inverse as events that fit the graph of today, or raise why none do."""
    match event:
        case NodeCreated():
            return [_recreated(graph, event)]
        case NodeDeleted(node_id=node_id):
            graph.node(node_id)
            unlinked = [
                NodeUnlinked(parent_id=link.parent_id, child_id=link.child_id)
                for link in graph.incident(node_id)
            ]
            return [*unlinked, NodeDeleted(node_id=node_id)]
        case NodeLinked(parent_id=parent_id, child_id=child_id, properties=properties):
            check_new_link(graph, parent_id, child_id)
            return [NodeLinked(parent_id=parent_id, child_id=child_id, properties=properties)]
        case NodeUnlinked(parent_id=parent_id, child_id=child_id):
            graph.link(parent_id, child_id)
            return [NodeUnlinked(parent_id=parent_id, child_id=child_id)]
        case PropertyChanged(node_id=node_id, property_id=property_id, new_value=new_value):
            node = graph.node(node_id)
            check_update(graph, node, property_id, new_value)
            old = _value_of(node, property_id)
            return [
                PropertyChanged(
                    node_id=node_id, property_id=property_id, old_value=old, new_value=new_value
                )
            ]
        case PropertyDeleted(node_id=node_id, property_id=property_id):
            check_removal(graph, graph.node(node_id), property_id)
            return [PropertyDeleted(node_id=node_id, property_id=property_id)]
        case LinkPropertyChanged() | LinkPropertyDeleted():
            return [_fitted_link_property(graph, event)]
        case BlueprintDefined(blueprint_type=blueprint_type):
            return list(DefineBlueprintCommand(blueprint_type=blueprint_type).decide(graph))
        case BlueprintRemoved(blueprint_type_id=blueprint_type_id):
            return list(RemoveBlueprintCommand(blueprint_type_id=blueprint_type_id).decide(graph))
    raise AssertionError(f"no way to take back {type(event).__name__}")


def _recreated(graph: Graph, event: NodeCreated) -> NodeCreated:
    if event.node_id in graph.nodes:
        raise Clash("exists", f"node {event.node_id!r} is in the graph again")
    properties = {} if event.properties is UNSET else event.properties
    node = Node(event.node_id, event.name, event.blueprint_type_id, properties)
    check_schema(graph, node, properties)
    return NodeCreated(
        node_id=event.node_id,
        name=event.name,
        blueprint_type_id=event.blueprint_type_id,
        properties=event.properties,
    )


def _fitted_link_property(
    graph: Graph, event: LinkPropertyChanged | LinkPropertyDeleted
) -> GraphEvent:
    properties = graph.link(event.parent_id, event.child_id).properties
    if isinstance(event, LinkPropertyChanged):
        return LinkPropertyChanged(
            parent_id=event.parent_id,
            child_id=event.child_id,
            property_id=event.property_id,
            old_value=properties.get(event.property_id),
            new_value=event.new_value,
        )
    if event.property_id not in properties:
        raise NotFound(
            "unknown-property", f"the link has no property {event.property_id!r} any more"
        )
    return LinkPropertyDeleted(
        parent_id=event.parent_id, child_id=event.child_id, property_id=event.property_id
    )
