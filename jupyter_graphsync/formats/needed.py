"""Libraries that only some people have."""

from __future__ import annotations

import importlib
from typing import Any


def needed(name: str) -> Any:
    """Return a module.

    Raises
    ------
    ImportError
        It is not installed; the message says how to get it.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ImportError(
            f"{name} is not installed; `pip install {name}` in this environment", name=name
        ) from error
