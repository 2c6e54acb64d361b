"""Who can undo what, and who has changed what since.

Kept in memory and in snapshots; all of it can be rebuilt from the commits.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import msgspec

from .events import Cell
from .touches import Touch, Touches

MAX_TOUCHES = 100_000

Direction = Literal["undo", "redo"]


class Step(msgspec.Struct, frozen=True, array_like=True):
    """A commit that can be taken back.

    Attributes
    ----------
    seq
        The commit whose inverse takes it back.
    command_id
        The command that it goes back to.
    origin
        From which commit on an undo counts what others have changed. It is `seq`, but for a
        command that was undone by force and redone: that brought back work of others as well,
        which counts from the command on. 0 for an undone step that needs no such care.
    """

    seq: int
    command_id: str
    origin: int


class Stacks(msgspec.Struct, array_like=True):
    """One client's steps, the newest last."""

    undo: list[Step] = []
    redo: list[Step] = []

    def both(self, direction: Direction) -> tuple[list[Step], list[Step]]:
        """Return the stack that an undo or redo takes from, and the one that it adds to."""
        return (self.undo, self.redo) if direction == "undo" else (self.redo, self.undo)


class HistoryState(msgspec.Struct):
    """A history as a snapshot keeps it."""

    stacks: dict[str, Stacks]
    touches: list[tuple[Cell, list[Touch]]]
    horizon: int


class Entry(msgspec.Struct):
    """What one commit did to a history: enough to take it back, newest first."""

    owner: str
    cells: Collection[Cell]
    direction: Direction | None = None
    taken: Step | None = None
    ended: list[Step] | None = None
    trimmed: list[Step] | None = None
    forgotten: Touches | None = None


class History:
    """The undo and redo stacks of all clients, and what every commit changed.

    Parameters
    ----------
    max_steps
        How many steps back a client can go, at least; it may be up to twice as many.
    max_touches
        How many changes are remembered at most. Of what was changed before those, an undo
        compares contents, and leaves alone what it does not find as its command left it.
    """

    def __init__(self, *, max_steps: int = 1_000, max_touches: int = MAX_TOUCHES) -> None:
        self._max_steps = max_steps
        self._max_touches = max_touches
        self._stacks: dict[str, Stacks] = {}
        self._touches = Touches()

    @classmethod
    def from_state(
        cls, state: HistoryState, *, max_steps: int = 1_000, max_touches: int = MAX_TOUCHES
    ) -> History:
        """Restore a history from a snapshot; `state` belongs to it from now on."""
        history = cls(max_steps=max_steps, max_touches=max_touches)
        history._stacks = state.stacks
        history._touches = Touches.of(state.touches, state.horizon)
        return history

    def state(self) -> HistoryState:
        """Return what a snapshot keeps; later changes do not show in it."""
        return HistoryState(
            stacks={
                client_id: Stacks(list(stacks.undo), list(stacks.redo))
                for client_id, stacks in self._stacks.items()
                if stacks.undo or stacks.redo
            },
            touches=list(self._touches),
            horizon=self._touches.horizon,
        )

    @property
    def size(self) -> int:
        """How many changes are remembered."""
        return len(self._touches)

    def has_room(self, changes: int) -> bool:
        """Tell whether so many more can be noted before older ones are forgotten, which takes long."""
        return self.size + changes <= self._max_touches

    def last(self, direction: Direction, client_id: str | None) -> tuple[str, Step] | None:
        """Return the newest step and its owner; of all clients where `client_id` is `None`."""
        owners = self._stacks if client_id is None else (client_id,)
        tops = [
            (owner, steps[-1])
            for owner in owners
            if owner in self._stacks and (steps := self._stacks[owner].both(direction)[0])
        ]
        return max(tops, key=lambda found: found[1].seq, default=None)

    def record(
        self, seq: int, command_id: str, cells: Collection[Cell], *, client_id: str, owner: str
    ) -> Entry:
        """Note what a command changed; it becomes a step of `owner`, or nobody's where that is ""."""
        entry = Entry(owner, cells)
        if owner:
            stacks = self._stacks_of(owner)
            stacks.undo.append(Step(seq, command_id, seq))
            if stacks.redo:
                entry.ended, stacks.redo = stacks.redo, []
            if len(stacks.undo) > 2 * self._max_steps:
                entry.trimmed = stacks.undo[: -self._max_steps]
                del stacks.undo[: -self._max_steps]
        self._touches.add(cells, seq, client_id)
        self._forget(entry)
        return entry

    def record_reversal(
        self,
        direction: Direction,
        seq: int,
        cells: Collection[Cell],
        *,
        client_id: str,
        owner: str,
        partial: Collection[Cell],
        forced: bool,
    ) -> Entry:
        """Note that the newest step of `owner` was taken back.

        Parameters
        ----------
        partial
            The cells that did not get back all that they held.
        forced
            Whether it may have written over the work of others.
        """
        source, goal = self._stacks_of(owner).both(direction)
        target = source.pop()
        if direction == "undo":
            origin = target.origin if forced else 0
        else:
            origin = target.origin or seq
        goal.append(Step(seq, target.command_id, origin))
        self._touches.add_reversal(
            cells, seq, client_id, owner=owner, target=target.seq, partial=partial
        )
        entry = Entry(owner, cells, direction, target)
        self._forget(entry)
        return entry

    def take_back(self, entry: Entry) -> None:
        """Forget the newest commit as if it had never been."""
        if entry.forgotten is not None:
            self._touches = entry.forgotten
        self._touches.drop(entry.cells)
        if not entry.owner:
            return
        stacks = self._stacks_of(entry.owner)
        if entry.direction is not None and entry.taken is not None:
            source, goal = stacks.both(entry.direction)
            goal.pop()
            source.append(entry.taken)
        else:
            stacks.undo.pop()
            stacks.undo[:0] = entry.trimmed or ()
            stacks.redo = entry.ended or []

    def knows(self, seq: int) -> bool:
        """Tell whether all changes since commit `seq` are remembered."""
        return seq >= self._touches.horizon

    def changed_by(self, cell: Cell, *, since: int, but: str) -> str | None:
        """Return who else has changed a cell since a commit, so that it is another one now.

        A change that was taken back since does not count.
        """
        return self._touches.changed_by(cell, since=since, but=but)

    def visited_by(self, whole: Cell, *, since: int, but: str) -> str | None:
        """Return who else has changed a node or link, or any part of it, since a commit."""
        return self._touches.visited_by(whole, since=since, but=but)

    def _stacks_of(self, client_id: str) -> Stacks:
        stacks = self._stacks.get(client_id)
        if stacks is None:
            stacks = self._stacks[client_id] = Stacks([], [])
        return stacks

    def _forget(self, entry: Entry) -> None:
        if len(self._touches) > self._max_touches:
            entry.forgotten = self._touches
            self._touches = self._touches.without_older_half()
