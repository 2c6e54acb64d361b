"""The properties of a node, as a dictionary that changes the node when it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from .live_node import LiveNode


class Properties(dict[str, Any]):
    """The properties of a node at the moment of asking.

    It is a copy: what others change later does not show in it. Setting and deleting a key is a
    command, as on the node itself, and `update` is one command; what is inside a value belongs to
    the copy alone, so a list is changed by setting it anew.
    """

    # Made by `properties_of`: an `__init__` of its own would take longer than all the rest.
    __slots__ = ("_node",)
    _node: LiveNode

    def __setitem__(self, property_id: str, value: Any) -> None:
        self._node[property_id] = value
        super().__setitem__(property_id, value)

    def __delitem__(self, property_id: str) -> None:
        del self._node[property_id]
        super().pop(property_id, None)

    def update(self, *values: Any, **more: Any) -> None:
        """Set several properties in one step of undo."""
        given = dict(*values, **more)
        self._node.update(given)
        super().update(given)

    def __ior__(self, values: Any) -> Properties:  # type: ignore[override,misc]
        self.update(values)
        return self

    def setdefault(self, property_id: str, default: Any = None) -> Any:
        """Return a property, after setting it where there is none."""
        if property_id not in self:
            self[property_id] = default
        return self[property_id]

    def pop(self, property_id: str, *default: Any) -> Any:
        """Delete a property and return what it was."""
        if property_id not in self and default:
            return default[0]
        value = self[property_id]
        del self[property_id]
        return value

    def clear(self) -> NoReturn:
        """Is not offered: it would take what others see of the node, its place included."""
        raise TypeError("properties are deleted one by one: del node['x']")

    def popitem(self) -> NoReturn:
        """Is not offered: properties have no order that says which one it would be."""
        raise TypeError("properties are deleted by their ids: del node['x']")

    def copy(self) -> dict[str, Any]:
        """Return a plain dictionary, which changes nothing."""
        return dict(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)


def properties_of(node: LiveNode, values: dict[str, Any]) -> Properties:
    """Return the properties of a node."""
    properties = Properties(values)
    properties._node = node
    for key, value in values.items():
        if type(value) is list or type(value) is dict:
            dict.__setitem__(properties, key, own(value))
    return properties


def own(value: Any) -> Any:
    """Return a JSON value that can be changed without changing the graph's."""
    if type(value) is dict:
        return {key: own(part) for key, part in value.items()}
    if type(value) is list:
        return [own(part) for part in value]
    return value
