"""Stored inverse events, made to fit the graph of today."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET

from .commands.blueprints import DefineBlueprintCommand, RemoveBlueprintCommand
from .commands.checks import check_blueprint, check_new_link, check_quota, check_schema
from .commands.properties import check_removal, check_update
from .errors import Clash, NotFound
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
from .graph import Graph, Node


def fitted(graph: Graph, event: GraphEvent) -> list[GraphEvent]:
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
            return [_link_property(graph, event)]
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
    check_blueprint(graph, node.blueprint_type_id)
    check_schema(graph, node, properties)
    check_quota("nodes", len(graph.nodes), graph.limits.max_nodes)
    return NodeCreated(
        node_id=event.node_id,
        name=event.name,
        blueprint_type_id=event.blueprint_type_id,
        properties=event.properties,
    )


def _link_property(graph: Graph, event: LinkPropertyChanged | LinkPropertyDeleted) -> GraphEvent:
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


def _value_of(node: Node, property_id: str) -> Any:
    return node.name if property_id == NAME else node.properties.get(property_id)
