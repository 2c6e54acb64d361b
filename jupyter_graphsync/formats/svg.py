"""A picture of the graph that needs no browser: static SVG, the same for the same graph."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.commits import Position
from ..domain.graph import GraphView, Node
from .blocks import blocks
from .looks import Looks, Mapping
from .ordered import NOWHERE, links_of, nodes_of
from .placing import Point, places
from .xml_text import attribute, text

CONTENT_TYPE = "image/svg+xml"
EXTENSION = ".svg"

MAX_DRAWN = 2_000
MARGIN = 60
MAX_WIDTH = 960
"""A wider picture is shown smaller, so that it fits a page."""

MAX_LABEL = 18
BY_TYPE = Mapping()

_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
    'width="{shown_width:.0f}" height="{shown_height:.0f}" role="img" font-family="sans-serif" '
    'font-size="12">\n<title>{title}</title>\n<desc>{description}</desc>\n'
)
# Without a ground of its own the picture could not be read on a dark page.
_GROUND = '<rect width="100%" height="100%" fill="#fff"/>\n'
_ARROW = (
    '<defs><marker id="graphsync-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" '
    'markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#888"/></marker></defs>\n'
)
# The white rim keeps names readable where links cross them.
_NODES = (
    '<g text-anchor="middle" fill="#222" stroke="#fff" stroke-width="3" paint-order="stroke">\n'
)
_LINKS = '<g stroke="#888" fill="none" marker-end="url(#graphsync-arrow)">\n'


def write(
    view: GraphView,
    *,
    position: Position = NOWHERE,
    view_state: bool = True,
    title: str = "Graph",
    mapping: Mapping = BY_TYPE,
) -> Iterator[bytes]:
    """Yield the picture of up to 2,000 nodes; above that, a sentence with the counts instead.

    A node stands at its `_position`; without `view_state` all are placed anew.
    """
    return blocks(piece.encode() for piece in _pieces(view, title, mapping, keep=view_state))


def describe(view: GraphView) -> str:
    """Return in words how large a graph is, and of what."""
    counts: dict[str, int] = {}
    for node in view.nodes:
        counts[node.blueprint_type_id] = counts.get(node.blueprint_type_id, 0) + 1
    largest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    kinds = ", ".join(f"{count:,} {type_id}" for type_id, count in largest)
    rest = f", {len(counts) - 3:,} more types" if len(counts) > 3 else ""
    named = f" ({kinds}{rest})" if counts else ""
    return f"{_counted(len(view.nodes), 'node')}{named}, {_counted(len(view.links), 'link')}"


def _head(width: float, height: float, title: str, description: str) -> str:
    scale = min(1.0, MAX_WIDTH / width)
    return _HEAD.format(
        width=width,
        height=height,
        shown_width=width * scale,
        shown_height=height * scale,
        title=text(title),
        description=text(description),
    )


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def note(title: str, words: str) -> str:
    """Return a picture of a sentence, for where a graph cannot be drawn."""
    return (
        f"{_head(720, 64, title, words)}{_GROUND}"
        f'<text x="16" y="28" font-weight="bold" fill="#222">{text(title)}</text>\n'
        f'<text x="16" y="48" fill="#444">{text(words)}</text>\n</svg>\n'
    )


def _pieces(view: GraphView, title: str, mapping: Mapping, *, keep: bool) -> Iterator[str]:
    if len(view.nodes) <= MAX_DRAWN:
        return _drawing(view, title, mapping, keep=keep)
    return iter([note(title, f"{describe(view)}: too many to draw here; open it in Jupyter.")])


def _drawing(view: GraphView, title: str, mapping: Mapping, *, keep: bool) -> Iterator[str]:
    nodes, links = nodes_of(view), links_of(view)
    at = places(nodes, links, keep=keep)
    looks = Looks(view, mapping)
    radii = {node.node_id: looks.radius(node) for node in nodes}
    width = max((x for x, _ in at.values()), default=0.0) + 2 * MARGIN
    height = max((y for _, y in at.values()), default=0.0) + 2 * MARGIN
    yield _head(width, height, title, f"{describe(view)}.")
    yield _GROUND + _ARROW + f'<g transform="translate({MARGIN} {MARGIN})">\n{_LINKS}'
    for link in links:
        ends = at.get(link.parent_id), at.get(link.child_id)
        if ends[0] is not None and ends[1] is not None:
            yield _line(ends[0], ends[1], radii[link.child_id])
    yield f"</g>\n{_NODES}"
    for node in nodes:
        yield _circle(node, at[node.node_id], radii[node.node_id], looks)
    yield "</g>\n</g>\n</svg>\n"


def _line(start: Point, end: Point, radius: float) -> str:
    (x1, y1), (x2, y2) = start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if length == 0:
        r = f"{radius:.1f}"
        return f'<path d="M{x1 - radius:.1f} {y1:.1f}a{r} {r} 0 1 1 {r} -{r}"/>\n'
    # The arrow's head ends at the rim of the circle, not under it.
    share = max(0.0, 1 - radius / length)
    tip_x, tip_y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{tip_x:.1f}" y2="{tip_y:.1f}"/>\n'


def _circle(node: Node, at: Point, radius: float, looks: Looks) -> str:
    words = looks.label(node)
    label = words if len(words) <= MAX_LABEL else f"{words[: MAX_LABEL - 1]}…"
    x, y = at
    return (
        f"<g><title>{text(node.name)}</title>"
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill={attribute(looks.color(node))}/>'
        f'<text x="{x:.1f}" y="{y + radius + 14:.1f}">{text(label)}</text></g>\n'
    )
