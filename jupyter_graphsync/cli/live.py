"""What happens in a session, written as it comes: as sentences, or a JSON line an event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Protocol

import msgspec

from ..client.events import REPLACED, LiveEvent
from ..domain.commits import Actor, Commit, Kind, read_commit
from ..domain.events import CommandExecuted, CommandRedone, CommandUndone
from ..formats.sentences import Names, passing, sentence, who
from .history import line_of
from .output import local_time, painted, say, say_json

SOMEBODY = Actor(client_id="somebody")
_KINDS: dict[type[Any], Kind] = {CommandUndone: "undo", CommandRedone: "redo"}


class Writer(Protocol):
    """Writes what happened."""

    def write_commits(self, bodies: Iterable[bytes]) -> None:
        """Write commits that were before."""

    def write_events(self, events: Sequence[LiveEvent]) -> None:
        """Write what has come; the events of one commit are always together."""


class JsonLines:
    """A line of JSON for every event."""

    def write_commits(self, bodies: Iterable[bytes]) -> None:
        for body in bodies:
            commit = msgspec.json.decode(body)
            for event in commit["events"]:
                say_json({**event, "actor": commit["actor"], "seq": commit["seq"]}, indent=None)

    def write_events(self, events: Sequence[LiveEvent]) -> None:
        for event in events:
            told = {"event": event.event, "payload": event.fields(), "actor": event.actor}
            say_json({**told, "seq": event.seq}, indent=None)


class Sentences:
    """A line for every commit, and for who comes, goes, or is refused something."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def write_commits(self, bodies: Iterable[bytes]) -> None:
        for body in bodies:
            commit = read_commit(body)
            say(line_of(commit, sentence(commit, self._names)))

    def write_events(self, events: Sequence[LiveEvent]) -> None:
        for seq, group in groupby(events, key=lambda event: event.seq):
            if seq is None:
                self._write_passing(group)
            else:
                commit = _commit(seq, list(group))
                say(line_of(commit, sentence(commit, self._names)))

    def _write_passing(self, events: Iterable[LiveEvent]) -> None:
        for event in events:
            if event.event == REPLACED:
                say(painted("(the graph came anew; what happened before it is not told)", "dim"))
                continue
            told = passing(event.payload)
            if told is not None:
                say(f"{local_time(event.payload.timestamp)}  {who(event.actor)}  {told}")


def _commit(seq: int, events: list[LiveEvent]) -> Commit:
    """Put a commit together again out of its events."""
    last = events[-1].payload
    executed = isinstance(last, CommandExecuted)
    return Commit(
        seq=seq,
        command_id="",
        command_type=last.command_type if executed else last.event,
        kind=_KINDS.get(type(last), "do"),
        actor=events[0].actor or SOMEBODY,
        timestamp=last.timestamp,
        events=[event.payload for event in events],
    )
