"""Properties as typed attributes, for formats in which an attribute is declared before it is used."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Literal

import msgspec

AttributeType = Literal["boolean", "long", "double", "string"]


class Attribute(msgspec.Struct, frozen=True):
    """One property of nodes or of links, under the id and name by which the file knows it."""

    key: str
    name: str
    property_id: str
    type: AttributeType


class Attributes:
    """The attributes of all nodes or all links.

    Parameters
    ----------
    prefix
        What the keys begin with.
    rows
        The properties of each node or link.
    reserved
        Names that the format uses itself; a property of that id is called `property:ID`.
    view_state
        Whether to include the properties whose id begins with `_`.
    """

    def __init__(
        self,
        prefix: str,
        rows: Iterable[dict[str, Any]],
        *,
        reserved: Collection[str],
        view_state: bool,
    ) -> None:
        kinds: dict[str, set[type]] = {}
        for properties in rows:
            for property_id, value in properties.items():
                if view_state or property_id[0] != "_":
                    kinds.setdefault(property_id, set()).add(type(value))
        self._all = [
            Attribute(
                f"{prefix}{index}",
                free_name(property_id, reserved),
                property_id,
                _type_of(kinds[property_id] - {type(None)}),
            )
            for index, property_id in enumerate(sorted(kinds))
        ]

    def __iter__(self) -> Iterator[Attribute]:
        return iter(self._all)

    def texts(self, properties: dict[str, Any]) -> Iterator[tuple[Attribute, str]]:
        """Yield what a node or link has, as text; `null` is left out, as these formats lack it."""
        for attribute in self._all:
            value = properties.get(attribute.property_id)
            if value is not None:
                yield attribute, text_of(value)


def free_name(property_id: str, reserved: Collection[str]) -> str:
    """Return a property's id, or `property:ID` where the format needs that name itself."""
    return f"property:{property_id}" if property_id in reserved else property_id


def text_of(value: Any) -> str:
    """Return a JSON value as text: a string as it is, everything else as JSON."""
    if isinstance(value, str):
        return value
    return msgspec.json.encode(value, order="sorted").decode()


def _type_of(kinds: set[type]) -> AttributeType:
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "long"
    if kinds and kinds <= {int, float}:
        return "double"
    return "string"
