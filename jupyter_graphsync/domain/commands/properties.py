"""Commands that set and remove properties of nodes and links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import UNSET, UnsetType

from ..errors import BadRequest, Clash, NotFound, Unprocessable
from ..events import (
    NAME,
    GraphEvent,
    LinkPropertyChanged,
    LinkPropertyDeleted,
    PropertyChanged,
    PropertyDeleted,
)
from ..graph import Graph, Node
from ..values import same
from .base import Command
from .checks import check_name, check_property, check_property_count, check_schema


class UpdatePropertyCommand(Command, kw_only=True, frozen=True):
    """Set a node's property, or its name; with `expected_value` only where that value stands."""

    node_id: str
    property_id: str
    new_value: Any
    expected_value: Any | UnsetType = UNSET

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        node = graph.node(self.node_id)
        old_value = _current(node, self.property_id)
        check_expected(self.expected_value, old_value, self.property_id)
        check_update(graph, node, self.property_id, self.new_value)
        yield PropertyChanged(
            node_id=self.node_id,
            property_id=self.property_id,
            old_value=old_value,
            new_value=self.new_value,
        )


class UpdatePropertiesCommand(Command, kw_only=True, frozen=True):
    """Set one property of many nodes, as columns: a layout, a move of a selection."""

    property_id: str
    node_ids: list[str]
    new_values: list[Any]

    def cost(self, graph: Graph) -> int:
        return len(self.node_ids)

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        self._check_columns(graph)
        for node_id, new_value in zip(self.node_ids, self.new_values, strict=True):
            node = graph.node(node_id)
            check_update(graph, node, self.property_id, new_value)
            yield PropertyChanged(
                node_id=node_id,
                property_id=self.property_id,
                old_value=_current(node, self.property_id),
                new_value=new_value,
            )

    def _check_columns(self, graph: Graph) -> None:
        count = len(self.node_ids)
        if count != len(self.new_values) or count != len(set(self.node_ids)) or not count:
            raise BadRequest(
                "bad-value",
                f"node_ids ({count}, each once, at least one) and new_values "
                f"({len(self.new_values)}) are columns of equal length",
                field="node_ids",
            )
        if count > max(graph.limits.max_batch_commands, len(graph.nodes)):
            raise Unprocessable("too-many", f"{count} nodes are more than the graph holds")


class DeletePropertyCommand(Command, kw_only=True, frozen=True):
    """Remove a node's property; one that its blueprint type requires is refused."""

    node_id: str
    property_id: str

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        node = graph.node(self.node_id)
        check_removal(graph, node, self.property_id)
        yield PropertyDeleted(node_id=self.node_id, property_id=self.property_id)


class UpdateLinkPropertyCommand(Command, kw_only=True, frozen=True):
    """Set a link's property; with `expected_value` only where that value stands."""

    parent_id: str
    child_id: str
    property_id: str
    new_value: Any
    expected_value: Any | UnsetType = UNSET

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        properties = graph.link(self.parent_id, self.child_id).properties
        old_value = properties.get(self.property_id)
        check_expected(self.expected_value, old_value, self.property_id)
        check_property(graph, self.property_id, self.new_value)
        check_property_count(graph, len(properties) + (self.property_id not in properties))
        yield LinkPropertyChanged(
            parent_id=self.parent_id,
            child_id=self.child_id,
            property_id=self.property_id,
            old_value=old_value,
            new_value=self.new_value,
        )


class DeleteLinkPropertyCommand(Command, kw_only=True, frozen=True):
    """Remove a link's property."""

    parent_id: str
    child_id: str
    property_id: str

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        link = graph.link(self.parent_id, self.child_id)
        if self.property_id not in link.properties:
            raise _unknown_property(
                f"the link {self.parent_id!r} to {self.child_id!r}", self.property_id
            )
        yield LinkPropertyDeleted(
            parent_id=self.parent_id, child_id=self.child_id, property_id=self.property_id
        )


def check_update(graph: Graph, node: Node, property_id: str, new_value: Any) -> None:
    """Refuse a new value of a node's property for its size or its schema."""
    if property_id == NAME:
        check_name(graph, new_value)
        return
    check_property(graph, property_id, new_value)
    check_property_count(graph, len(node.properties) + (property_id not in node.properties))
    if property_id[0] != "_" and graph.schema_of(node.blueprint_type_id) is not None:
        check_schema(graph, node, {**node.properties, property_id: new_value})


def check_removal(graph: Graph, node: Node, property_id: str) -> None:
    """Refuse to remove a property that is not there, or that has to be."""
    schema = graph.schema_of(node.blueprint_type_id)
    if property_id == NAME or (schema is not None and property_id in schema.required):
        raise Unprocessable(
            "required-property",
            f"node {node.node_id!r} must have {property_id!r}; set another value instead",
            node_id=node.node_id,
            property_id=property_id,
        )
    if property_id not in node.properties:
        raise _unknown_property(f"node {node.node_id!r}", property_id)
    if property_id[0] != "_" and schema is not None:
        rest = {key: value for key, value in node.properties.items() if key != property_id}
        check_schema(graph, node, rest)


def check_expected(expected: Any, current: Any, property_id: str) -> None:
    """Refuse a stale edit; `null` is expected where there is no property, too."""
    if expected is not UNSET and not same(expected, current):
        raise Clash(
            "stale-value",
            f"{property_id!r} was changed meanwhile; look at current_value and decide again",
            property_id=property_id,
            current_value=current,
        )


def _current(node: Node, property_id: str) -> Any:
    return node.name if property_id == NAME else node.properties.get(property_id)


def _unknown_property(what: str, property_id: str) -> NotFound:
    return NotFound(
        "unknown-property", f"{what} has no property {property_id!r}", property_id=property_id
    )
