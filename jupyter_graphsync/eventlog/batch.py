"""What one append hands to a log."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..domain.commits import CommitRecord, Position
from ..domain.settings import Settings
from .base import DuplicateCommand


class _Kind(msgspec.Struct):
    kind: str


_KIND = msgspec.json.Decoder(_Kind)


def is_load(body: bytes) -> bool:
    """Tell whether a commit replaced the whole graph; reads no more of it than its kind."""
    return _KIND.decode(body).kind == "load"


def is_save(body: bytes) -> bool:
    """Tell whether a commit notes that a file was written, and changes nothing."""
    return _KIND.decode(body).kind == "save"


class Batch(msgspec.Struct, frozen=True, gc=False):
    """Commits that belong together, with all that is kept in the same transaction."""

    expected: Position
    records: Sequence[CommitRecord]
    settings: Settings | None = None
    base: Position | None = None

    @property
    def end(self) -> Position:
        """The head after this batch."""
        last = self.records[-1]
        return Position((self.base or self.expected).epoch, last.seq, last.digest)

    def check(self) -> None:
        """Refuse what no log can keep, before anything is asked of the storage.

        That the digests chain is not looked at: whoever sealed the records saw to that, and every
        read checks it.

        Raises
        ------
        ValueError
            No commits, a gap between them, or a base beside the expected position.
        DuplicateCommand
            Two of the commits carry the same `command_id`.
        """
        first = self.expected.seq + 1
        if self.base is not None and self.base.seq != self.expected.seq:
            raise ValueError(f"a new epoch must start at {self.expected.seq}, not {self.base.seq}")
        if not self.records:
            raise ValueError("an append without commits; give at least one")
        if [record.seq for record in self.records] != list(range(first, first + len(self.records))):
            raise ValueError(f"commits must be numbered {first}, {first + 1}, … without a gap")
        seen: set[str] = set()
        for record in self.records:
            if record.command_id in seen:
                raise DuplicateCommand(record.command_id)
            seen.add(record.command_id)
