"""Graphs into files, in the format that the name's ending says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ..domain.commits import Position
from ..domain.graph import GraphView
from . import FORMATS, html, svg
from .ordered import NOWHERE

_BY_ENDING = {
    ".graphsync": "native",
    ".json": "node-link",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".zip": "csv",
}
_PICTURES: dict[str, Callable[..., Iterator[bytes]]] = {".svg": svg.write, ".html": html.write}


def write_file(
    path: str | Path,
    view: GraphView,
    *,
    position: Position = NOWHERE,
    title: str = "",
    view_state: bool | None = None,
) -> Path:
    """Write a graph to a file; return its path.

    Parameters
    ----------
    title
        What stands over a picture.
    view_state
        Whether to include the properties whose id begins with `_`; by default where the format
        is our own.

    Raises
    ------
    ValueError
        The name has another ending than those of formats.
    OSError
        It cannot be written.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending in _PICTURES:
        blocks = _PICTURES[ending](view, title=title)
    elif ending in _BY_ENDING:
        kept = ending == ".graphsync" if view_state is None else view_state
        blocks = FORMATS[_BY_ENDING[ending]].write(view, position=position, view_state=kept)
    else:
        known = ", ".join([*_BY_ENDING, *_PICTURES])
        raise ValueError(f"{path.name}: a graph's file ends in one of {known}")
    with path.open("wb") as file:
        file.writelines(blocks)
    return path
