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
from ..domain.graph import Graph, GraphView
from ..domain.limits import Limits
from ..domain.settings import Settings
from .blocks import blocks
from .native import lines_of
from .ordered import NOWHERE
from .project_text import Whole, at_once, by_lines, decoded, header_of
from .reading import check_size, fill
from .strictness import check_json

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


def named_in(text: bytes) -> str:
    """Return the session that a file names; empty where it names none, or cannot be read so far."""
    header = header_of(text)
    return "" if header is None else header.session_id


Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: dict[int, Migration] = {
    # Version 0 is the native form as REST gives it, which knows no session and no settings.
    0: lambda content: content,
}
"""For every older version, what makes of its content that of the next one."""


def load(text: bytes, *, limits: Limits) -> Project:
    """Read the text of a file.

    Raises
    ------
    Unprocessable
        `bad-graph`: it is no project, or of a newer format than this version knows.
    GraphSyncError
        What `reading.read` refuses.
    """
    check_size(text, limits)
    header = header_of(text)
    version = FORMAT_VERSION if header is None else header.format_version
    if version > FORMAT_VERSION:
        raise Unprocessable(
            "bad-graph",
            f"the file is of format {version}, and this version reads up to {FORMAT_VERSION}; "
            "install a newer jupyter_graphsync",
            format_version=version,
        )
    if version == FORMAT_VERSION:
        found = by_lines(text)
        try:
            return _project(at_once(text) if found is None else found, limits)
        except msgspec.MsgspecError:
            return _project(at_once(text), limits)
    return _project(at_once(_migrated(text, version)), limits)


def _migrated(text: bytes, version: int) -> dict[str, Any]:
    content: dict[str, Any] = decoded(msgspec.json.Decoder(dict[str, Any]), text)
    if version < 0:
        raise Unprocessable("bad-graph", f"format_version {version} is none; it is 0 or above")
    for step in range(version, FORMAT_VERSION):
        content = MIGRATIONS[step](content)
    return content


def _project(found: Whole, limits: Limits) -> Project:
    strict = found.strict_blueprints
    graph = Graph(found.structure, strict_blueprints=strict, limits=limits)
    check_json([found.session_id, found.title, found.epoch, found.digest], 2)
    fill(graph, found.blueprint_types, found.nodes, found.links)
    position = Position(found.epoch, found.seq, found.digest) if found.epoch else NOWHERE
    return Project(
        session_id=found.session_id,
        settings=Settings(title=found.title, structure=found.structure, strict_blueprints=strict),
        position=position,
        view=graph.view(),
    )
