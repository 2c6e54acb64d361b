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


class LinkNodeCommand(Command, kw_only=True, frozen=True):
    """Link a parent to a child."""

    parent_id: str
    child_id: str
    properties: dict[str, Any] | UnsetType = UNSET

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
