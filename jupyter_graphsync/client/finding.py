"""Says of a node whether it is one that is looked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..domain.graph import Node
from ..domain.values import same


class Finder:
    """What is asked of a node: type, name and properties, by value or by a function of it."""

    def __init__(
        self,
        blueprint: str | None,
        name: str | Callable[[str], Any] | None,
        properties: Mapping[str, Any],
    ) -> None:
        self._blueprint = blueprint
        self._name = name
        self._properties = list(properties.items())

    def means(self, node: Node) -> bool:
        """Tell whether a node has all that is asked for."""
        if self._blueprint is not None and node.blueprint_type_id != self._blueprint:
            return False
        if self._name is not None and not _fits(self._name, node.name):
            return False
        known = node.properties
        return all(key in known and _fits(asked, known[key]) for key, asked in self._properties)


def _fits(asked: Any, value: Any) -> bool:
    return bool(asked(value)) if callable(asked) else same(asked, value)
