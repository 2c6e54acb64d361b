"""A difference between two graphs as text that a reviewer reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET

from ..domain.graph import GraphView, Link, Node
from ..formats.terminal import one_line, shortened
from .changes import TYPE, Change, Changes, LinkChange, NodeChange, TypeChange
from .output import counted, painted

MAX_NAMED = 8
MAX_VALUE = 200
T = TypeVar("T", Node, NodeChange)
L = TypeVar("L", Link, LinkChange)
_SIGNS = {"+": "green", "-": "red", "~": "yellow"}


class Review:
    """Writes a difference: what came, what went, what changed, and in one line what only moved.

    Parameters
    ----------
    view_state
        Whether to tell where nodes were placed and the like (properties that begin with `_`) one
        by one.
    """

    def __init__(
        self, one: GraphView, other: GraphView, changes: Changes, *, view_state: bool = False
    ) -> None:
        self._changes = changes
        self._view_state = view_state
        self._nodes = {node.node_id: node for view in (one, other) for node in view.nodes}
        self._shared = _shared_names(one, other)

    def lines(self) -> Iterator[str]:
        """Yield the difference line by line; nothing where there is none."""
        changes = self._changes
        if not changes:
            return
        yield painted(f"{self._summary()}.", "bold")
        if changes.structure is not None:
            yield ""
            yield f"Structure: {changes.structure.old_value} → {changes.structure.new_value}"
        yield from _block("Types", self._types())
        yield from _block("Nodes", self._node_lines())
        yield from _block("Links", self._link_lines())
        yield from _block("View", self._view_lines())

    def _summary(self) -> str:
        changes = self._changes
        counts = {
            "node": (
                len(changes.nodes_added),
                len(changes.nodes_removed),
                sum(1 for change in changes.nodes_changed if self._told(change.changes)),
            ),
            "link": (
                len(changes.links_added),
                len(changes.links_removed),
                sum(1 for change in changes.links_changed if self._told(change.changes)),
            ),
            "type": tuple(map([_sign(each) for each in changes.types_changed].count, _SIGNS)),
        }
        parts = [
            f"{counted(number, noun)} {verb}"
            for noun, numbers in counts.items()
            for number, verb in zip(numbers, ("added", "removed", "changed"), strict=True)
            if number
        ]
        return ", ".join(parts) or "Only the view changed"

    def _types(self) -> Iterator[str]:
        for change in self._changes.types_changed:
            yield from self._type(change)

    def _type(self, change: TypeChange) -> Iterator[str]:
        sign = _sign(change)
        yield _signed(sign, one_line(change.blueprint_type_id))
        if sign == "~":
            yield from _detail(change.changes)
        elif sign == "+":
            yield from _detail(
                each for each in change.changes if each.new_value and each.property_id != TYPE
            )

    def _node_lines(self) -> Iterator[str]:
        for node in self._by_name(self._changes.nodes_removed):
            yield _signed("-", self._node(node))
        for node in self._by_name(self._changes.nodes_added):
            yield _signed("+", self._node(node))
            yield from _detail(self._told(_new(node.properties)))
        for change in self._by_name(self._changes.nodes_changed):
            told = self._told(change.changes)
            if told:
                yield _signed("~", self._node(self._nodes[change.node_id]))
                yield from _detail(told)

    def _link_lines(self) -> Iterator[str]:
        for link in self._by_ends(self._changes.links_removed):
            yield _signed("-", self._link(link.parent_id, link.child_id))
        for link in self._by_ends(self._changes.links_added):
            yield _signed("+", self._link(link.parent_id, link.child_id))
            yield from _detail(self._told(_new(link.properties)))
        for change in self._by_ends(self._changes.links_changed):
            told = self._told(change.changes)
            if told:
                yield _signed("~", self._link(change.parent_id, change.child_id))
                yield from _detail(told)

    def _view_lines(self) -> Iterator[str]:
        if self._view_state:
            return
        moved = [change for change in self._changes.nodes_changed if _only_view(change.changes)]
        if moved:
            names = ", ".join(self._name(change.node_id) for change in moved[:MAX_NAMED])
            more = f" and {len(moved) - MAX_NAMED:,} more" if len(moved) > MAX_NAMED else ""
            verb = "moved" if all(map(_moved, moved)) else "look otherwise or moved"
            yield _signed("~", f"{counted(len(moved), 'node')} {verb}: {names}{more}")

    def _by_name(self, items: list[T]) -> list[T]:
        return sorted(items, key=lambda item: self._name(item.node_id))

    def _by_ends(self, items: list[L]) -> list[L]:
        return sorted(items, key=lambda item: self._link(item.parent_id, item.child_id))

    def _told(self, changes: Iterable[Change]) -> list[Change]:
        return [each for each in changes if self._view_state or each.property_id[0] != "_"]

    def _node(self, node: Node) -> str:
        return f"{self._name(node.node_id)} ({one_line(node.blueprint_type_id)})"

    def _link(self, parent_id: str, child_id: str) -> str:
        return f"{self._name(parent_id)} → {self._name(child_id)}"

    def _name(self, node_id: str) -> str:
        node = self._nodes.get(node_id)
        name = one_line(node.name) if node is not None else ""
        if name and name not in self._shared:
            return name
        return f"{name} [{one_line(node_id)}]".strip()


def _sign(change: TypeChange) -> str:
    if all(each.old_value is UNSET for each in change.changes):
        return "+"
    return "-" if all(each.new_value is UNSET for each in change.changes) else "~"


def _shared_names(one: GraphView, other: GraphView) -> set[str]:
    """Return the names that several nodes bear: those are told apart by their ids."""
    ids: dict[str, set[str]] = {}
    for view in (one, other):
        for node in view.nodes:
            ids.setdefault(one_line(node.name), set()).add(node.node_id)
    return {name for name, bearers in ids.items() if len(bearers) > 1}


def _block(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield painted(title, "bold")
        yield from found


def _signed(sign: str, words: str) -> str:
    return painted(f"{sign} {words}", _SIGNS[sign])


def _new(properties: dict[str, Any]) -> list[Change]:
    return [Change(key, UNSET, properties[key]) for key in sorted(properties)]


def _detail(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        what = one_line(change.property_id)
        if change.old_value is UNSET:
            yield f"    {what}: {value(change.new_value)}"
        elif change.new_value is UNSET:
            yield f"    {what}: {value(change.old_value)} → (removed)"
        else:
            yield f"    {what}: {value(change.old_value)} → {value(change.new_value)}"


def value(found: Any) -> str:
    """Return a JSON value as JSON, so that text and number stay apart, in one bounded line."""
    return shortened(msgspec.json.encode(found).decode(), MAX_VALUE)


def _only_view(changes: list[Change]) -> bool:
    return all(each.property_id[0] == "_" for each in changes)


def _moved(change: NodeChange) -> bool:
    return all(each.property_id == "_position" for each in change.changes)
