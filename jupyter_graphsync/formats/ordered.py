"""A view's nodes, links and types in the one order in which all formats write them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..domain.blueprints import BlueprintType
from ..domain.commits import Position
from ..domain.graph import GraphView, Link, Node

T = TypeVar("T")

RUN = 2_000
"""So many items are sorted in one go, which lets nobody else in: a millisecond."""
NOWHERE = Position("", 0, "")
"""The position of a graph that is in no session."""


def nodes_of(view: GraphView) -> list[Node]:
    """Return the nodes by id."""
    return _sorted(view.nodes, lambda node: node.node_id)


def links_of(view: GraphView) -> list[Link]:
    """Return the links by the ids of parent and child."""
    # No id holds a NUL, so this is the order of the pairs, and one text compares sooner than two.
    return _sorted(view.links, lambda link: f"{link.parent_id}\0{link.child_id}")


def types_of(view: GraphView) -> list[BlueprintType]:
    """Return the blueprint types by id."""
    return sorted(view.blueprint_types, key=lambda found: found.blueprint_type_id)


def without_view_state(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the properties whose id does not begin with `_`."""
    return {key: value for key, value in properties.items() if key[0] != "_"}


def _sorted(items: list[T], key: Callable[[T], str]) -> list[T]:
    """Sort in runs; to join those takes little more than a look at each item."""
    by_key = {key(item): item for item in items}
    keys = [key(item) for item in items]
    joined: list[str] = []
    for start in range(0, len(keys), RUN):
        joined += sorted(keys[start : start + RUN])
    return [by_key[found] for found in sorted(joined)]
