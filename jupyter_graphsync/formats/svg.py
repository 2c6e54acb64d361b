"""A picture of the graph that needs no browser: static SVG, the same for the same graph."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.blueprints import BlueprintType
from ..domain.commands.checks import is_color
from ..domain.commits import Position
from ..domain.graph import GraphView, Node
from .blocks import blocks
from .ordered import NOWHERE, links_of, nodes_of
from .placing import Point, places
from .xml_text import attribute, text

CONTENT_TYPE = "image/svg+xml"
EXTENSION = ".svg"

MAX_DRAWN = 500
RADIUS = 8
MARGIN = 60
MAX_LABEL = 40
DEFAULT_COLOR = "#5b8db8"

_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.2f} {height:.2f}" '
    'width="{width:.2f}" height="{height:.2f}" font-family="sans-serif" font-size="12">\n'
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" '
    'markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#888"/></marker></defs>\n'
)


def write(
    view: GraphView, *, position: Position = NOWHERE, view_state: bool = True
) -> Iterator[bytes]:
    """Yield the picture of up to 500 nodes, and say how many are left out.

    A node stands at its `_position`; without `view_state` all are placed anew.
    """
    return blocks(piece.encode() for piece in _pieces(view, view_state=view_state))


def _pieces(view: GraphView, *, view_state: bool) -> Iterator[str]:
    nodes = nodes_of(view)
    drawn, left_out = nodes[:MAX_DRAWN], len(nodes) - MAX_DRAWN
    ids = {node.node_id for node in drawn}
    links = [ln for ln in links_of(view) if ln.parent_id in ids and ln.child_id in ids]
    at = places(drawn, links, keep=view_state)
    width = max((x for x, _ in at.values()), default=0.0) + 2 * MARGIN
    height = max((y for _, y in at.values()), default=0.0) + 2 * MARGIN
    types = {found.blueprint_type_id: found for found in view.blueprint_types}
    yield _HEAD.format(width=width, height=height)
    yield f'<g transform="translate({MARGIN} {MARGIN})">\n<g stroke="#888" fill="none">\n'
    for link in links:
        yield _line(at[link.parent_id], at[link.child_id])
    yield "</g>\n"
    for node in drawn:
        yield _circle(node, at[node.node_id], types.get(node.blueprint_type_id))
    yield "</g>\n"
    if left_out > 0:
        yield f'<text x="8" y="{height - 8:.2f}" fill="#666">and {left_out} more nodes</text>\n'
    yield "</svg>\n"


def _line(start: Point, end: Point) -> str:
    (x1, y1), (x2, y2) = start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if length == 0:
        return (
            f'<path d="M{x1 - RADIUS:.2f} {y1:.2f}a{RADIUS} {RADIUS} 0 1 1 {RADIUS} {-RADIUS}"/>\n'
        )
    # The arrow's head ends at the rim of the circle, not under it.
    share = max(0.0, 1 - RADIUS / length)
    tip_x, tip_y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
    return (
        f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{tip_x:.2f}" y2="{tip_y:.2f}" '
        'marker-end="url(#arrow)"/>\n'
    )


def _circle(node: Node, at: Point, blueprint_type: BlueprintType | None) -> str:
    own = node.properties.get("_color")
    typed = blueprint_type.style.color if blueprint_type is not None else None
    color = next((str(found) for found in (own, typed) if is_color(found)), DEFAULT_COLOR)
    label = node.name if len(node.name) <= MAX_LABEL else f"{node.name[: MAX_LABEL - 1]}…"
    x, y = at
    return (
        f"<g><title>{text(node.name)}</title>"
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{RADIUS}" fill={attribute(color)}/>'
        f'<text x="{x:.2f}" y="{y + RADIUS + 14:.2f}" text-anchor="middle">{text(label)}</text>'
        "</g>\n"
    )
