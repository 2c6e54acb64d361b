"""Takes the nodes and links of other libraries in, and notes what a graph here cannot hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from datetime import date, time, timedelta
from enum import Enum
from typing import Any

import msgspec

from ..domain.blueprints import BlueprintType
from ..domain.errors import BadRequest, Unprocessable
from ..domain.events import NAME
from ..domain.graph import Graph, GraphView, Link, Node, StructureName
from ..domain.plain import plain
from ..domain.structure import check_structure

TYPE = "blueprint_type_id"
EDGES = "edges"
"""The property that holds the attributes of each of several edges between the same two nodes."""
_OWN = "property:"


class Intake:
    """Nodes and links, as they come.

    Parameters
    ----------
    blueprint_type_id
        The type of nodes that name none.

    Attributes
    ----------
    notes
        What was changed or left out, and how often.
    """

    def __init__(self, blueprint_type_id: str = "node") -> None:
        self.notes: Counter[str] = Counter()
        self._type_id = blueprint_type_id
        self._keys: dict[str, Hashable] = {}
        self._nodes: dict[str, Node] = {}
        self._links: dict[tuple[str, str], Link] = {}

    def node(self, key: Hashable, attributes: Mapping[Any, Any]) -> str:
        """Take a node in; return its id. Its name is the attribute `name`, else `label`, else the id.

        Raises
        ------
        ValueError
            Another node would have the same id.
        BadRequest
            An attribute's value has no form in JSON.
        """
        node_id = key if isinstance(key, str) else str(key)
        known = self._keys.setdefault(node_id, key)
        if known != key or node_id in self._nodes:
            raise ValueError(
                f"the nodes {known!r} and {key!r} would both have the id {node_id!r}; relabel one"
            )
        found = self._properties(attributes, f"node {key!r}")
        name = found.pop(NAME, None)
        if name is None:
            name = found.pop("label") if isinstance(found.get("label"), str) else node_id
        type_id = found.pop(TYPE, None)
        self._nodes[node_id] = Node(
            node_id,
            name if isinstance(name, str) else str(name),
            self._type_id if type_id is None else str(type_id),
            {_own(key): value for key, value in found.items()},
        )
        return node_id

    def id_of(self, key: Hashable) -> str:
        """Return the id of a node that was taken in; one that was not is taken in without attributes."""
        node_id = key if isinstance(key, str) else str(key)
        return node_id if node_id in self._nodes else self.node(key, {})

    def link(self, parent: Hashable, child: Hashable, attributes: Mapping[Any, Any]) -> None:
        """Take a link in; several between the same two nodes become one, with a list of `edges`."""
        ends = self.id_of(parent), self.id_of(child)
        found = self._properties(attributes, f"link {parent!r} to {child!r}")
        properties = {_own(key): value for key, value in found.items()}
        known = self._links.get(ends)
        if known is None:
            self._links[ends] = Link(*ends, properties)
            return
        self.notes["parallel edges became one link, whose property 'edges' has them all"] += 1
        first = {key: value for key, value in known.properties.items() if key != EDGES}
        edges = [*known.properties.get(EDGES, [first]), properties]
        self._links[ends] = Link(*ends, {**first, EDGES: edges})

    def view(
        self,
        structure: StructureName | None = None,
        *,
        blueprint_types: list[BlueprintType] | None = None,
    ) -> GraphView:
        """Return the graph; where no structure is named, a `dag` if it is one, else a `graph`."""
        view = GraphView(
            structure=structure or "dag",
            strict_blueprints=False,
            nodes=list(self._nodes.values()),
            links=list(self._links.values()),
            blueprint_types=blueprint_types or [],
        )
        if structure is None:
            try:
                check_structure(Graph.from_view(view))
            except Unprocessable:
                return msgspec.structs.replace(view, structure="graph")
        return view

    def told(self) -> str:
        """Return the notes as a sentence; empty where all was taken as it is."""
        return "; ".join(f"{count} {what}" for what, count in self.notes.items())

    def _properties(self, attributes: Mapping[Any, Any], where: str) -> dict[str, Any]:
        found = {}
        for key, value in attributes.items():
            if is_missing(value):
                self.notes["missing values (NaN) were left out"] += 1
                continue
            try:
                found[str(key)] = plain(_as_text(value))
            except BadRequest as error:
                raise BadRequest(
                    error.code, f"{where}, attribute {key!r}: {error.message}"
                ) from None
        return found


def _own(property_id: str) -> str:
    """Return a property's id without what formats put before one whose name they use themselves."""
    return property_id.removeprefix(_OWN)


def is_missing(value: Any) -> bool:
    """Tell whether a value stands for one that is not there, as numpy and pandas write it."""
    # NaN, and pandas' NaT, are not what they are; pandas' NA does not say so.
    if type(value).__name__ == "NAType":
        return True
    return isinstance(value, float | date) and value != value


def _as_text(value: Any) -> Any:
    if isinstance(value, Enum):
        return _as_text(value.value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return value
