"""The first nodes of a graph as a table of plain text, for outputs that show nothing else."""

from __future__ import annotations

import unicodedata
from collections import Counter

from ..domain.graph import GraphView
from .looks import value_text
from .svg import describe

MAX_ROWS = 20
MAX_PROPERTIES = 3
MAX_CELL = 24


def table(view: GraphView, *, title: str) -> str:
    """Return a heading, and up to 20 nodes in aligned columns: name, type, links, properties.

    The properties are the three that most of the nodes shown have.
    """
    lines = [f"{_line(title)}: {describe(view)}"]
    lines += _aligned(rows(view)) if view.nodes else []
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


def _aligned(table: list[list[str]]) -> list[str]:
    cells = [[_cell(words) for words in row] for row in table]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            words + " " * (width - _width(words)) for words, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in cells
    ]


def _cell(words: str) -> str:
    line = _line(words)
    return line if len(line) <= MAX_CELL else f"{line[: MAX_CELL - 1]}…"


def _line(words: str) -> str:
    """Return what is printable, in one line: control characters would steer a terminal."""
    joined = " ".join(words.split())
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in joined)


def _width(words: str) -> int:
    """Return how many columns the words take; letters of East Asia take two."""
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in words
    )
