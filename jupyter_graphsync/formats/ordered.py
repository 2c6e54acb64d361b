"""A view's nodes, links and types in the one order in which all formats write them."""

from __future__ import annotations

from typing import Any

from ..domain.blueprints import BlueprintType
from ..domain.commits import Position
from ..domain.graph import GraphView, Link, Node

NOWHERE = Position("", 0, "")
"""The position of a graph that is in no session."""


def nodes_of(view: GraphView) -> list[Node]:
    """Return the nodes by id."""
    return sorted(view.nodes, key=lambda node: node.node_id)


def links_of(view: GraphView) -> list[Link]:
    """Return the links by the ids of parent and child."""
    return sorted(view.links, key=lambda link: (link.parent_id, link.child_id))


def types_of(view: GraphView) -> list[BlueprintType]:
    """Return the blueprint types by id."""
    return sorted(view.blueprint_types, key=lambda found: found.blueprint_type_id)


def without_view_state(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the properties whose id does not begin with `_`."""
    return {key: value for key, value in properties.items() if key[0] != "_"}
