"""Executes, undoes and redoes commands over one graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from msgspec import UNSET

from .commands import Command
from .commits import Commit, CommitNotes, Kind, graph_events, write_event
from .errors import Clash
from .events import (
    CommandExecuted,
    CommandRedone,
    CommandUndone,
    Event,
    GraphEvent,
)
from .graph import Graph
from .history import History, Step, cells_of
from .reversal import Reversal

Direction = Literal["undo", "redo"]


class Decision(msgspec.Struct, kw_only=True):
    """What a request did to the graph; it stands until it is taken back.

    Attributes
    ----------
    events
        The logged events, in order, with their timestamps.
    notes
        What stands beside the commit; `notes.inverse` takes the graph events back.
    """

    kind: Kind
    command_type: str
    events: list[Event]
    notes: CommitNotes
    inverse: list[GraphEvent]
    changes: list[GraphEvent]
    client_id: str
    ended: list[Step] = []
    taken: Step | None = None


class Dispatcher:
    """One graph, its history, and the number of its last commit.

    Nothing here waits and nothing is stored: the caller makes a decision durable, or takes it
    back with `take_back`, newest first.
    """

    def __init__(self, graph: Graph, history: History | None = None, *, seq: int = 0) -> None:
        self.graph = graph
        self.history = history or History(max_steps=graph.limits.max_undo_steps)
        self.seq = seq

    def execute(
        self,
        command: Command,
        *,
        command_id: str,
        client_id: str,
        timestamp: str,
        kind: Kind = "do",
    ) -> Decision:
        """Decide a command and apply what it decides.

        A command of kind `service` goes into nobody's history.

        Raises
        ------
        GraphSyncError
            The command is refused; graph and history are as before.
        """
        fingerprint = command.fingerprint()
        command = command.with_ids(command_id)
        changes, inverse = self._apply(command.decide(self.graph), timestamp)
        result = command.result()
        self.seq += 1
        owner = client_id if kind == "do" and inverse else ""
        step = Step(self.seq, command_id)
        ended = self.history.push(owner, step) if owner else []
        self.history.touch(cells_of(changes), self.seq, client_id)
        executed = CommandExecuted(
            command_id=command_id,
            command_type=command.command_type,
            result=result or UNSET,
            timestamp=timestamp,
        )
        return Decision(
            kind=kind,
            command_type=command.command_type,
            events=[*changes, executed],
            notes=_notes(fingerprint, result, inverse, owner),
            inverse=inverse,
            changes=changes,
            client_id=client_id,
            ended=ended,
        )

    def next_step(self, direction: Direction, client_id: str | None) -> tuple[str, Step]:
        """Return the step that an undo or redo would take, and its owner.

        Raises
        ------
        Clash
            `nothing-to-undo` or `nothing-to-redo`.
        """
        found = self.history.last(direction, client_id)
        if found is None:
            raise Clash(f"nothing-to-{direction}", f"there is nothing to {direction}")
        return found

    def reverse(
        self,
        direction: Direction,
        commit: Commit,
        inverse: list[GraphEvent],
        *,
        owner: str,
        step: Step,
        client_id: str,
        timestamp: str,
        force: bool = False,
        fingerprint: str = "",
    ) -> Decision:
        """Take back a commit: undo a command, or redo by taking back its undo.

        Parameters
        ----------
        commit, inverse
            The commit that `next_step` named, and the inverse events from its notes.

        Raises
        ------
        Clash
            `undo-conflict` where nothing is left to take back; nothing has changed.
        """
        reversal = Reversal(
            self.graph,
            self.history,
            owner=owner,
            since=commit.seq,
            inverse=inverse,
            events=graph_events(commit),
        )
        changes, undone = self._apply(reversal.decide(force=force), timestamp)
        if not changes:
            raise Clash(
                "undo-conflict",
                f"nothing is left to {direction}: others have changed it since; "
                "force writes over their work",
                skipped=reversal.taking.skipped,
            )
        self.seq += 1
        self.history.move(owner, direction, Step(self.seq, step.command_id))
        self._mark(direction, changes, step.seq, self.seq, owner)
        result: dict[str, Any] = msgspec.to_builtins(reversal.taking)
        fact = CommandUndone if direction == "undo" else CommandRedone
        notes = _notes(fingerprint, result, undone, owner)
        notes.target_seq, notes.target_id = step.seq, step.command_id
        return Decision(
            kind=direction,
            command_type=direction,
            events=[*changes, fact(command_id=step.command_id, timestamp=timestamp)],
            notes=notes,
            inverse=undone,
            changes=changes,
            client_id=client_id,
            taken=step,
        )

    def take_back(self, decision: Decision) -> None:
        """Make the newest decision undone as if it had never been made."""
        for event in decision.inverse:
            self.graph.apply(event)
        cells = cells_of(decision.changes)
        owner = decision.notes.owner
        if decision.taken is not None:
            opposite: Direction = "redo" if decision.kind == "undo" else "undo"
            self.history.move(owner, opposite, decision.taken)
            self._unmark(decision.kind, cells, decision.taken.seq, owner)
        else:
            if owner:
                self.history.pull(owner, decision.ended)
            self.history.untouch(cells, self.seq)
        self.seq -= 1

    def replay(self, commit: Commit, notes: CommitNotes) -> None:
        """Apply a commit that is in the log already."""
        changes = graph_events(commit)
        for event in changes:
            self.graph.apply(event)
        self.seq = commit.seq
        if commit.kind in ("undo", "redo"):
            direction: Direction = "undo" if commit.kind == "undo" else "redo"
            self.history.move(notes.owner, direction, Step(commit.seq, notes.target_id))
            self._mark(direction, changes, notes.target_seq, commit.seq, notes.owner)
            return
        if notes.owner:
            self.history.push(notes.owner, Step(commit.seq, commit.command_id))
        self.history.touch(cells_of(changes), commit.seq, commit.actor.client_id)

    def _mark(
        self, direction: Direction, changes: list[GraphEvent], target: int, seq: int, owner: str
    ) -> None:
        # An undo takes the command's touches away; a redo is a fresh touch by its owner.
        cells = cells_of(changes)
        if direction == "undo":
            self.history.untouch(cells, target)
        else:
            self.history.touch(cells, seq, owner)

    def _unmark(self, kind: Kind, cells: list[tuple[str, ...]], target: int, owner: str) -> None:
        if kind == "undo":
            self.history.touch(cells, target, owner)
        else:
            self.history.untouch(cells, self.seq)

    def _apply(
        self, decided: Iterable[GraphEvent], timestamp: str
    ) -> tuple[list[GraphEvent], list[GraphEvent]]:
        """Apply events as they are decided; return them, and what takes them back."""
        graph = self.graph
        changes: list[GraphEvent] = []
        inverse: list[GraphEvent] = []
        try:
            for event in decided:
                event.timestamp = timestamp  # type: ignore[attr-defined]
                inverse.append(event.inverse(graph))
                graph.apply(event)
                changes.append(event)
        except BaseException:
            for event in reversed(inverse[: len(changes)]):
                graph.apply(event)
            raise
        inverse.reverse()
        return changes, inverse


def _notes(fingerprint: str, result: Any, inverse: list[GraphEvent], owner: str) -> CommitNotes:
    return CommitNotes(
        fingerprint=fingerprint,
        result=result,
        inverse=[write_event(event) for event in inverse],
        owner=owner,
    )
