"""The text of a project file, taken apart as it was put together: one item a line.

A decoder that is given a text of many MiB lets nobody else in until it is done. So a file that
stands as we write it is decoded some lines at a time; one that was put into another form, by hand
or by a tool, takes the slow way, to the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, TypeVar

import msgspec

from ..domain.blueprints import BlueprintType
from ..domain.errors import Unprocessable
from ..domain.graph import StructureName
from .reading import NativeLink, NativeNode

T = TypeVar("T")

LINES_BYTES = 64 * 2**10
"""Some lines are of about so many bytes: half a millisecond of decoding."""


class Header(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What stands before the items of a file, and nothing else."""

    format_version: int = 0
    session_id: str = ""
    epoch: str = ""
    seq: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)] = 0
    digest: str = ""
    title: str = ""
    structure: StructureName = "dag"
    strict_blueprints: bool = False


class Whole(Header, forbid_unknown_fields=True, kw_only=True):
    """All that a file holds."""

    nodes: Iterable[NativeNode]
    links: Iterable[NativeLink] = []
    blueprint_types: Iterable[BlueprintType] = []


class _Decodable(Header, forbid_unknown_fields=True, kw_only=True):
    nodes: list[NativeNode]
    links: list[NativeLink] = []
    blueprint_types: list[BlueprintType] = []


class Names(msgspec.Struct):
    """What is to be known of a file before it is read, in whatever version it is."""

    format_version: int = 0
    session_id: str = ""


_NAMES = msgspec.json.Decoder(Names)
_HEADER = msgspec.json.Decoder(Header)
_WHOLE = msgspec.json.Decoder(_Decodable)
_NODES = msgspec.json.Decoder(list[NativeNode])
_LINKS = msgspec.json.Decoder(list[NativeLink])
_TYPES = msgspec.json.Decoder(list[BlueprintType])

_TO_NODES = b',\n"nodes":['
_TO_LINKS = b'\n],\n"links":['
_TO_TYPES = b'\n],\n"blueprint_types":['
_TO_END = b"\n]}"


def header_of(text: bytes) -> Names | None:
    """Return what a file says of itself; `None` where it cannot be read."""
    try:
        return _NAMES.decode(text[: max(0, text.find(_TO_NODES))] + b"}")
    except msgspec.MsgspecError:
        pass
    try:
        return _NAMES.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def by_lines(text: bytes) -> Whole | None:
    """Take a text apart line by line; `None` where it does not stand as we write it.

    What is wrong with a line is noticed when it is reached: `msgspec.MsgspecError`.
    """
    cuts: list[int] = []
    for mark in (_TO_NODES, _TO_LINKS, _TO_TYPES):
        cuts.append(text.find(mark, cuts[-1] if cuts else 0))
        if cuts[-1] == -1:
            return None
    end = text.rfind(_TO_END)
    if end < cuts[2] or text[end:].rstrip() != _TO_END:
        return None
    try:
        header = _HEADER.decode(text[: cuts[0]] + b"}")
    except msgspec.MsgspecError:
        return None
    return Whole(
        **{field: getattr(header, field) for field in header.__struct_fields__},
        nodes=_items(_NODES, text, cuts[0] + len(_TO_NODES), cuts[1]),
        links=_items(_LINKS, text, cuts[1] + len(_TO_LINKS), cuts[2]),
        blueprint_types=_items(_TYPES, text, cuts[2] + len(_TO_TYPES), end),
    )


def _items(
    decoder: msgspec.json.Decoder[list[T]], text: bytes, start: int, end: int
) -> Iterator[T]:
    while start < end:
        cut = text.find(b"\n", min(start + LINES_BYTES, end), end)
        cut = end if cut == -1 else cut
        lines = text[start:cut].strip()
        yield from decoder.decode(b"[%b]" % (lines[:-1] if cut < end else lines))
        start = cut + 1


def at_once(content: bytes | dict[str, Any]) -> Whole:
    """Take a text apart in whatever form it stands, or what a migration made of one."""
    found: _Decodable = (
        decoded(_WHOLE, content)
        if isinstance(content, bytes)
        else _refusing(lambda: msgspec.convert(content, _Decodable))
    )
    return Whole(**{field: getattr(found, field) for field in found.__struct_fields__})


def decoded(decoder: msgspec.json.Decoder[Any], text: bytes) -> Any:
    """Decode the text of a file; `Unprocessable` (`bad-graph`) where it is none."""
    return _refusing(lambda: decoder.decode(text))


def _refusing(decode: Any) -> Any:
    try:
        return decode()
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unprocessable("bad-graph", f"this is no .graphsync file: {error}") from error
