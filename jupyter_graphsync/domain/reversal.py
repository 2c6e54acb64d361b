"""Taking a commit back: its inverse events, less what others have since changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from .errors import GraphSyncError
from .events import Cell, GraphEvent, NodeCreated, NodeDeleted, NodeUnlinked
from .fitting import fitted
from .graph import Graph
from .history import History
from .left import LeftBehind


class Taking(msgspec.Struct):
    """What one undo or redo took back, and what it left alone."""

    applied: list[dict[str, str]]
    skipped: list[dict[str, Any]]


class Reversal:
    """The inverse events of one commit, told against a graph that has moved on.

    Parameters
    ----------
    owner
        The client whose commit it is; changes of others are kept.
    since
        The commit from which on changes of others count.
    events
        What the commit did, to recognise later changes where the history no longer knows them.
    """

    def __init__(
        self,
        graph: Graph,
        history: History,
        *,
        owner: str,
        since: int,
        inverse: list[GraphEvent],
        events: list[GraphEvent],
    ) -> None:
        self._graph = graph
        self._history = history
        self._owner = owner
        self._since = since
        self._inverse = inverse
        self._left = None if history.knows(since) else LeftBehind(events)
        self._kept: dict[str, str] = {}
        self._doomed: set[str] = set()
        self._skipped: set[Cell] = set()
        self.taking = Taking([], [])

    def partial(self, changes: list[GraphEvent]) -> list[Cell]:
        """Return the cells that were changed, but not all the way back."""
        return sorted(self._skipped.intersection(event.cell for event in changes))

    def decide(self, *, force: bool) -> Iterator[GraphEvent]:
        """Yield the events to apply, each before the next; `taking` fills on the way."""
        if not force:
            self._keep_nodes()
        for event in self._inverse:
            by = self._kept_for(event) if force else self._changed_by(event)
            if by is not None:
                self._skip(event, by)
                continue
            try:
                steps = fitted(self._graph, event)
            except GraphSyncError as error:
                self._skip(event, self._blamed_for(event, error), reason=error.code)
                continue
            yield from steps
            self.taking.applied.append(describe(event))

    def _skip(self, event: GraphEvent, by: str, **reason: str) -> None:
        self.taking.skipped.append({**describe(event), "by": by or None, **reason})
        self._skipped.add(event.cell)
        if isinstance(event, NodeCreated):
            # Its links and properties would otherwise go to another node of that id.
            self._kept[event.node_id] = by

    def _keep_nodes(self) -> None:
        """Find the nodes that the commit made and somebody else has since worked on.

        The nodes above them that the commit made stay too, so that they stay where they are.
        """
        graph = self._graph
        made = {event.node_id for event in self._inverse if isinstance(event, NodeDeleted)}
        made &= graph.nodes.keys()
        for node_id in made:
            by = self._worked_on(node_id)
            if by is not None:
                self._kept[node_id] = by
        todo = list(self._kept)
        while todo:
            node_id = todo.pop()
            for parent_id in graph.parents(node_id):
                if parent_id in made and parent_id not in self._kept:
                    self._kept[parent_id] = self._kept[node_id]
                    todo.append(parent_id)
        self._doomed = made - self._kept.keys()

    def _worked_on(self, node_id: str) -> str | None:
        cells = [
            (node_id,),
            *(("", ln.parent_id, ln.child_id) for ln in self._graph.incident(node_id)),
        ]
        for cell in cells:
            by = self._history.visited_by(cell, since=self._since, but=self._owner)
            if by is None and self._left and not self._left.stands(self._graph, cell):
                by = ""
            if by is not None:
                return by
        return None

    def _kept_for(self, event: GraphEvent) -> str | None:
        """Return for whose sake a node of the event stays as it is; "" where that is not known.

        A link of such a node stays as well, unless it goes with its other end.
        """
        cell = event.cell
        if cell[0]:
            return self._kept.get(cell[0])
        ends = cell[1:3] if len(cell) > 2 else ()
        if self._doomed.intersection(ends):
            return None
        return next((self._kept[end] for end in ends if end in self._kept), None)

    def _changed_by(self, event: GraphEvent) -> str | None:
        by = self._kept_for(event)
        if by is not None:
            return by
        ask = (
            self._history.visited_by
            if isinstance(event, NodeDeleted | NodeUnlinked)
            else self._history.changed_by
        )
        by = ask(event.cell, since=self._since, but=self._owner)
        if by is None and self._left and not self._left.stands(self._graph, event.cell):
            by = ""
        return by

    def _blamed_for(self, event: GraphEvent, error: GraphSyncError) -> str:
        """Return who made the change because of which an event no longer fits."""
        cell = event.cell
        suspects = [cell, *((end,) for end in (cell[1:3] if not cell[0] else ()))]
        if error.code == "parent-taken":
            suspects.append(("", error.details["parent_id"], error.details["child_id"]))
        for suspect in suspects:
            by = self._history.changed_by(suspect, since=self._since, but=self._owner)
            if by is not None:
                return by
        return ""


def describe(event: GraphEvent) -> dict[str, str]:
    """Return the names of what an event changes, as undo reports them."""
    match event.cell:
        case ("", blueprint_type_id):
            return {"blueprint_type_id": blueprint_type_id}
        case ("", parent_id, child_id, *part):
            found = {"parent_id": parent_id, "child_id": child_id}
        case (node_id, *part):
            found = {"node_id": node_id}
    return {**found, "property_id": part[0]} if part else found
