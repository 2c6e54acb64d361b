"""The one decoder of JSON from outside, for REST and WebSocket alike.

Stricter than RFC 8259 asks: what some client could not read back is refused before it reaches a
graph, since one such value in a room would break every browser in it.
"""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar

import msgspec

from .domain.errors import BadRequest

T = TypeVar("T")

MAX_INTEGER = 2**53 - 1
"""The largest integer that JavaScript keeps exactly (RFC 8259, section 6)."""

MAX_REPEATED = 64
"""So many characters of what a sender wrote stand in the answer to it."""

_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_UNFINISHED = re.compile(rb'".*', re.DOTALL)
_NOT_A_NUMBER = re.compile(rb"NaN|Infinity")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_FIELD = re.compile(r"field `([^`]*)`(?: - at `\$\.?([^`]*)`)?")
_PLACE = re.compile(r" - at `\$\.?([^`]*)`")


def read_json(text: bytes, *, max_depth: int) -> Any:
    """Decode JSON text from outside, and refuse what not everybody could take.

    Raises
    ------
    BadRequest
        `bad-json`, `bad-number` (NaN, Infinity, beyond a double), `int-out-of-range` (beyond
        ±(2^53 - 1)), `bad-string` (not UTF-8, half a surrogate pair, NUL), `too-deep`,
        `duplicate-key`.
    """
    value = _parse(text, max_depth)
    keys = _check(value, max_depth)
    # A key that stands twice is lost in the decoded value, but not its colon in the text.
    if keys and keys != _STRINGS.sub(b"", text).count(b":"):
        raise BadRequest("duplicate-key", "an object in the JSON has the same key twice")
    return value


def check_value(value: Any, *, max_depth: int) -> None:
    """Refuse a value, made in Python, that would not be the same at the other end of the wire.

    Raises
    ------
    BadRequest
        As of `read_json`; `bad-value` also where JSON has no such thing.
    """
    try:
        plain = msgspec.to_builtins(value)
        text = msgspec.json.encode(plain)
    except (TypeError, ValueError, RecursionError) as error:
        raise BadRequest("bad-value", f"this cannot be written as JSON: {error}") from None
    if read_json(text, max_depth=max_depth) != plain:
        raise BadRequest("bad-number", "JSON has no NaN and no Infinity; give null or text")


def decode_as(decoder: msgspec.json.Decoder[T], text: bytes) -> T:
    """Decode text that `read_json` accepted to its type.

    Raises
    ------
    BadRequest
        `missing-field`, `unknown-field`, `wrong-type`, `not-an-object` or `bad-value`, with the
        name of the field.
    """
    try:
        return decoder.decode(text)
    except msgspec.ValidationError as error:
        raise refusal(error) from error


def refusal(error: msgspec.ValidationError) -> BadRequest:
    """Turn a failed typed decode into the error that a sender is told."""
    text = str(error)
    field = _FIELD.search(text)
    if field:
        name = ".".join(filter(None, (field[2], field[1])))[-MAX_REPEATED:]
        if text.startswith("Object missing"):
            return BadRequest("missing-field", f"the field {name!r} is missing", field=name)
        return BadRequest("unknown-field", f"there is no field {name!r} here", field=name)
    place = _PLACE.search(text)
    what = _lower(_PLACE.sub("", text).replace("`", ""))[: 2 * MAX_REPEATED]
    if place is None and what.startswith("expected object"):
        return BadRequest("not-an-object", f"{what}; send one JSON object")
    code = "wrong-type" if what.startswith("expected") else "bad-value"
    where = place[1][-MAX_REPEATED:] if place else ""
    return BadRequest(code, f"{where or 'the message'}: {what}", field=where)


def _parse(text: bytes, max_depth: int) -> Any:
    try:
        return msgspec.json.decode(text)
    except UnicodeDecodeError:
        raise BadRequest("bad-string", "the text is not UTF-8") from None
    except RecursionError:
        raise _too_deep(max_depth) from None
    except msgspec.ValidationError as error:
        code = "int-out-of-range" if "Integer" in str(error) else "bad-number"
        raise BadRequest(code, f"a number is too large: {str(error).lower()}") from None
    except msgspec.DecodeError as error:
        raise _why_not_json(text, error) from None


def _why_not_json(text: bytes, error: msgspec.DecodeError) -> BadRequest:
    if _NOT_A_NUMBER.search(_UNFINISHED.sub(b"", _STRINGS.sub(b"", text))):
        return BadRequest("bad-number", "JSON has no NaN and no Infinity; send null or text")
    if any(map(_has_half_a_pair, _STRINGS.findall(text))):
        return BadRequest("bad-string", "a text holds half a surrogate pair")
    return BadRequest("bad-json", f"this is not JSON: {str(error).removeprefix('JSON is ')}")


def _has_half_a_pair(string: bytes) -> bool:
    """Tell whether a string, in its quotes, holds an escape that is no character by itself."""
    if not _SURROGATE.search(string):
        return False
    try:
        json.loads(string).encode()
    except UnicodeEncodeError:
        return True
    except ValueError:
        return False
    return False


def _check(value: Any, max_depth: int) -> int:
    """Refuse bad numbers, texts and depths; return how many keys all objects have."""
    keys = 0
    todo = [(value, 1)]
    while todo:
        part, depth = todo.pop()
        kind = type(part)
        if kind is str:
            if "\0" in part:
                raise BadRequest("bad-string", "a text holds a NUL character")
        elif kind is int:
            if not -MAX_INTEGER <= part <= MAX_INTEGER:
                raise BadRequest(
                    "int-out-of-range",
                    "an integer lies beyond ±(2^53 - 1); send it as text",
                )
        elif kind is dict:
            if depth > max_depth:
                raise _too_deep(max_depth)
            keys += len(part)
            for key, item in part.items():
                if "\0" in key:
                    raise BadRequest("bad-string", "a key holds a NUL character")
                if item.__class__ in _CHECKED:
                    todo.append((item, depth + 1))
        elif kind is list:
            if depth > max_depth:
                raise _too_deep(max_depth)
            todo.extend((item, depth + 1) for item in part if item.__class__ in _CHECKED)
    return keys


_CHECKED = frozenset({str, int, dict, list})


def _too_deep(max_depth: int) -> BadRequest:
    return BadRequest(
        "too-deep", f"the JSON is nested deeper than {max_depth} levels", limit=max_depth
    )


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
