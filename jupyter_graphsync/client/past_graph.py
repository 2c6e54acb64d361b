"""`PastGraph`: a graph as it was at a moment."""

from __future__ import annotations

from typing import Any, NoReturn

import msgspec

from ..domain.commits import Commit, Position
from ..domain.graph import Graph, GraphView
from ..domain.settings import Settings
from ..formats.terminal import counted, local_time
from .errors import ReadOnly
from .reading import Reading
from .replica import Replica
from .roster import Roster


class PastGraph(Reading):
    """A shared graph as it was after one of its commits: read as the live one is, and for good.

    Made by `g.at(…)`; it needs no connection. Whoever writes to it is told what to do instead.

    Attributes
    ----------
    commit
        The commit that made it what it was; `None` at the start, and where that commit is not
        kept any more.
    """

    def __init__(self, session_id: str, replica: Replica, commit: Commit | None) -> None:
        self._session_id = session_id
        self._replica = replica
        self._roster = Roster()
        self.commit = commit

    @property
    def session_id(self) -> str:
        """The session's id."""
        return self._session_id

    @property
    def seq(self) -> int:
        """The number of the commit after which the graph was so."""
        position = self._replica.position
        return position.seq if position is not None else 0

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise self._read_only()

    add_node = remove_node = add_link = remove_link = rename = _refuse
    set_property = set_properties = delete_property = _refuse
    set_link_property = delete_link_property = define = remove_blueprint = _refuse
    execute = batch = undo = redo = _refuse

    def _writable(self) -> NoReturn:
        raise self._read_only()

    def _read_only(self) -> ReadOnly:
        return ReadOnly(
            f"it is as it was after commit {self.seq}. Bring it back by `g.restore({self.seq})`, "
            f"or go on from it in a session of its own by `g.begin('name', {self.seq})`"
        )

    def _when(self) -> str:
        return f" ({local_time(self.commit.timestamp)})" if self.commit is not None else ""

    def _heading(self) -> str:
        return f"{super()._heading()} after commit {self.seq}{self._when()}"

    def __repr__(self) -> str:
        graph = self._replica.graph
        counts = f"{counted(len(graph.nodes), 'node')}, {counted(graph.link_count, 'link')}"
        after = f"after commit {self.seq}{self._when()}"
        return f"<{type(self).__name__} {self.session_id!r} {after}: {counts}>"


_GRAPH = msgspec.json.Decoder(dict[str, Any])


def read_past(session_id: str, settings: Settings, body: bytes, commit: Commit | None) -> PastGraph:
    """Read the REST interface's answer that tells a graph as it was."""
    native = {"strict_blueprints": settings.strict_blueprints, **_GRAPH.decode(body)}
    view = msgspec.convert(native, GraphView)
    position = msgspec.convert(native, Position)
    replica = Replica()
    replica.settings = msgspec.structs.replace(settings, structure=view.structure)
    replica.graph = Graph.from_view(view)
    replica.position = position
    return PastGraph(session_id, replica, commit)
