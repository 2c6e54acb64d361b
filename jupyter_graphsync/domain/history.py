"""Who can undo what, and who has changed what since.

Kept in memory and in snapshots; all of it can be rebuilt from the commits.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from .events import Cell, GraphEvent

MAX_TOUCHES = 100_000


class Step(msgspec.Struct, frozen=True, array_like=True):
    """A commit that can be taken back: its number, and the command that it goes back to."""

    seq: int
    command_id: str


class Stacks(msgspec.Struct, array_like=True):
    """One client's steps, the newest last."""

    undo: list[Step] = []
    redo: list[Step] = []


class Touch(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """That a client changed a part of a node or link; "" stands for its existence."""

    seq: int
    client_id: str
    part: str = ""


class HistoryState(msgspec.Struct):
    """A history as a snapshot keeps it."""

    stacks: dict[str, Stacks]
    touches: list[tuple[Cell, list[Touch]]]
    horizon: int


class History:
    """The undo and redo stacks of all clients, and the changes that still stand.

    Parameters
    ----------
    max_steps
        How many steps back a client can go.
    """

    def __init__(self, *, max_steps: int = 1_000) -> None:
        self.horizon = 0
        self._max_steps = max_steps
        self._stacks: dict[str, Stacks] = {}
        self._touches: dict[Cell, list[Touch]] = {}
        self._touch_count = 0

    @classmethod
    def from_state(cls, state: HistoryState, *, max_steps: int = 1_000) -> History:
        """Restore a history from a snapshot."""
        history = cls(max_steps=max_steps)
        history.horizon = state.horizon
        history._stacks = state.stacks
        history._touches = {tuple(subject): touches for subject, touches in state.touches}
        history._touch_count = sum(len(touches) for _, touches in state.touches)
        return history

    def state(self) -> HistoryState:
        """Return what a snapshot keeps; later changes do not show in it."""
        return HistoryState(
            stacks={
                client_id: Stacks(list(stacks.undo), list(stacks.redo))
                for client_id, stacks in self._stacks.items()
                if stacks.undo or stacks.redo
            },
            touches=[(subject, list(touches)) for subject, touches in self._touches.items()],
            horizon=self.horizon,
        )

    def stacks(self, client_id: str) -> Stacks:
        """Return a client's own stacks."""
        stacks = self._stacks.get(client_id)
        if stacks is None:
            stacks = self._stacks[client_id] = Stacks([], [])
        return stacks

    def last(self, direction: str, client_id: str | None) -> tuple[str, Step] | None:
        """Return the newest step and its owner; of all clients where `client_id` is `None`."""
        if client_id is not None:
            stack = getattr(self.stacks(client_id), direction)
            return (client_id, stack[-1]) if stack else None
        tops = [
            (owner, stack[-1])
            for owner, stacks in self._stacks.items()
            if (stack := getattr(stacks, direction))
        ]
        return max(tops, key=lambda top: top[1].seq, default=None)

    def push(self, owner: str, step: Step) -> list[Step]:
        """Note a new command of a client; return the redo steps that it ended."""
        stacks = self.stacks(owner)
        stacks.undo.append(step)
        ended, stacks.redo = stacks.redo, []
        if len(stacks.undo) > 2 * self._max_steps:
            del stacks.undo[: -self._max_steps]
        return ended

    def pull(self, owner: str, ended: list[Step]) -> None:
        """Take back a `push`."""
        stacks = self.stacks(owner)
        stacks.undo.pop()
        stacks.redo = ended

    def move(self, owner: str, direction: str, step: Step) -> Step:
        """Take the top of one stack and put `step` on the other; return what was taken."""
        stacks = self.stacks(owner)
        source, goal = (
            (stacks.undo, stacks.redo) if direction == "undo" else (stacks.redo, stacks.undo)
        )
        taken = source.pop()
        goal.append(step)
        return taken

    def touch(self, cells: Iterable[Cell], seq: int, client_id: str) -> None:
        """Note that a commit changed these cells."""
        for cell in cells:
            subject, part = _split(cell)
            self._touches.setdefault(subject, []).append(Touch(seq, client_id, part))
            self._touch_count += 1
        if self._touch_count > MAX_TOUCHES:
            self._forget_older_half()

    def untouch(self, cells: Iterable[Cell], seq: int) -> None:
        """Note that what a commit did to these cells no longer stands."""
        for cell in cells:
            subject, part = _split(cell)
            touches = self._touches.get(subject, [])
            kept = [touch for touch in touches if touch.seq != seq or touch.part != part]
            self._touch_count -= len(touches) - len(kept)
            if kept:
                self._touches[subject] = kept
            else:
                self._touches.pop(subject, None)

    def changed_by(self, cell: Cell, *, since: int, but: str) -> str | None:
        """Return who else changed a cell after commit `since`, in a way that still stands."""
        subject, part = _split(cell)
        return next(
            (
                touch.client_id
                for touch in reversed(self._touches.get(subject, ()))
                if touch.seq > since and touch.client_id != but and touch.part in (part, "")
            ),
            None,
        )

    def visited_by(self, subject: Cell, *, since: int, but: str) -> str | None:
        """Return who else changed any part of a node or link after commit `since`."""
        return next(
            (
                touch.client_id
                for touch in reversed(self._touches.get(subject, ()))
                if touch.seq > since and touch.client_id != but
            ),
            None,
        )

    def _forget_older_half(self) -> None:
        seqs = sorted(touch.seq for touches in self._touches.values() for touch in touches)
        self.horizon = seqs[len(seqs) // 2]
        kept = {
            subject: left
            for subject, touches in self._touches.items()
            if (left := [touch for touch in touches if touch.seq > self.horizon])
        }
        self._touches = kept
        self._touch_count = sum(map(len, kept.values()))


def _split(cell: Cell) -> tuple[Cell, str]:
    """Split a cell into the node, link or type that it is part of, and the part."""
    if cell[0]:
        return cell[:1], cell[1] if len(cell) == 2 else ""
    return cell[:3], cell[3] if len(cell) == 4 else ""


def cells_of(events: Iterable[GraphEvent]) -> list[Cell]:
    """Return what events changed, each cell once."""
    return list(dict.fromkeys(event.cell for event in events))
