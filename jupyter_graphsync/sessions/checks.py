"""What is refused of a request before anybody looks at the graph."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import UNSET

from ..domain.commands.checks import check_color
from ..domain.errors import BadRequest, Unprocessable
from ..protocol import Presence

MAX_SELECTED = 10_000
MAX_PRESENCE_NAME = 256
MAX_PRESENCE_ID = 256


def check_command_id(command_id: str) -> None:
    """Refuse a command id that is empty or too long to keep."""
    if not 0 < len(command_id.encode()) <= 128:
        raise BadRequest(
            "bad-value", "a command_id is a UUID: 1 to 128 bytes of text", field="command_id"
        )


def check_presence(presence: Presence) -> None:
    """Refuse what nobody could draw."""
    if presence.name is not UNSET and len(presence.name.encode()) > MAX_PRESENCE_NAME:
        raise Unprocessable(
            "too-long", f"a name takes at most {MAX_PRESENCE_NAME} bytes", field="name"
        )
    if presence.color is not UNSET:
        check_color("color", presence.color)
    if presence.pointer not in (UNSET, None):
        _check_point("pointer", presence.pointer)
    if presence.editing not in (UNSET, None):
        _check_ids("editing", [presence.editing])
    if presence.selection is not UNSET:
        _check_ids("selection", presence.selection)
    if presence.dragging not in (UNSET, None):
        _check_ids("dragging", presence.dragging)
        for point in presence.dragging.values():
            _check_point("dragging", point)


def _check_ids(field: str, ids: Collection[str]) -> None:
    if len(ids) > MAX_SELECTED:
        raise Unprocessable("too-many", f"{field} names more than {MAX_SELECTED} nodes")
    if any(len(node_id) > MAX_PRESENCE_ID for node_id in ids):
        raise Unprocessable(
            "too-long", f"{field} names a node by more than {MAX_PRESENCE_ID} characters"
        )


def _check_point(field: str, point: list[float]) -> None:
    if len(point) != 2:
        raise BadRequest("bad-value", f"in {field}, a point is [x, y]", field=field)
