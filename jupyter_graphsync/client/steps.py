"""What a client can know of its own steps of undo and redo, from the commits that it sees."""

from __future__ import annotations

from ..domain.commits import Commit, graph_events
from ..domain.events import CommandRedone, CommandUndone

MAX_STEPS = 2_000
"""As many as a server keeps at most."""


class Steps:
    """The commands that a client can take back or do again.

    Known from the commits since it joined. Where a snapshot stood for commits that it missed,
    its own among those are unknown here; the server knows better, and `undo` asks it.
    """

    def __init__(self) -> None:
        self.client_id = ""
        self._undo: list[str] = []
        self._redo: list[str] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._redo)

    def belong_to(self, client_id: str) -> None:
        """Count the steps of a client; another one than before has none yet."""
        if client_id != self.client_id:
            self.client_id = client_id
            self.clear()

    def clear(self) -> None:
        """Know of no step."""
        self._undo, self._redo = [], []

    def follow(self, commit: Commit) -> None:
        """Take in the next commit of the session."""
        if commit.kind == "load":
            self.clear()
        elif commit.kind == "do":
            self._note(commit)
        elif isinstance(last := commit.events[-1], CommandUndone):
            _move(last.command_id, self._undo, self._redo)
        elif isinstance(last, CommandRedone):
            _move(last.command_id, self._redo, self._undo)

    def _note(self, commit: Commit) -> None:
        if commit.actor.client_id == self.client_id and graph_events(commit):
            self._undo.append(commit.command_id)
            self._redo = []
            if len(self._undo) > MAX_STEPS:
                del self._undo[:-MAX_STEPS]


def _move(command_id: str, source: list[str], goal: list[str]) -> None:
    # An undo of the whole session may have taken a step of this client, or of another one.
    if command_id in source:
        source.remove(command_id)
        goal.append(command_id)
