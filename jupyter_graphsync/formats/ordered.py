"""A view's nodes, links and types in the one order in which all formats write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
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
    """Sort in runs; what joins them looks at each item a few times, not at each pair."""

    def runs() -> Iterator[list[tuple[str, int]]]:
        for start in range(0, len(items), RUN):
            yield sorted((key(item), start + i) for i, item in enumerate(items[start : start + RUN]))

    return [items[i] for _, i in sorted(chain.from_iterable(runs()))]
