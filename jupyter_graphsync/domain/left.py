"""What a commit left behind, for when the history no longer knows what was changed since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import UNSET

from .events import (
    NAME,
    BlueprintDefined,
    Cell,
    GraphEvent,
    LinkPropertyChanged,
    LinkPropertyDeleted,
    NodeCreated,
    NodeDeleted,
    NodeLinked,
    NodeUnlinked,
    PropertyChanged,
    PropertyDeleted,
)
from .graph import Graph
from .values import same

_ABSENT: Any = object()


class LeftBehind:
    """The content that the cells of a commit had right after it.

    Parameters
    ----------
    events
        What the commit did.
    """

    def __init__(self, events: Iterable[GraphEvent]) -> None:
        self._values: dict[Cell, Any] = {}
        for event in events:
            self._note(event)

    def stands(self, graph: Graph, cell: Cell) -> bool:
        """Tell whether a cell is still as the commit left it.

        A node or link that the commit made is compared with all its properties. A cell that the
        commit did not touch is unknown, and does not stand.
        """
        return cell in self._values and same(self._values[cell], _content(graph, cell))

    def _note(self, event: GraphEvent) -> None:
        values, cell = self._values, event.cell
        match event:
            case NodeCreated(name=name, properties=properties):
                values[cell] = {NAME: name, **({} if properties is UNSET else properties)}
            case NodeLinked(properties=properties):
                values[cell] = {} if properties is UNSET else {**properties}
            case NodeDeleted() | NodeUnlinked():
                values[cell] = _ABSENT
            case (
                PropertyChanged(property_id=property_id, new_value=value)
                | LinkPropertyChanged(property_id=property_id, new_value=value)
            ):
                values[cell] = value
                self._whole_of(cell)[property_id] = value
            case (
                PropertyDeleted(property_id=property_id)
                | LinkPropertyDeleted(property_id=property_id)
            ):
                values[cell] = _ABSENT
                self._whole_of(cell).pop(property_id, None)
            case BlueprintDefined(blueprint_type=blueprint_type):
                values[cell] = blueprint_type

    def _whole_of(self, cell: Cell) -> dict[str, Any]:
        found = self._values.get(cell[:-1])
        return found if isinstance(found, dict) else {}


def _content(graph: Graph, cell: Cell) -> Any:
    match cell:
        case ("", blueprint_type_id):
            return graph.blueprint_types.get(blueprint_type_id, _ABSENT)
        case ("", parent_id, child_id, *part):
            if not graph.has_link(parent_id, child_id):
                return _ABSENT
            properties = graph.link(parent_id, child_id).properties
            return properties.get(part[0], _ABSENT) if part else properties
        case (node_id, *part):
            node = graph.nodes.get(node_id)
            if node is None:
                return _ABSENT
            content = {NAME: node.name, **node.properties}
            return content.get(part[0], _ABSENT) if part else content
    raise AssertionError(f"no cell: {cell!r}")
