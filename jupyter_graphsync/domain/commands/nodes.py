"""Commands that make and remove nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, UnsetType

from ..errors import Clash
from ..events import GraphEvent, NodeCreated, NodeDeleted, NodeLinked, NodeUnlinked
from ..graph import Graph, Node
from .base import Command
from .checks import (
    check_allowed_child,
    check_blueprint,
    check_id,
    check_name,
    check_node_properties,
    check_quota,
    check_schema,
)

if TYPE_CHECKING:
    from typing_extensions import Self


class CreateNodeCommand(Command, kw_only=True, frozen=True):
    """Add a node, and link it to a parent where one is given."""

    name: str
    blueprint_type_id: str
    node_id: str | UnsetType = UNSET
    parent_id: str | UnsetType = UNSET
    properties: dict[str, Any] | UnsetType = UNSET

    def with_ids(self, seed: str) -> Self:
        return msgspec.structs.replace(self, node_id=seed) if self.node_id is UNSET else self

    def result(self) -> Any:
        return {"node_id": self.node_id}

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        node = self._checked(graph)
        yield NodeCreated(
            node_id=node.node_id,
            name=node.name,
            blueprint_type_id=node.blueprint_type_id,
            parent_id=self.parent_id,
            properties=self.properties,
        )
        if self.parent_id is not UNSET:
            yield NodeLinked(parent_id=self.parent_id, child_id=node.node_id)

    def _checked(self, graph: Graph) -> Node:
        if self.node_id is UNSET:
            raise AssertionError("the dispatcher gives ids before it asks for a decision")
        check_id(graph, "node_id", self.node_id)
        if self.node_id in graph.nodes:
            raise Clash(
                "exists",
                f"node {self.node_id!r} is already in the graph; update it or choose another node_id",
                node_id=self.node_id,
            )
        check_name(graph, self.name)
        check_blueprint(graph, self.blueprint_type_id)
        properties = {} if self.properties is UNSET else self.properties
        check_node_properties(graph, properties)
        node = Node(self.node_id, self.name, self.blueprint_type_id, properties)
        check_schema(graph, node, properties)
        check_quota("nodes", len(graph.nodes), graph.limits.max_nodes)
        if self.parent_id is not UNSET:
            check_allowed_child(graph, graph.node(self.parent_id), self.blueprint_type_id)
            check_quota("links", graph.link_count, graph.limits.max_links)
        return node


class DeleteNodeCommand(Command, kw_only=True, frozen=True):
    """Remove a node with its links; `cascade` takes the descendants that nothing else holds."""

    node_id: str
    cascade: bool = False

    def cost(self, graph: Graph) -> int:
        if self.cascade:
            return len(graph.nodes)
        return len(graph.children(self.node_id)) + len(graph.parents(self.node_id))

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        graph.node(self.node_id)
        doomed = [
            self.node_id,
            *(_held_by_nothing_else(graph, self.node_id) if self.cascade else ()),
        ]
        pairs = {
            (link.parent_id, link.child_id): None
            for node_id in doomed
            for link in graph.incident(node_id)
        }
        for parent_id, child_id in pairs:
            yield NodeUnlinked(parent_id=parent_id, child_id=child_id)
        for node_id in doomed:
            yield NodeDeleted(node_id=node_id)


def _held_by_nothing_else(graph: Graph, root_id: str) -> list[str]:
    # Descendants that keep a parent outside the doomed set survive, and all that they hold.
    doomed = _descendants(graph, root_id)
    saved = [
        node_id
        for node_id in doomed
        if any(parent != root_id and parent not in doomed for parent in graph.parents(node_id))
    ]
    while saved:
        node_id = saved.pop()
        if doomed.pop(node_id, False):
            saved.extend(child_id for child_id in graph.children(node_id) if child_id in doomed)
    return list(doomed)


def _descendants(graph: Graph, root_id: str) -> dict[str, bool]:
    found: dict[str, bool] = {}
    todo = [root_id]
    while todo:
        for child_id in graph.children(todo.pop()):
            if child_id not in found and child_id != root_id:
                found[child_id] = True
                todo.append(child_id)
    return found
