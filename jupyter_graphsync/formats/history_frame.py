"""A history as a table: a row a commit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..domain.commits import Commit, graph_events
from ..domain.events import NAME, NodeCreated, PropertyChanged
from ..domain.graph import Node
from .needed import needed
from .sentences import Names, sentence

COLUMNS = (
    "seq",
    "timestamp",
    "user",
    "name",
    "origin",
    "kind",
    "command_type",
    "events",
    "summary",
)


def history_frame(commits: Sequence[Commit], nodes: Iterable[Node]) -> Any:
    """Return a DataFrame of commits, which are given oldest first.

    Parameters
    ----------
    nodes
        Those that there are now, for names that the commits do not tell.

    Raises
    ------
    ImportError
        pandas is not installed.
    """
    pandas = needed("pandas")
    names = _names_before(commits, nodes)
    rows = [
        (
            commit.seq,
            commit.timestamp,
            commit.actor.username,
            commit.actor.name,
            commit.actor.origin,
            commit.kind,
            commit.command_type,
            len(graph_events(commit)),
            sentence(commit, names),
        )
        for commit in commits
    ]
    frame = pandas.DataFrame(rows, columns=COLUMNS)
    frame["timestamp"] = pandas.to_datetime(frame["timestamp"], utc=True)
    return frame


def _names_before(commits: Sequence[Commit], nodes: Iterable[Node]) -> Names:
    """Return what nodes were called before the first of the commits, as far as these tell."""
    known = {node.node_id: node for node in nodes}
    for commit in reversed(commits):
        for event in reversed(graph_events(commit)):
            if isinstance(event, NodeCreated):
                known[event.node_id] = Node(event.node_id, event.name, event.blueprint_type_id)
            elif isinstance(event, PropertyChanged) and event.property_id == NAME:
                known[event.node_id] = Node(event.node_id, str(event.old_value), "")
    return Names(known.values())
