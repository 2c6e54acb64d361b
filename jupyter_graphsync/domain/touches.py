"""Which client changed what, commit by commit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from .events import Cell, GraphEvent


class Touch(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """That a commit took a cell from one version to another.

    A version is named by the commit that first wrote it, 0 is what was there before all that is
    remembered. An undo brings back the old name with the old content, so a change and its undo
    come to nothing.

    Attributes
    ----------
    client_id, owner
        Who asked for it, and whose command it was: they differ where somebody undid or redid what
        another had done.
    """

    seq: int
    client_id: str
    before: int
    after: int
    owner: str


class Touches:
    """The changes of all cells, oldest first.

    Attributes
    ----------
    horizon
        Changes of commits up to this number may have been forgotten.
    """

    def __init__(self, horizon: int = 0) -> None:
        self.horizon = horizon
        self._of_cell: dict[Cell, list[Touch]] = {}
        self._parts: dict[Cell, dict[Cell, None]] = {}
        self._count = 0

    @classmethod
    def of(cls, items: Iterable[tuple[Cell, list[Touch]]], horizon: int) -> Touches:
        """Build from what iterating gives."""
        found = cls(horizon)
        for cell, touches in items:
            found._of_cell[cell] = touches
            found._count += len(touches)
            found._note_part(cell)
        return found

    def __iter__(self) -> Iterator[tuple[Cell, list[Touch]]]:
        """Iterate over the cells, each with a copy of its touches."""
        return ((cell, list(touches)) for cell, touches in self._of_cell.items())

    def __len__(self) -> int:
        return self._count

    def add(self, cells: Collection[Cell], seq: int, client_id: str) -> None:
        """Note that a commit wrote something new to these cells."""
        for cell in cells:
            self._append(cell, seq, client_id, seq, client_id)
        self._count += len(cells)

    def add_reversal(
        self,
        cells: Collection[Cell],
        seq: int,
        client_id: str,
        *,
        owner: str,
        target: int,
        partial: Collection[Cell],
    ) -> None:
        """Note that a commit brought back what these cells held before commit `target`.

        Parameters
        ----------
        partial
            The cells that did not get back all that they held.
        """
        for cell in cells:
            after = seq if cell in partial else self._version_before(cell, target, seq)
            self._append(cell, seq, client_id, after, owner)
        self._count += len(cells)

    def drop(self, cells: Collection[Cell]) -> None:
        """Take back the newest `add` or `add_reversal`."""
        for cell in cells:
            touches = self._of_cell[cell]
            touches.pop()
            if not touches:
                self._end(cell)
        self._count -= len(cells)

    def without_older_half(self) -> Touches:
        """Return a copy that remembers the newer half of all changes."""
        seqs = sorted(touch.seq for touches in self._of_cell.values() for touch in touches)
        horizon = seqs[len(seqs) // 2]
        newer = (
            (cell, touches[bisect_right(touches, horizon, key=_seq_of) :])
            for cell, touches in self._of_cell.items()
            if touches[-1].seq > horizon
        )
        return Touches.of(newer, horizon)

    def changed_by(self, cell: Cell, *, since: int, but: str) -> str | None:
        """Return who else has changed a cell since a commit, so that it is another one now."""
        whole = _whole_of(cell)
        by = None if whole == cell else self._changed(whole, since, but)
        return self._changed(cell, since, but) if by is None else by

    def visited_by(self, whole: Cell, *, since: int, but: str) -> str | None:
        """Return who else has changed a node or link, or any part of it, since a commit."""
        for cell in (whole, *self._parts.get(whole, ())):
            by = self._changed(cell, since, but)
            if by is not None:
                return by
        return None

    def _changed(self, cell: Cell, since: int, but: str) -> str | None:
        touches = self._of_cell.get(cell)
        if not touches or touches[-1].seq <= since:
            return None
        first = bisect_right(touches, since, key=_seq_of)
        if touches[first].before == touches[-1].after:
            return None
        later = reversed(touches[first:])
        return next(
            (
                touch.client_id if touch.client_id != but else touch.owner
                for touch in later
                if touch.client_id != but or touch.owner != but
            ),
            None,
        )

    def _version_before(self, cell: Cell, seq: int, new: int) -> int:
        """Return the version that a commit found; a new one where that is forgotten."""
        touches = self._of_cell.get(cell, ())
        first = bisect_left(touches, seq, key=_seq_of)
        if seq <= self.horizon or first == len(touches):
            return new
        return touches[first].before

    def _append(self, cell: Cell, seq: int, client_id: str, after: int, owner: str) -> None:
        touches = self._of_cell.get(cell)
        if touches is None:
            self._of_cell[cell] = [Touch(seq, client_id, 0, after, owner)]
            self._note_part(cell)
        else:
            touches.append(Touch(seq, client_id, touches[-1].after, after, owner))

    def _note_part(self, cell: Cell) -> None:
        whole = _whole_of(cell)
        if whole != cell:
            self._parts.setdefault(whole, {})[cell] = None

    def _end(self, cell: Cell) -> None:
        del self._of_cell[cell]
        whole = _whole_of(cell)
        if whole != cell:
            del self._parts[whole][cell]
            if not self._parts[whole]:
                del self._parts[whole]


def cells_of(events: Sequence[GraphEvent]) -> list[Cell]:
    """Return what events changed, each cell once."""
    if len(events) == 1:
        return [events[0].cell]
    return list(dict.fromkeys(event.cell for event in events))


def _whole_of(cell: Cell) -> Cell:
    """Return the node, link or blueprint type that a cell is part of; the cell itself, if whole."""
    return cell[:1] if cell[0] else cell[:3]


def _seq_of(touch: Touch) -> int:
    return touch.seq
