"""How nodes look in a picture: as on the live canvas, by their type or by chosen properties."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import UNSET

from ..domain.commands.checks import is_color
from ..domain.graph import GraphView, Node
from .palette import Palette, sequential

SMALLEST, LARGEST = 5.0, 16.0
"""Radii in pixels."""
WITHOUT_VALUE = "#8a919a"
MAX_VALUE_TEXT = 60


class Mapping(msgspec.Struct, frozen=True, kw_only=True):
    """The properties that decide on colour, size and label; type, links and name where `None`."""

    color_by: str | None = None
    size_by: str | None = None
    label_by: str | None = None


class Looks:
    """Decides on the colour, the size and the label of a graph's nodes."""

    def __init__(self, view: GraphView, mapping: Mapping) -> None:
        self._mapping = mapping
        self._styles = {found.blueprint_type_id: found.style for found in view.blueprint_types}
        self._palette = Palette()
        self._colors = _Numbers(_values(view.nodes, mapping.color_by))
        self._sizes = _Numbers(_values(view.nodes, mapping.size_by))
        self._link_counts: dict[str, int] = {}
        for link in view.links:
            for node_id in (link.parent_id, link.child_id):
                self._link_counts[node_id] = self._link_counts.get(node_id, 0) + 1
        # A palette depends on the order in which it is asked: the graph's own, as on the canvas.
        self._color = {node.node_id: self._choose_color(node) for node in view.nodes}

    def color(self, node: Node) -> str:
        """Return the colour: by the chosen property, else the node's own, else its type's."""
        return self._color[node.node_id]

    def radius(self, node: Node) -> float:
        """Return the radius; the area grows with the value, or with the number of links."""
        if self._mapping.size_by is None:
            links = self._link_counts.get(node.node_id, 0)
            return min(LARGEST, SMALLEST + 2 * math.sqrt(links))
        share = self._sizes.share(node.properties.get(self._mapping.size_by)) or 0.0
        return math.sqrt(SMALLEST**2 + share * (LARGEST**2 - SMALLEST**2))

    def label(self, node: Node) -> str:
        """Return the label: a property's value where one is chosen and there is one, or the name."""
        style = self._styles.get(node.blueprint_type_id)
        typed = UNSET if style is None else style.label_property
        chosen = self._mapping.label_by or (None if typed is UNSET else typed)
        value = None if chosen is None else node.properties.get(chosen)
        return node.name if value is None else value_text(value)

    def _choose_color(self, node: Node) -> str:
        if self._mapping.color_by is not None:
            return self._value_color(node.properties.get(self._mapping.color_by))
        style = self._styles.get(node.blueprint_type_id)
        told = (node.properties.get("_color"), UNSET if style is None else style.color)
        color = next((str(found) for found in told if is_color(found)), None)
        return color or self._palette.color_of(node.blueprint_type_id)

    def _value_color(self, value: Any) -> str:
        if value is None:
            return WITHOUT_VALUE
        share = self._colors.share(value)
        return self._palette.color_of(value_text(value)) if share is None else sequential(share)


def value_text(value: Any) -> str:
    """Return a JSON value as people read it, in one line of at most 60 letters."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    text = " ".join(text.split())
    return text if len(text) <= MAX_VALUE_TEXT else f"{text[: MAX_VALUE_TEXT - 1]}…"


class _Numbers:
    """The range of a property whose values are numbers and nothing else."""

    def __init__(self, values: Iterable[Any]) -> None:
        found = list(values)
        self._is_numeric = bool(found) and all(map(_is_number, found))
        self._least = min(found) if self._is_numeric else 0
        self._most = max(found) if self._is_numeric else 0

    def share(self, value: Any) -> float | None:
        """Return how far along the range a value is, 0 to 1; `None` where nothing is to be said."""
        if not self._is_numeric or not _is_number(value):
            return None
        width = self._most - self._least
        return float((value - self._least) / width) if width > 0 else 0.5


def _values(nodes: Iterable[Node], property_id: str | None) -> Iterable[Any]:
    if property_id is None:
        return []
    found = (node.properties.get(property_id) for node in nodes)
    return [value for value in found if value is not None]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
