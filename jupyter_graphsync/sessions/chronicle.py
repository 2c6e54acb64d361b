"""What a whole history tells at a glance: who did how much when, and who last set what."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ..domain.chapters import EVERYTHING, Chapter
from ..domain.commits import Actor
from ..domain.events import Cell
from .identity import REST_CLIENT

WHOLE: Cell = ()
"""What of a node was changed where it was made or removed."""


class Person(msgspec.Struct):
    """Somebody who changed the graph, under the name that they had last."""

    user: str
    name: str
    color: str
    commits: int = 0


class Bucket(msgspec.Struct, rename={"from_": "from"}):
    """Some commits that follow each other, and whose they are."""

    from_seq: int
    to_seq: int
    from_: str
    to: str
    commits: int
    users: dict[str, int]


class Stamp(msgspec.Struct):
    """Which commit it was, when, and whose."""

    seq: int
    timestamp: str
    command_id: str
    command_type: str
    kind: str
    actor: Actor


class Chronicle:
    """A summary of one session's commits, chapter by chapter.

    It takes some 300 bytes a commit, and 300 for each node that was ever touched.

    Attributes
    ----------
    oldest
        The number of the commit that it begins after; 0 unless older ones were compacted away.
    loads
        The commits that replaced the whole graph.
    """

    def __init__(self, oldest: int = 0) -> None:
        self.oldest = oldest
        self.people: list[Person] = []
        self.loads = array("Q")
        self._numbers: dict[str, int] = {}
        self._actors: list[tuple[Actor, int]] = []
        self._actor_numbers: dict[Actor, int] = {}
        self._deeds: dict[tuple[str, str], int] = {}
        self._who = array("L")
        self._did = array("L")
        self._times: list[str] = []
        self._command_ids: list[str] = []
        self._traces: dict[str, _Trace] = {}
        self._parts: dict[Cell, int] = {}

    @property
    def seq(self) -> int:
        """The last commit that is in it."""
        return self.oldest + len(self._command_ids)

    def add(self, chapter: Chapter) -> None:
        """Take in the commits that follow those that it has."""
        who = [self._actor_number(actor) for actor in chapter.actors]
        did = [self._deeds.setdefault(deed, len(self._deeds)) for deed in chapter.deeds]
        traces = [list(self._traces_of(cell)) for cell in chapter.cells]
        for seq, changed in enumerate(chapter.changed, chapter.first_seq):
            for place in changed:
                for seqs, parts, part in traces[place]:
                    seqs.append(seq)
                    parts.append(part)
                if chapter.cells[place] == EVERYTHING:
                    self.loads.append(seq)
        for place in chapter.who:
            self.people[self._actors[who[place]][1]].commits += 1
        self._who.extend([who[place] for place in chapter.who])
        self._did.extend([did[place] for place in chapter.did])
        self._times += chapter.timestamps
        # Last: what is counted by it is there for whoever reads in another thread.
        self._command_ids += chapter.command_ids

    def time_of(self, seq: int) -> str | None:
        """Return when a commit was made; `None` for the start."""
        return self._times[seq - self.oldest - 1] if seq > self.oldest else None

    def at(self, timestamp: str) -> int:
        """Return the number of the newest commit that is not later."""
        return self.oldest + bisect_right(self._times, timestamp)

    def stamp(self, seq: int) -> Stamp | None:
        """Return which commit it was; `None` where it is the start, or was compacted away."""
        index = seq - self.oldest - 1
        if index < 0:
            return None
        command_type, kind = list(self._deeds)[self._did[index]]
        return Stamp(
            seq=seq,
            timestamp=self._times[index],
            command_id=self._command_ids[index],
            command_type=command_type,
            kind=kind,
            actor=self._actors[self._who[index]][0],
        )

    def last_load(self, up_to: int) -> int:
        """Return the newest commit that replaced the whole graph; 0 where none did."""
        index = bisect_right(self.loads, up_to)
        return self.loads[index - 1] if index else 0

    def last_changes(self, node_id: str, up_to: int) -> dict[Cell, int]:
        """Return the commits that last changed what a node is made of, in its present life.

        Returns
        -------
        dict
            Commits by `WHOLE` (which made it), by `(property_id,)`, and by the cells of its links.
            What is missing is as `WHOLE` made it; where that is missing, as the last load did.
        """
        found: dict[Cell, int] = {}
        trace = self._traces.get(node_id)
        if trace is None:
            return found
        known = list(self._parts)
        loaded = self.last_load(up_to)
        for index in range(bisect_right(trace.seqs, up_to) - 1, -1, -1):
            seq, part = trace.seqs[index], known[trace.parts[index]]
            if seq <= loaded or seq < found.get(WHOLE, 0):
                break
            found.setdefault(part, seq)
        return found

    def seqs(self, *, user: str | None, node_ids: Iterable[str]) -> list[int] | range:
        """Return the numbers of the commits of a person, about nodes, or both; else of all."""
        chosen = list(node_ids)
        seqs: list[int] | range = range(self.oldest + 1, self.seq + 1)
        if chosen:
            traces = [self._traces[node_id] for node_id in chosen if node_id in self._traces]
            seqs = sorted({seq for trace in traces for seq in trace.seqs})
        if user is not None:
            number = self._numbers.get(user, -1)
            theirs = {place for place, (_, whose) in enumerate(self._actors) if whose == number}
            who, first = self._who, self.oldest + 1
            seqs = [seq for seq in seqs if who[seq - first] in theirs]
        return seqs

    def buckets(self, count: int, seqs: list[int] | range) -> Iterator[Bucket]:
        """Divide the whole history evenly by number, and tell of each part what `seqs` has in it."""
        total = self.seq - self.oldest
        for index in range(min(count, total)):
            low = self.oldest + 1 + index * total // min(count, total)
            high = self.oldest + (index + 1) * total // min(count, total)
            inside = seqs[bisect_left(seqs, low) : bisect_right(seqs, high)]
            who = Counter(self._who[seq - self.oldest - 1] for seq in inside)
            users: Counter[str] = Counter()
            for place, commits in who.items():
                users[self.people[self._actors[place][1]].user] += commits
            yield Bucket(
                from_seq=low,
                to_seq=high,
                from_=self._times[low - self.oldest - 1],
                to=self._times[high - self.oldest - 1],
                commits=len(inside),
                users=users,
            )

    def _traces_of(self, cell: Cell) -> Iterator[tuple[Any, Any, int]]:
        """Yield where a change of a cell is noted: at its node, or at both ends of its link."""
        if cell == EVERYTHING:
            return
        part = cell if not cell[0] else cell[1:]
        number = self._parts.setdefault(part, len(self._parts))
        for node_id in {*cell[1:3]} if not cell[0] else cell[:1]:
            trace = self._traces.get(node_id)
            if trace is None:
                trace = self._traces[node_id] = _Trace()
            yield trace.seqs, trace.parts, number

    def _actor_number(self, actor: Actor) -> int:
        number = self._actor_numbers.get(actor)
        user = _user_of(actor)
        whose = self._numbers.setdefault(user, len(self.people))
        if whose == len(self.people):
            self.people.append(Person(user, actor.name, actor.color))
        person = self.people[whose]
        person.name, person.color = actor.name or person.name, actor.color or person.color
        if number is None:
            number = self._actor_numbers[actor] = len(self._actors)
            self._actors.append((actor, whose))
        return number


class _Trace:
    """What was done to one node: in which commits, and to which part of it."""

    __slots__ = ("parts", "seqs")

    def __init__(self) -> None:
        self.seqs = array("Q")
        self.parts = array("L")


def _user_of(actor: Actor) -> str:
    """Return whom an actor counts as: Jupyter makes up a new name for every request by token."""
    if actor.client_id == REST_CLIENT and actor.name == "REST":
        return REST_CLIENT
    return actor.username or actor.client_id
