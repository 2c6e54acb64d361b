"""A `.graphsync` file: a graph in native form, with the session and the moment that it is of.

One node and one link a line, in a fixed order, so that two versions of a file compare well. What
changes with every save, the position, stands in one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from ..domain.commits import Position
from ..domain.errors import Unprocessable
from ..domain.graph import GraphView, StructureName
from ..domain.limits import Limits
from ..domain.settings import Settings
from .blocks import blocks
from .native import lines_of
from .ordered import NOWHERE
from .reading import read

FORMAT_VERSION = 1

_ENCODE = msgspec.json.Encoder().encode


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds.

    Attributes
    ----------
    session_id
        The session that wrote it; empty where none did.
    position
        The last commit that had changed the graph when it was written; `NOWHERE` where it was
        written by hand or by another program.
    """

    session_id: str
    settings: Settings
    position: Position
    view: GraphView


def write(
    view: GraphView, *, session_id: str, settings: Settings, position: Position
) -> Iterator[bytes]:
    """Yield a project as the text of its file."""
    return blocks(_pieces(view, session_id, settings, position))


def _pieces(
    view: GraphView, session_id: str, settings: Settings, position: Position
) -> Iterator[bytes]:
    yield b'{"format_version":%d,\n"session_id":%s,\n' % (FORMAT_VERSION, _ENCODE(session_id))
    yield b'"epoch":%s,"seq":%d,"digest":%s,\n' % (
        _ENCODE(position.epoch),
        position.seq,
        _ENCODE(position.digest),
    )
    yield b'"title":%s,\n"structure":%s,\n"strict_blueprints":%s,\n' % (
        _ENCODE(settings.title),
        _ENCODE(settings.structure),
        _ENCODE(settings.strict_blueprints),
    )
    yield from lines_of(view)
    yield b"}\n"


class _Header(msgspec.Struct):
    format_version: int = 0
    session_id: str = ""
    epoch: str = ""
    seq: int = 0
    digest: str = ""
    title: str = ""
    structure: StructureName = "dag"
    strict_blueprints: bool = False


class _Body(msgspec.Struct):
    nodes: msgspec.Raw = msgspec.Raw(b"[]")
    links: msgspec.Raw = msgspec.Raw(b"[]")
    blueprint_types: msgspec.Raw = msgspec.Raw(b"[]")
    structure: StructureName = "dag"


_HEADER = msgspec.json.Decoder(_Header)
_BODY = msgspec.json.Decoder(_Body)

MIGRATIONS: dict[int, Callable[[bytes], bytes]] = {
    # Version 0 is the native form as REST gives it, which knows no session and no settings.
    0: lambda text: text,
}
"""For every older version, what turns its text into that of the next one."""


def load(text: bytes, *, limits: Limits) -> Project:
    """Read the text of a file.

    Raises
    ------
    Unprocessable
        `bad-graph`: it is no project, or of a newer format than this version knows.
    GraphSyncError
        What `reading.read` refuses.
    """
    header = _decoded(_HEADER, text)
    if header.format_version > FORMAT_VERSION:
        raise Unprocessable(
            "bad-graph",
            f"the file is of format {header.format_version}, and this version reads up to "
            f"{FORMAT_VERSION}; install a newer jupyter_graphsync",
            format_version=header.format_version,
        )
    for version in range(header.format_version, FORMAT_VERSION):
        text = MIGRATIONS[version](text)
    body = msgspec.json.encode(_decoded(_BODY, text))
    view = read(body, limits=limits, strict_blueprints=header.strict_blueprints)
    position = Position(header.epoch, header.seq, header.digest) if header.epoch else NOWHERE
    return Project(
        session_id=header.session_id,
        settings=Settings(
            title=header.title,
            structure=view.structure,
            strict_blueprints=header.strict_blueprints,
        ),
        position=position,
        view=view,
    )


def _decoded(decoder: msgspec.json.Decoder[Any], text: bytes) -> Any:
    try:
        return decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unprocessable("bad-graph", f"this is no .graphsync file: {error}") from error
