"""What JSON may hold here, beyond what its grammar says."""

from __future__ import annotations

from typing import Any

from ..domain.errors import BadRequest

MAX_INTEGER = 2**53 - 1


def check_json(value: Any, max_depth: int) -> None:
    """Refuse what not every client could take: deep nesting, large integers, NUL in strings."""
    todo = [(value, 1)]
    while todo:
        part, depth = todo.pop()
        if isinstance(part, str):
            _check_string(part)
        elif isinstance(part, int):
            _check_integer(part)
        elif isinstance(part, list | dict):
            if depth > max_depth:
                raise BadRequest("too-deep", f"nested deeper than {max_depth} levels")
            if isinstance(part, dict):
                for key in part:
                    _check_string(key)
                part = list(part.values())
            todo.extend((item, depth + 1) for item in part)


def _check_string(value: str) -> None:
    if "\0" in value:
        raise BadRequest("bad-string", f"NUL in the string {value[:64]!r}")


def _check_integer(value: int) -> None:
    if abs(value) > MAX_INTEGER:
        raise BadRequest(
            "int-out-of-range", "an integer beyond 2^53 - 1, which browsers cannot hold"
        )
