"""Commands about the graph as a whole: they come from files, and never over the wire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any

import msgspec

from ..comparing import events_between, merge, part_as_it_was
from ..errors import Unprocessable
from ..events import GraphEvent
from ..graph import Graph, GraphView
from ..structure import check_structure
from .base import Command
from .checks import check_allowed_child, check_blueprint, check_quota

_ENCODE = msgspec.json.Encoder(order="sorted").encode


class TakeOverCommand(Command, kw_only=True, frozen=True):
    """Make the graph what another one is, in one step that can be undone.

    Attributes
    ----------
    target
        A graph that was checked as a whole.
    """

    target: GraphView

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        yield from events_between(graph.view(), self.target)

    def cost(self, graph: Graph) -> int:
        return _size(graph, self.target)

    def fingerprint(self) -> str:
        return _hash(self.command_type, self.target)

    def arguments(self) -> dict[str, Any]:
        return {}


class RestoreMomentCommand(Command, kw_only=True, frozen=True):
    """Make the graph, or some nodes of it, what they were at a moment, in one step.

    Attributes
    ----------
    past
        The graph as it was then.
    seq
        Which moment that is.
    node_ids
        The nodes meant, with their links to nodes that there are; all where that is `None`.
    """

    past: GraphView
    seq: int
    node_ids: list[str] | None = None

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        live = graph.view()
        self._check_nodes(graph)
        target = (
            self.past
            if self.node_ids is None
            else part_as_it_was(live, self.past, set(self.node_ids))
        )
        _check(target, graph)
        yield from events_between(live, target)

    def cost(self, graph: Graph) -> int:
        return _size(graph, self.past)

    def fingerprint(self) -> str:
        text = _ENCODE([self.command_type, self.seq, self.node_ids])
        return blake2b(text, digest_size=16).hexdigest()

    def result_of(self, changes: Sequence[GraphEvent]) -> Any:
        cells = [event.cell for event in changes]
        return {
            "nodes": len({cell[0] for cell in cells if cell[0]}),
            "links": len({cell[:3] for cell in cells if not cell[0] and len(cell) > 2}),
        }

    def _check_nodes(self, graph: Graph) -> None:
        if self.node_ids is None:
            return
        known = {node.node_id for node in self.past.nodes}
        for node_id in self.node_ids:
            if node_id not in known:
                # Neither then nor now: a slip of who asks, not something to be removed.
                graph.node(node_id)

    def arguments(self) -> dict[str, Any]:
        return {"seq": self.seq, "node_ids": self.node_ids}


class MergeCommand(Command, kw_only=True, frozen=True):
    """Take in what changed between two graphs, where nobody has changed the same here.

    Attributes
    ----------
    base, target
        The graph that both sides knew, and what one side made of it.
    """

    base: GraphView
    target: GraphView

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        live = graph.view()
        merged = merge(self.base, live, self.target)
        _check(merged, graph)
        yield from events_between(live, merged)

    def cost(self, graph: Graph) -> int:
        return _size(graph, self.target)

    def fingerprint(self) -> str:
        return _hash(self.command_type, self.base, self.target)

    def arguments(self) -> dict[str, Any]:
        return {}


def _check(merged: GraphView, graph: Graph) -> None:
    """Refuse a merged graph that breaks a rule which both its sides keep, such as a cycle."""
    whole = Graph.from_view(
        msgspec.structs.replace(
            merged, structure=graph.structure, strict_blueprints=graph.strict_blueprints
        ),
        limits=graph.limits,
    )
    check_quota("nodes", len(whole.nodes) - 1, graph.limits.max_nodes)
    check_quota("links", whole.link_count - 1, graph.limits.max_links)
    check_structure(whole)
    for link in whole.links():
        child = whole.nodes[link.child_id]
        check_allowed_child(whole, whole.nodes[link.parent_id], child.blueprint_type_id)
    for node in whole.nodes.values():
        check_blueprint(whole, node.blueprint_type_id)
        schema = whole.schema_of(node.blueprint_type_id)
        if schema is not None and not schema.allows(node.properties):
            raise Unprocessable(
                "schema-violation",
                f"node {node.name!r} would violate the type {node.blueprint_type_id!r}; "
                "nothing was changed",
                node_id=node.node_id,
            )


def _size(graph: Graph, target: GraphView) -> int:
    return len(graph.nodes) + graph.link_count + len(target.nodes) + len(target.links)


def _hash(command_type: str, *views: GraphView) -> str:
    """Hash graphs item by item: one encoding of a large one would hold up everybody."""
    found = blake2b(command_type.encode(), digest_size=16)
    for view in views:
        for items in (view.blueprint_types, view.nodes, view.links):
            found.update(b"\0")
            for item in items:
                found.update(_ENCODE(item))
    return found.hexdigest()
