"""`GraphWidget`: a live graph in the output of a cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import anywidget
import traitlets


@runtime_checkable
class HasSession(Protocol):
    """What belongs to a session, as the graph that `connect` returns does."""

    @property
    def session_id(self) -> str:
        """The id of the session."""


@runtime_checkable
class DrawsItself(Protocol):
    """What can make a static picture of itself."""

    def to_svg(self) -> str:
        """Return the picture as SVG."""


class GraphWidget(anywidget.AnyWidget):
    """A graph session, live, for every viewer of the notebook.

    The browser gets the graph from the Jupyter server, not from the kernel: the picture goes on
    while the kernel is busy, restarted or gone. It needs a page that this server serves; elsewhere
    a sentence, or the picture of the moment, stands in its place.

    Parameters
    ----------
    graph
        A session's id, or an object with a `session_id`, such as `connect` returns.
    height
        Height in pixels.

    Attributes
    ----------
    session_id
        The session that is shown; it may be changed.
    height
        Height in pixels, at least 200; it may be changed.
    """

    _esm = Path(__file__).parent / "bootstrap.js"

    session_id = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int(460, min=200).tag(sync=True)

    def __init__(self, graph: HasSession | str, *, height: int = 460) -> None:
        session_id = graph if isinstance(graph, str) else graph.session_id
        self._graph = graph
        super().__init__(session_id=session_id, height=height)

    def __repr__(self) -> str:
        return f"GraphWidget({self.session_id!r})"

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the live view, and what stands for it where nothing is live."""
        view, metadata = super()._repr_mimebundle_(**options) or ({}, {})
        data = {**view, "text/plain": repr(self)}
        if isinstance(self._graph, DrawsItself):
            data["image/svg+xml"] = self._graph.to_svg()
        return data, metadata
