"""Commands that make and remove links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import UNSET, UnsetType

from ..errors import BadRequest
from ..events import GraphEvent, NodeLinked, NodeUnlinked
from ..graph import Graph
from .base import Command
from .checks import check_new_link, check_properties

CYCLE_SHARE = 40
"""A step of the search for a cycle costs about this part of what a command costs a node."""


class LinkNodeCommand(Command, kw_only=True, frozen=True):
    """Link a parent to a child."""

    parent_id: str
    child_id: str
    properties: dict[str, Any] | UnsetType = UNSET

    def cost(self, graph: Graph) -> int:
        # Only where both ends have more beyond them can the search for a cycle be a long one.
        is_deep = bool(graph.children(self.child_id)) and bool(graph.parents(self.parent_id))
        return 1 + len(graph.nodes) // CYCLE_SHARE if is_deep else 1

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        if self.properties is not UNSET:
            check_properties(graph, self.properties)
        check_new_link(graph, self.parent_id, self.child_id)
        yield NodeLinked(
            parent_id=self.parent_id, child_id=self.child_id, properties=self.properties
        )


class UnlinkNodeCommand(Command, kw_only=True, frozen=True):
    """Remove the link from a parent to a child; both nodes stay."""

    parent_id: str
    child_id: str
    properties: dict[str, Any] | UnsetType = UNSET

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        if self.properties is not UNSET:
            raise BadRequest(
                "bad-value",
                "a link is removed with all its properties; leave them out",
                field="properties",
            )
        graph.node(self.parent_id)
        graph.node(self.child_id)
        graph.link(self.parent_id, self.child_id)
        yield NodeUnlinked(parent_id=self.parent_id, child_id=self.child_id)
