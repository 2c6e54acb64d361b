"""Where nodes stand in a picture: at their `_position`, or in layers below."""

from __future__ import annotations

from ..domain.commands.checks import is_point
from ..domain.graph import Link, Node

Point = tuple[float, float]

COLUMN = 110.0
ROW = 80.0
MAX_IN_ROW = 12
MAX_SPAN = 4_000.0


def places(nodes: list[Node], links: list[Link], *, keep: bool) -> dict[str, Point]:
    """Return a place for each node, all of them at 0 or above in both directions.

    With `keep`, nodes that have a `_position` stand there (the whole scaled down where it would
    span more than 4,000); the others follow below in layers, parents above their children.
    """
    fixed = {
        node.node_id: (
            float(node.properties["_position"][0]),
            float(node.properties["_position"][1]),
        )
        for node in nodes
        if keep and is_point(node.properties.get("_position"))
    }
    placed = _fitted(fixed)
    top = max((y for _, y in placed.values()), default=-ROW) + ROW
    rows = _rows([node.node_id for node in nodes if node.node_id not in fixed], links)
    widest = max(map(len, rows), default=0)
    for row in rows:
        left = (widest - len(row)) * COLUMN / 2
        for column, node_id in enumerate(row):
            placed[node_id] = (left + column * COLUMN, top)
        top += ROW
    return placed


def _fitted(fixed: dict[str, Point]) -> dict[str, Point]:
    if not fixed:
        return {}
    xs, ys = [x for x, _ in fixed.values()], [y for _, y in fixed.values()]
    left, upper = min(xs), min(ys)
    scale = min(1.0, MAX_SPAN / max(max(xs) - left, max(ys) - upper, 1.0))
    return {key: ((x - left) * scale, (y - upper) * scale) for key, (x, y) in fixed.items()}


def _rows(node_ids: list[str], links: list[Link]) -> list[list[str]]:
    """Return the layers (distance from the nodes without parents), wide ones in several rows."""
    children: dict[str, list[str]] = {node_id: [] for node_id in node_ids}
    roots = dict.fromkeys(node_ids)
    for link in links:
        if link.parent_id in children and link.child_id in children:
            children[link.parent_id].append(link.child_id)
            if link.parent_id != link.child_id:
                roots.pop(link.child_id, None)
    rows: list[list[str]] = []
    seen: set[str] = set()
    layer = list(roots)
    waiting = iter(node_ids)
    while len(seen) < len(node_ids):
        # Nodes that hang on a cycle have no root above them: begin at the first of them.
        layer = layer or [next(node_id for node_id in waiting if node_id not in seen)]
        seen.update(layer)
        rows += [layer[i : i + MAX_IN_ROW] for i in range(0, len(layer), MAX_IN_ROW)]
        below = dict.fromkeys(child for node_id in layer for child in children[node_id])
        layer = [node_id for node_id in below if node_id not in seen]
    return rows
