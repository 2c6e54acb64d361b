"""Executes, undoes and redoes commands over one graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
from .history import Direction, Entry, History, Step
from .reversal import Reversal
from .touches import cells_of


class Decision(msgspec.Struct, kw_only=True):
    """What a request did to the graph; it stands until it is taken back.

    Attributes
    ----------
    events
        The logged events, in order, with their timestamps.
    notes
        What stands beside the commit; `notes.inverse` takes the graph events back.
    inverse, changes
        The same inverse, and the graph events among `events`, as objects.
    entry
        What it did to the history.
    """

    kind: Kind
    command_type: str
    events: list[Event]
    notes: CommitNotes
    inverse: list[GraphEvent]
    changes: list[GraphEvent]
    client_id: str
    entry: Entry


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
        try:
            result = command.result_of(changes)
        except BaseException:
            self._put_back(inverse)
            raise
        self.seq += 1
        owner = client_id if kind == "do" and inverse else ""
        entry = self.history.record(
            self.seq, command_id, cells_of(changes), client_id=client_id, owner=owner
        )
        executed = CommandExecuted(
            command_id=command_id,
            command_type=command.command_type,
            result=result or UNSET,
            timestamp=timestamp,
        )
        # Code of the server's own is no command that somebody executed.
        facts: list[Event] = [executed] if kind == "do" else []
        return Decision(
            kind=kind,
            command_type=command.command_type,
            events=[*changes, *facts],
            notes=_notes(fingerprint, result, inverse, owner),
            inverse=inverse,
            changes=changes,
            client_id=client_id,
            entry=entry,
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
        since = step.origin if direction == "undo" else step.seq
        reversal = Reversal(
            self.graph,
            self.history,
            owner=owner,
            since=since,
            inverse=inverse,
            # A commit that brought back others' work is no witness of what its owner left.
            events=graph_events(commit) if since == step.seq else [],
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
        partial = reversal.partial(changes)
        entry = self.history.record_reversal(
            direction,
            self.seq,
            cells_of(changes),
            client_id=client_id,
            owner=owner,
            partial=partial,
            forced=force,
        )
        result: dict[str, Any] = msgspec.to_builtins(reversal.taking)
        fact = CommandUndone if direction == "undo" else CommandRedone
        notes = _notes(fingerprint, result, undone, owner)
        notes.target_seq, notes.target_id = step.seq, step.command_id
        notes.partial, notes.forced = partial, force
        return Decision(
            kind=direction,
            command_type=direction,
            events=[*changes, fact(command_id=step.command_id, timestamp=timestamp)],
            notes=notes,
            inverse=undone,
            changes=changes,
            client_id=client_id,
            entry=entry,
        )

    def take_back(self, decision: Decision) -> None:
        """Make the newest decision undone as if it had never been made."""
        self._put_back(decision.inverse)
        self.history.take_back(decision.entry)
        self.seq -= 1

    def replay(self, commit: Commit, notes: CommitNotes) -> None:
        """Apply a commit that is in the log already."""
        changes = graph_events(commit)
        for event in changes:
            self.graph.apply(event)
        self.seq = commit.seq
        cells, client_id = cells_of(changes), commit.actor.client_id
        if commit.kind == "undo" or commit.kind == "redo":
            self.history.record_reversal(
                commit.kind,
                commit.seq,
                cells,
                client_id=client_id,
                owner=notes.owner,
                partial=notes.partial,
                forced=notes.forced,
            )
        else:
            self.history.record(
                commit.seq, commit.command_id, cells, client_id=client_id, owner=notes.owner
            )

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
            self._put_back(reversed(inverse[: len(changes)]))
            raise
        inverse.reverse()
        return changes, inverse

    def _put_back(self, inverse: Iterable[GraphEvent]) -> None:
        for event in inverse:
            self.graph.apply(event)


def _notes(fingerprint: str, result: Any, inverse: list[GraphEvent], owner: str) -> CommitNotes:
    return CommitNotes(
        fingerprint=fingerprint,
        result=result,
        inverse=[write_event(event) for event in inverse],
        owner=owner,
    )
