"""The kinds of values that a widget's traits have, and what they refuse."""

from __future__ import annotations

from typing import Any

import traitlets

LAYOUTS = ("layered", "tree", "tree-right", "radial", "force", "circle", "new")
"""The arrangements that the front end makes, by its own names."""


class PropertyId(traitlets.Unicode[Any, Any]):
    """The id of a property, or `None`."""

    info_text = "the id of a property, or None"

    def __init__(self) -> None:
        super().__init__(default_value=None, allow_none=True)

    def validate(self, obj: Any, value: Any) -> Any:
        """Return the id; `TraitError` where it is none."""
        if value == "":
            self.error(obj, value)
        return super().validate(obj, value)
