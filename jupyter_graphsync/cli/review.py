"""A difference between two graphs as text that a reviewer reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ..domain.graph import GraphView
from ..formats.terminal import one_line, shortened
from .output import counted, painted

MAX_NAMED = 8
MAX_VALUE = 200
_SIGNS = {"+": "green", "-": "red", "~": "yellow"}
_VERBS = ("added", "removed", "changed")

Item = dict[str, Any]
"""A node, a link, or what is different about one, as JSON values."""


class Review:
    """Writes a difference: what came, what went, what changed, and in one line what only moved.

    Parameters
    ----------
    changes
        What `domain.changes.changes_between` tells of `one` and `other`.
    view_state
        Whether to tell where nodes were placed and the like (properties that begin with `_`) one
        by one.
    """

    def __init__(
        self, one: GraphView, other: GraphView, changes: Item, *, view_state: bool = False
    ) -> None:
        self._changes = changes
        self._view_state = view_state
        self._structures = (one.structure, other.structure)
        self._types = [_types_of(view) for view in (one, other)]
        self._nodes = {node.node_id: node for view in (one, other) for node in view.nodes}
        self._shared = _shared_names(one, other)

    def lines(self) -> Iterator[str]:
        """Yield the difference line by line; nothing where there is none."""
        before, after = self._structures
        if before == after and not any(self._changes.values()):
            return
        yield painted(f"{self._summary()}.", "bold")
        if before != after:
            yield ""
            yield f"Structure: {before} → {after}"
        yield from _block("Types", self._type_lines())
        yield from _block("Nodes", self._lines_of("nodes"))
        yield from _block("Links", self._lines_of("links"))
        yield from _block("View", self._view_lines())

    def _summary(self) -> str:
        signs = [self._sign_of_type(type_id) for type_id in self._changes["types_changed"]]
        counts = {
            "node": [len(self._items("nodes", verb)) for verb in _VERBS],
            "link": [len(self._items("links", verb)) for verb in _VERBS],
            "type": [signs.count(sign) for sign in _SIGNS],
        }
        parts = [
            f"{counted(number, noun)} {verb}"
            for noun, numbers in counts.items()
            for number, verb in zip(numbers, _VERBS, strict=True)
            if number
        ]
        if self._structures[0] != self._structures[1]:
            parts.append("another structure")
        return ", ".join(parts) or "Only the view changed"

    def _items(self, what: str, verb: str) -> list[Item]:
        """Return items by what they are called; of changed ones those of which there is to tell."""
        items: list[Item] = self._changes[f"{what}_{verb}"]
        if verb == "changed":
            items = [item for item in items if self._told(item["changes"])]
        return sorted(items, key=self._title)

    def _type_lines(self) -> Iterator[str]:
        before, after = self._types
        for type_id in self._changes["types_changed"]:
            sign = self._sign_of_type(type_id)
            yield _signed(sign, one_line(type_id))
            if sign == "+":
                yield from _values(after[type_id])
            elif sign == "~":
                yield from _detail(_between(before[type_id], after[type_id]))

    def _sign_of_type(self, type_id: str) -> str:
        before, after = self._types
        return "+" if type_id not in before else "-" if type_id not in after else "~"

    def _lines_of(self, what: str) -> Iterator[str]:
        for item in self._items(what, "removed"):
            yield _signed("-", self._title(item))
        for item in self._items(what, "added"):
            yield _signed("+", self._title(item))
            yield from _values(item["properties"], view_state=self._view_state)
        for item in self._items(what, "changed"):
            yield _signed("~", self._title(item))
            yield from _detail(self._told(item["changes"]))

    def _view_lines(self) -> Iterator[str]:
        moved = [item for item in self._changes["nodes_changed"] if not self._told(item["changes"])]
        if moved:
            names = ", ".join(self._name(item["node_id"]) for item in moved[:MAX_NAMED])
            more = f" and {len(moved) - MAX_NAMED:,} more" if len(moved) > MAX_NAMED else ""
            verb = "moved" if all(map(_only_moved, moved)) else "moved or look otherwise"
            yield _signed("~", f"{counted(len(moved), 'node')} {verb}: {names}{more}")

    def _told(self, changes: Iterable[Item]) -> list[Item]:
        return [each for each in changes if self._view_state or each["property_id"][0] != "_"]

    def _title(self, item: Item) -> str:
        if "node_id" not in item:
            return f"{self._name(item['parent_id'])} → {self._name(item['child_id'])}"
        node = self._nodes[item["node_id"]]
        type_id = item.get("blueprint_type_id", node.blueprint_type_id)
        return f"{self._name(item['node_id'])} ({one_line(type_id)})"

    def _name(self, node_id: str) -> str:
        node = self._nodes.get(node_id)
        name = one_line(node.name) if node is not None else ""
        if name and name not in self._shared:
            return name
        return f"{name} [{one_line(node_id)}]".strip()


def value(found: Any) -> str:
    """Return a JSON value as JSON, so that text and number stay apart, in one bounded line."""
    return shortened(msgspec.json.encode(found).decode(), MAX_VALUE)


def _types_of(view: GraphView) -> dict[str, Item]:
    types: list[Item] = msgspec.to_builtins(view.blueprint_types)
    return {found.pop("blueprint_type_id"): found for found in types}


def _shared_names(one: GraphView, other: GraphView) -> set[str]:
    """Return the names that several nodes bear: those are told apart by their ids."""
    ids: dict[str, set[str]] = {}
    for view in (one, other):
        for node in view.nodes:
            ids.setdefault(one_line(node.name), set()).add(node.node_id)
    return {name for name, bearers in ids.items() if len(bearers) > 1}


def _between(before: Item, after: Item) -> list[Item]:
    return [
        {"property_id": key, "old_value": before.get(key), "new_value": after.get(key)}
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    ]


def _block(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield painted(title, "bold")
        yield from found


def _signed(sign: str, words: str) -> str:
    return painted(f"{sign} {words}", _SIGNS[sign])


def _values(properties: Item, *, view_state: bool = False) -> Iterator[str]:
    for key in sorted(properties):
        found = properties[key]
        if (view_state or key[0] != "_") and found not in ({}, None):
            yield f"    {one_line(key)}: {value(found)}"


def _detail(changes: Iterable[Item]) -> Iterator[str]:
    for change in changes:
        what = one_line(change["property_id"])
        if "old_value" not in change:
            yield f"    {what}: {value(change['new_value'])}"
        elif "new_value" not in change:
            yield f"    {what}: {value(change['old_value'])} → (removed)"
        else:
            yield f"    {what}: {value(change['old_value'])} → {value(change['new_value'])}"


def _only_moved(item: Item) -> bool:
    return all(each["property_id"] == "_position" for each in item["changes"])
