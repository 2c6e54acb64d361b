"""What changed between two moments, as people read it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import islice
from typing import Any

import msgspec
from msgspec import UNSET

from ..domain.commits import Position
from ..domain.graph import Link, Node
from ..formats.cell_html import table_html
from ..formats.looks import value_text
from ..formats.terminal import counted, one_line, shortened

MAX_ROWS = 20
MAX_NAME = 40

_LISTS = [
    (f"{what}s_{verb}", what, verb)
    for what, verb in (
        ("node", "added"),
        ("node", "removed"),
        ("node", "changed"),
        ("link", "added"),
        ("link", "removed"),
        ("link", "changed"),
        ("type", "changed"),
    )
]

Row = tuple[str, str, str]
"""A sign, what it is about, and how that changed."""


class PropertyChange(msgspec.Struct, frozen=True):
    """A property that changed; `UNSET` where there was or is none. A rename is that of `name`."""

    property_id: str
    old_value: Any = UNSET
    new_value: Any = UNSET


class NodeChange(msgspec.Struct, frozen=True):
    """A node that is there at both moments, and how it changed; `name` is the newer one."""

    node_id: str
    name: str
    changes: list[PropertyChange]


class LinkChange(msgspec.Struct, frozen=True):
    """A link that is there at both moments, and how it changed."""

    parent_id: str
    child_id: str
    changes: list[PropertyChange]


class GraphDiff(msgspec.Struct, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """What changed from one moment to another; false where nothing did.

    Attributes
    ----------
    start, end
        The two moments.
    names
        What the ends of links are called, for those that are there now or in the lists.
    """

    start: Position
    end: Position
    nodes_added: list[Node]
    nodes_removed: list[Node]
    nodes_changed: list[NodeChange]
    links_added: list[Link]
    links_removed: list[Link]
    links_changed: list[LinkChange]
    types_changed: list[str]
    names: dict[str, str] = {}

    def summary(self) -> str:
        """Return how many of what changed, in words."""
        parts = [
            f"{counted(len(found), what)} {verb}"
            for field, what, verb in _LISTS
            if (found := getattr(self, field))
        ]
        return ", ".join(parts) or "no difference"

    def rows(self) -> Iterator[Row]:
        """Yield each difference; nodes that only look otherwise are one row, the last."""
        for node in self.nodes_removed:
            yield "-", f"{node.name} ({node.blueprint_type_id})", ""
        for node in self.nodes_added:
            yield "+", f"{node.name} ({node.blueprint_type_id})", ""
        for changed in self.nodes_changed:
            if told := _told(changed.changes):
                yield "~", changed.name, told
        for type_id in self.types_changed:
            yield "~", f"type {type_id}", ""
        for link in self.links_removed:
            yield "-", self._link(link), ""
        for link in self.links_added:
            yield "+", self._link(link), ""
        for found in self.links_changed:
            yield "~", self._link(found), _told(found.changes)
        moved = sum(not _told(changed.changes) for changed in self.nodes_changed)
        if moved:
            yield "~", f"{counted(moved, 'node')} moved or look otherwise", ""

    def _link(self, link: Link | LinkChange) -> str:
        ends = (self.names.get(node_id, node_id) for node_id in (link.parent_id, link.child_id))
        return " → ".join(ends)

    def _shown(self) -> tuple[list[Row], str]:
        """Return the first rows, and how many more there are, in words."""
        rows = self.rows()
        shown = list(islice(rows, MAX_ROWS))
        left = sum(1 for _ in rows)
        return shown, f"… and {left:,} more" if left else ""

    def __bool__(self) -> bool:
        return any(getattr(self, field) for field, _, _ in _LISTS)

    def __repr__(self) -> str:
        shown, more = self._shown()
        lines = [f"<{type(self).__name__} {self.start.seq} → {self.end.seq}: {self.summary()}>"]
        for sign, what, how in shown:
            words = [shortened(what, 2 * MAX_NAME), *filter(None, [one_line(how)])]
            lines.append(f"  {sign} {': '.join(words)}")
        return "\n".join([*lines, f"  {more}"] if more else lines)

    def _repr_html_(self) -> str:
        shown, more = self._shown()
        heading = f"<b>{self.start.seq} → {self.end.seq}</b>: {escape(self.summary())}"
        table = table_html(["", "what", "how"], [list(row) for row in shown]) if shown else ""
        return f"<div><p>{heading}</p>{table}{f'<p>{more}</p>' if more else ''}</div>"


def _told(changes: list[PropertyChange]) -> str:
    return "; ".join(_one(change) for change in changes if change.property_id[:1] != "_")


def _one(change: PropertyChange) -> str:
    what = shortened(change.property_id, MAX_NAME)
    if change.old_value is UNSET:
        return f"{what} {value_text(change.new_value)}"
    after = "(removed)" if change.new_value is UNSET else value_text(change.new_value)
    return f"{what} {value_text(change.old_value)} → {after}"
