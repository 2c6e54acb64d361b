"""What a whole history tells at a glance: who did how much when, and who last set what."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import msgspec

from ..domain.chapters import WHOLE, Chapter
from ..domain.commits import Actor
from ..domain.events import Cell
from .identity import REST_CLIENT


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
    """A summary of one session's commits, chapter by chapter; nothing changes it any more.

    Parameters
    ----------
    oldest
        The number of the commit that it begins after; 0 unless older ones were compacted away.
    """

    def __init__(self, chapters: Sequence[Chapter], oldest: int = 0) -> None:
        self.oldest = oldest
        self.seq = chapters[-1].last_seq if chapters else oldest
        self._chapters = chapters
        self._starts = [chapter.first_seq for chapter in chapters]

    def time_of(self, seq: int) -> str | None:
        """Return when a commit was made; `None` for the start, and what was compacted away."""
        if seq <= self.oldest:
            return None
        chapter = self._chapter_of(seq)
        return chapter.timestamps[seq - chapter.first_seq]

    def at(self, timestamp: str) -> int:
        """Return the number of the newest commit that is not later."""
        index = bisect_right(self._chapters, timestamp, key=_began) - 1
        if index < 0:
            return self.oldest
        chapter = self._chapters[index]
        return chapter.first_seq + bisect_right(chapter.timestamps, timestamp) - 1

    def stamp(self, seq: int) -> Stamp | None:
        """Return which commit it was; `None` where it is the start, or was compacted away."""
        if seq <= self.oldest:
            return None
        chapter = self._chapter_of(seq)
        place = seq - chapter.first_seq
        command_type, kind = chapter.deeds[chapter.did[place]]
        return Stamp(
            seq=seq,
            timestamp=chapter.timestamps[place],
            command_id=chapter.command_ids[place],
            command_type=command_type,
            kind=kind,
            actor=chapter.actors[chapter.who[place]],
        )

    def loads(self) -> list[int]:
        """Return the commits that replaced the whole graph."""
        return [chapter.first_seq + place for chapter in self._chapters for place in chapter.loads]

    def last_load(self, up_to: int) -> int:
        """Return the newest commit that replaced the whole graph; 0 where none did."""
        return max((seq for seq in self.loads() if seq <= up_to), default=0)

    def last_changes(self, node_id: str, up_to: int) -> dict[Cell, int]:
        """Return the commits that last changed what a node is made of, in its present life.

        Returns
        -------
        dict
            Commits by `WHOLE` (which made it), by `(property_id,)`, and by the cells of its links.
            What is missing is as `WHOLE` made it; where that is missing, as the last load did.
        """
        found: dict[Cell, int] = {}
        since = self.last_load(up_to) + 1
        for index in range(bisect_right(self._starts, up_to) - 1, -1, -1):
            chapter = self._chapters[index]
            if chapter.last_seq < since or WHOLE in found:
                break
            first = chapter.first_seq
            last: dict[Cell, int] = {}
            for part, places in chapter.nodes.get(node_id, ()):
                known = bisect_right(places, up_to - first)
                if known and first + places[known - 1] >= since:
                    last[part] = first + places[known - 1]
            born = last.get(WHOLE, 0)
            found = {**{part: seq for part, seq in last.items() if seq >= born}, **found}
        return found

    def seqs(self, *, user: str | None, node_ids: Collection[str]) -> list[int] | range:
        """Return the numbers of the commits of a person, about nodes, or both; else of all."""
        if user is None and not node_ids:
            return range(self.oldest + 1, self.seq + 1)
        found: list[int] = []
        for chapter in self._chapters:
            places: Collection[int] = range(len(chapter.who))
            if node_ids:
                places = _places_of(chapter, node_ids)
            if user is not None:
                theirs = {i for i, actor in enumerate(chapter.actors) if _user_of(actor) == user}
                places = [place for place in places if chapter.who[place] in theirs]
            found += [chapter.first_seq + place for place in places]
        return found

    def people(self) -> list[Person]:
        """Return who changed the graph, in order of appearance."""
        found: dict[str, Person] = {}
        for chapter in self._chapters:
            commits = Counter(chapter.who)
            for place, actor in enumerate(chapter.actors):
                user = _user_of(actor)
                person = found.setdefault(user, Person(user, actor.name, actor.color))
                person.commits += commits[place]
                person.name = actor.name or person.name
                person.color = actor.color or person.color
        return list(found.values())

    def buckets(self, count: int, seqs: Sequence[int]) -> Iterator[Bucket]:
        """Divide the whole history evenly by number, and tell of each part what `seqs` has in it."""
        total = self.seq - self.oldest
        count = min(count, total)
        for index in range(count):
            low = self.oldest + 1 + index * total // count
            high = self.oldest + (index + 1) * total // count
            inside = seqs[bisect_left(seqs, low) : bisect_right(seqs, high)]
            yield Bucket(
                from_seq=low,
                to_seq=high,
                from_=self.time_of(low) or "",
                to=self.time_of(high) or "",
                commits=len(inside),
                users=self._users(inside),
            )

    def _users(self, seqs: Sequence[int]) -> dict[str, int]:
        users: Counter[str] = Counter()
        done = 0
        while done < len(seqs):
            chapter = self._chapter_of(seqs[done])
            end = bisect_right(seqs, chapter.last_seq)
            first, who = chapter.first_seq, chapter.who
            for place, commits in Counter(who[seq - first] for seq in seqs[done:end]).items():
                users[_user_of(chapter.actors[place])] += commits
            done = end
        return users

    def _chapter_of(self, seq: int) -> Chapter:
        return self._chapters[bisect_right(self._starts, seq) - 1]


def _began(chapter: Chapter) -> str:
    return chapter.timestamps[0]


def _places_of(chapter: Chapter, node_ids: Collection[str]) -> list[int]:
    """Return the places of the commits in a chapter that are about nodes, in order."""
    parts = (part for node_id in node_ids for part in chapter.nodes.get(node_id, ()))
    return sorted({place for _, places in parts for place in places})


def _user_of(actor: Actor) -> str:
    """Return whom an actor counts as: Jupyter makes up a new name for every request by token."""
    if actor.client_id == REST_CLIENT and actor.name == "REST":
        return REST_CLIENT
    return actor.username or actor.client_id
