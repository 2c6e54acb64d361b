"""Finds nodes by name: an index beside a graph, kept in step with what is applied to it."""

from __future__ import annotations

from ..domain.events import NAME, GraphEvent, NodeCreated, NodeDeleted, PropertyChanged
from ..domain.graph import Graph


class NameIndex:
    """The ids of a graph's nodes, by name."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._ids: dict[str, dict[str, None]] = {}
        for node in graph.nodes.values():
            self._add(node.name, node.node_id)

    def ids(self, name: str) -> list[str]:
        """Return the ids of the nodes of a name."""
        return list(self._ids.get(name, ()))

    def follow(self, event: GraphEvent) -> None:
        """Take in an event that is about to be applied to the graph."""
        if isinstance(event, NodeCreated):
            self._add(event.name, event.node_id)
        elif isinstance(event, NodeDeleted):
            self._drop(event.node_id)
        elif isinstance(event, PropertyChanged) and event.property_id == NAME:
            self._drop(event.node_id)
            self._add(event.new_value, event.node_id)

    def _add(self, name: str, node_id: str) -> None:
        self._ids.setdefault(name, {})[node_id] = None

    def _drop(self, node_id: str) -> None:
        name = self._graph.nodes[node_id].name
        ids = self._ids[name]
        del ids[node_id]
        if not ids:
            del self._ids[name]
