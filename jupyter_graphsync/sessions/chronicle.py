"""What a whole history tells at a glance: who did how much when, and who last set what.

Read once from the log, then kept in step commit by commit; it lives as long as the session is open.
"""

from __future__ import annotations

import asyncio
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from ..domain.commits import Actor, CommitRecord
from .beside import beside
from .identity import REST_CLIENT

PAGE = 1_000


class Log(Protocol):
    """What is read: the commits after a number, oldest first."""

    async def commits(self, after: int, limit: int) -> list[CommitRecord]:
        """Return up to `limit` commits."""


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


class _Payload(msgspec.Struct):
    node_id: str = ""
    parent_id: str = ""
    child_id: str = ""
    property_id: str = ""


class _Event(msgspec.Struct):
    event: str
    payload: _Payload


class _Commit(msgspec.Struct):
    seq: int
    timestamp: str
    actor: Actor
    events: list[_Event]


_DECODE = msgspec.json.Decoder(_Commit).decode

CREATED = "graph:node-created"
LINK = "link"
_PROPERTIES = ("graph:property-changed", "graph:property-deleted")


class Trace:
    """What was done to one node: in which commit, and to what of it."""

    def __init__(self) -> None:
        self.seqs = array("Q")
        self._whats = array("L")

    def add(self, seq: int, what: int) -> None:
        """Note a change."""
        self.seqs.append(seq)
        self._whats.append(what)

    def newest(self, up_to: int, after: int) -> Iterator[tuple[int, int]]:
        """Yield number and kind of the changes between two commits, the newest first."""
        for index in range(bisect_right(self.seqs, up_to) - 1, -1, -1):
            if self.seqs[index] <= after:
                return
            yield self.seqs[index], self._whats[index]


def user_of(actor: Actor) -> str:
    """Return whom an actor counts as: Jupyter makes up a new name for every request by token."""
    if actor.client_id == REST_CLIENT and actor.name == "REST":
        return REST_CLIENT
    return actor.username or actor.client_id


class Chronicle:
    """A summary of one session's commits.

    It takes some 12 bytes for each change of a node, and a text for each commit. Made by `GraphSession.chronicle`, which
    brings it up to the head.

    Attributes
    ----------
    oldest
        The number of the commit that it begins after; 0 unless older ones were compacted away.
    """

    def __init__(self, oldest: int = 0) -> None:
        self.oldest = oldest
        self.people: list[Person] = []
        self._numbers: dict[str, int] = {}
        self._users = array("H")
        self._times: list[str] = []
        self._traces: dict[str, Trace] = {}
        self._whats: dict[str, int] = {}
        self._loads = array("Q")
        self._lock = asyncio.Lock()

    @property
    def seq(self) -> int:
        """The last commit that is in it."""
        return self.oldest + len(self._times)

    async def catch_up(self, log: Log, head: int) -> None:
        """Take in what the log has up to `head`."""
        async with self._lock:
            while self.seq < head:
                page = await log.commits(self.seq, min(PAGE, head - self.seq))
                if not page:
                    return
                await beside(self._take, page)

    def time_of(self, seq: int) -> str | None:
        """Return when a commit was made; `None` for the start."""
        return self._times[seq - self.oldest - 1] if seq > self.oldest else None

    def at(self, timestamp: str) -> int:
        """Return the number of the newest commit that is not later."""
        return self.oldest + bisect_right(self._times, timestamp)

    def of_nodes(self, node_ids: Iterable[str]) -> list[int]:
        """Return the numbers of the commits that are about nodes, oldest first."""
        traces = [self._traces[node_id] for node_id in node_ids if node_id in self._traces]
        return sorted({seq for trace in traces for seq in trace.seqs})

    def last_load(self, up_to: int) -> int:
        """Return the newest commit that replaced the whole graph; 0 where none did."""
        index = bisect_right(self._loads, up_to)
        return self._loads[index - 1] if index else 0

    def last_set(self, node_id: str, up_to: int) -> tuple[dict[str, int], list[int]]:
        """Return in which commits a node was made and its properties were set, and its links changed.

        Returns
        -------
        dict
            Commits by property id, and under `CREATED` the one that made the node. What is missing
            came with the load, or was compacted away.
        list
            Commits that made, changed or removed links of it, newest first.
        """
        found: dict[str, int] = {}
        links: list[int] = []
        names = list(self._whats)
        trace = self._traces.get(node_id, Trace())
        for seq, number in trace.newest(up_to, self.last_load(up_to)):
            what = names[number]
            if what == LINK:
                links.append(seq)
                continue
            found.setdefault(what, seq)
            if what == CREATED:
                break
        return found, links

    def seqs(self, *, user: str | None, node_ids: Iterable[str]) -> list[int] | range:
        """Return the numbers of the commits of a person, about nodes, or both; else of all."""
        chosen = list(node_ids)
        seqs: list[int] | range = range(self.oldest + 1, self.seq + 1)
        if chosen:
            seqs = self.of_nodes(chosen)
        if user is not None:
            number = self._numbers.get(user, -1)
            users, first = self._users, self.oldest + 1
            seqs = [seq for seq in seqs if users[seq - first] == number]
        return seqs

    def buckets(self, count: int, seqs: list[int] | range) -> Iterator[Bucket]:
        """Divide the whole history evenly by number, and tell of each part what `seqs` has in it."""
        total = len(self._times)
        for index in range(min(count, total)):
            low = self.oldest + 1 + index * total // min(count, total)
            high = self.oldest + (index + 1) * total // min(count, total)
            inside = seqs[bisect_left(seqs, low) : bisect_right(seqs, high)]
            numbers = Counter(self._users[seq - self.oldest - 1] for seq in inside)
            yield Bucket(
                from_seq=low,
                to_seq=high,
                from_=self._times[low - self.oldest - 1],
                to=self._times[high - self.oldest - 1],
                commits=len(inside),
                users={self.people[number].user: n for number, n in numbers.items()},
            )

    def _take(self, page: list[CommitRecord]) -> None:
        for record in page:
            commit = _DECODE(record.body)
            self._times.append(commit.timestamp)
            self._users.append(self._number_of(commit.actor))
            for event in commit.events:
                self._trace(commit.seq, event)

    def _trace(self, seq: int, event: _Event) -> None:
        payload = event.payload
        if event.event == "project:loaded":
            self._loads.append(seq)
        elif payload.child_id:
            for node_id in (payload.parent_id, payload.child_id):
                self._note(seq, node_id, LINK)
        elif payload.node_id:
            is_property = event.event in _PROPERTIES
            self._note(seq, payload.node_id, payload.property_id if is_property else event.event)

    def _note(self, seq: int, node_id: str, what: str) -> None:
        number = self._whats.setdefault(what, len(self._whats))
        trace = self._traces.get(node_id)
        if trace is None:
            trace = self._traces[node_id] = Trace()
        trace.add(seq, number)

    def _number_of(self, actor: Actor) -> int:
        user = user_of(actor)
        number = self._numbers.setdefault(user, min(len(self.people), 2**16 - 1))
        if number == len(self.people):
            self.people.append(Person(user, actor.name, actor.color or ""))
        person = self.people[number]
        person.name, person.commits = actor.name or person.name, person.commits + 1
        person.color = actor.color or person.color
        return number
