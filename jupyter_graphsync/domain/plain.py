"""Brings what people write in Python to what JSON can hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any

from .errors import BadRequest


def plain(value: Any) -> Any:
    """Return `value` made of dict, list, str, int, float, bool and None.

    Numbers of numpy and the like become Python's; tuples become lists.

    Raises
    ------
    BadRequest
        `bad-number` for NaN and infinity, which JSON has no word for; `wrong-type` for the rest.
    """
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return _finite(float(value))
    if isinstance(value, Mapping):
        return {_key(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    # A scalar of numpy's own kinds of bool, and arrays, say themselves what they are.
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    raise BadRequest(
        "wrong-type",
        f"{value!r:.80} is a {type(value).__name__}, and properties hold what JSON holds: "
        "None, bool, int, float, str, list, dict",
    )


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise BadRequest("bad-number", f"{number} has no form in JSON; use None or leave it out")
    return number


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise BadRequest("wrong-type", f"property ids are str, and {key!r:.80} is not")
    return key
