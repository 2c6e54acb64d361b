"""`GraphWidget`: a live graph in the output of a cell."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import anywidget
import traitlets

from ..client.discovery import find_server
from ..client.transport import TornadoTransport, Transport
from ..formats.svg import note
from . import messages
from .messages import AskArrange
from .relays import Relays
from .traits import LAYOUTS, PropertyId

MAX_STILL_LETTERS = 64_000
"""A larger picture is not worth its place in the widget's state."""


@runtime_checkable
class HasSession(Protocol):
    """What belongs to a session, as the graph that `connect` returns does."""

    @property
    def session_id(self) -> str:
        """The id of the session."""


@runtime_checkable
class HasTransport(Protocol):
    """What knows the way to its server."""

    @property
    def transport(self) -> Transport:
        """The way to the server."""


@runtime_checkable
class DrawsItself(Protocol):
    """What can show itself without a browser."""

    def to_svg(self, *, color_by: str | None, size_by: str | None, label_by: str | None) -> str:
        """Return a picture as SVG."""

    def to_text(self) -> str:
        """Return a table as text."""


class GraphWidget(anywidget.AnyWidget):
    """A graph session, live, for every viewer of the notebook.

    The browser gets the graph straight from the Jupyter server: it stays live while the kernel is
    busy, restarted or gone. Where the browser cannot reach the server (VS Code, Colab, marimo),
    the kernel relays: edits wait while it is busy, and the line ends with the kernel. Where there
    is neither, as in a notebook on the web, a picture of the moment stands in its place.

    Parameters
    ----------
    graph
        A session's id, or an object with a `session_id`, such as `connect` returns.

    All attributes but `session_id` are parameters too, by keyword. All may be changed at any
    time; a value that cannot be one raises `traitlets.TraitError`.

    Attributes
    ----------
    session_id
        The session that is shown.
    selection
        Ids of the selected nodes, in the order in which they were selected. What is selected in
        any view appears here, and what is set here is selected in all views of this widget; each
        view leaves out the ids that its graph does not have. Needs the kernel.
    layout
        An arrangement that one of the views makes and all clients of the session get: when the
        widget is first shown, if no node has a shared place yet; and whenever it is set later.
        `layered`, `tree`, `tree-right`, `radial`, `force`, `circle`; `new` places only nodes that
        have no place; `None` leaves all where they are. Nothing happens in read-only views.
    color_by, size_by, label_by
        Properties that decide on the colour, size and label of nodes, instead of their type,
        number of links and name. Each viewer may choose others for himself.
    height
        Height in pixels, at least 200.
    read_only
        Whether the views of this widget offer no editing. It is no protection of the graph.
    """

    _esm = Path(__file__).parent / "bootstrap.js"

    session_id = traitlets.Unicode().tag(sync=True)
    selection = traitlets.List(traitlets.Unicode()).tag(sync=True)
    # In ipywidgets a widget's `layout` is a model of CSS; ours goes by another name to the views.
    layout = traitlets.Enum(LAYOUTS, default_value=None, allow_none=True)
    color_by = PropertyId().tag(sync=True)
    size_by = PropertyId().tag(sync=True)
    label_by = PropertyId().tag(sync=True)
    height = traitlets.Int(460, min=200).tag(sync=True)
    read_only = traitlets.Bool(False).tag(sync=True)
    _arrangement = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    _still = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        graph: HasSession | str,
        *,
        selection: Iterable[str] = (),
        layout: str | None = None,
        color_by: str | None = None,
        size_by: str | None = None,
        label_by: str | None = None,
        height: int = 460,
        read_only: bool = False,
    ) -> None:
        self._graph = graph
        self._relays = Relays(self._find_transport, self.send)
        self._is_arranged = False
        super().__init__(
            session_id=graph if isinstance(graph, str) else graph.session_id,
            selection=list(selection),
            layout=layout,
            color_by=color_by,
            size_by=size_by,
            label_by=label_by,
            height=height,
            read_only=read_only,
        )
        self.on_msg(self._hear)

    def close(self) -> None:
        """Take the widget away from all views, and end what they have through the kernel."""
        self._relays.close()
        super().close()

    @traitlets.observe("layout")
    def _offer_arranging(self, change: Any) -> None:
        self._is_arranged = False
        self._arrangement = change.new

    def _hear(self, _widget: Any, content: Any, _buffers: Any) -> None:
        message = messages.read(content)
        if isinstance(message, AskArrange):
            self._let_arrange(message)
        elif message is not None:
            self._relays.hear(message)

    def _let_arrange(self, message: AskArrange) -> None:
        # Every view in every browser asks; one of them does it for all.
        if self.layout is not None and not self._is_arranged:
            self._is_arranged = True
            self.send(messages.arrange(message.id))

    def _find_transport(self) -> Transport:
        if isinstance(self._graph, HasTransport):
            return self._graph.transport
        return TornadoTransport(find_server())

    def __repr__(self) -> str:
        return f"GraphWidget({self.session_id!r})"

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the live view, and what stands for it where nothing is live."""
        stills = self._stills()
        picture = stills.get("image/svg+xml", "")
        self._still = picture if 0 < len(picture) <= MAX_STILL_LETTERS else self._note()
        view, metadata = super()._repr_mimebundle_(**options) or ({}, {})
        return {**view, "text/plain": repr(self), **stills}, metadata

    def _stills(self) -> dict[str, str]:
        if not isinstance(self._graph, DrawsItself):
            return {}
        picture = self._graph.to_svg(
            color_by=self.color_by, size_by=self.size_by, label_by=self.label_by
        )
        return {"image/svg+xml": picture, "text/plain": self._graph.to_text()}

    @traitlets.default("_still")
    def _note(self) -> str:
        return note(self.session_id, "Live where the graph's Jupyter server or kernel answers.")
