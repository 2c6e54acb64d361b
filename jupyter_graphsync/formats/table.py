"""The first nodes of a graph as a table of plain text, for outputs that show nothing else."""

from __future__ import annotations

from collections import Counter

from ..domain.graph import GraphView
from .looks import value_text
from .svg import describe
from .terminal import aligned, one_line, shortened

MAX_ROWS = 20
MAX_PROPERTIES = 3
MAX_CELL = 24


def table(view: GraphView, *, title: str) -> str:
    """Return a heading, and up to 20 nodes in aligned columns: name, type, links, properties.

    The properties are the three that most of the nodes shown have.
    """
    lines = [f"{one_line(title)}: {one_line(describe(view))}"]
    if view.nodes:
        lines += aligned([[shortened(words, MAX_CELL) for words in row] for row in rows(view)])
    if len(view.nodes) > MAX_ROWS:
        lines.append(f"… and {len(view.nodes) - MAX_ROWS:,} more")
    return "\n".join(lines)


def rows(view: GraphView) -> list[list[str]]:
    """Return the head of that table, and a row for each node shown."""
    shown = view.nodes[:MAX_ROWS]
    links: Counter[str] = Counter()
    for link in view.links:
        links.update((link.parent_id, link.child_id))
    counted = Counter(key for node in shown for key in node.properties if key[0] != "_")
    properties = [key for key, _ in counted.most_common(MAX_PROPERTIES)]
    table = [["name", "type", "links", *properties]]
    for node in shown:
        values = [node.properties.get(key) for key in properties]
        cells = ["" if value is None else value_text(value) for value in values]
        table.append([node.name, node.blueprint_type_id, str(links[node.node_id]), *cells])
    return table
