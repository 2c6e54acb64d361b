"""What clients sent, what they were answered and saw, and when; and what is there at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

from jupyter_graphsync.domain.commits import CommitRecord, Position
from jupyter_graphsync.domain.graph import Graph

TRY_AGAIN = frozenset({"busy", "outcome-unknown", "storage-unavailable", "rate-limited"})
"""Codes that leave open what becomes of a command: it is sent again."""

Sight = Literal["commit", "whole", "head"]


class Sent(msgspec.Struct, frozen=True):
    """A client sent a command, for the first time or again."""

    client: str
    command_id: str
    at: float


class Answered(msgspec.Struct, frozen=True):
    """A client was told the number of a command's commit, or why there is none."""

    client: str
    command_id: str
    at: float
    seq: int = 0
    code: str = ""

    @property
    def is_refusal(self) -> bool:
        """Whether the command was refused for good."""
        return bool(self.code) and self.code not in TRY_AGAIN


class Saw(msgspec.Struct, frozen=True):
    """A client was given something of commit number `seq`.

    `what` is the commit itself, a whole graph as it stood then, or that the session stands there,
    which is the first that a server says.
    """

    client: str
    seq: int
    digest: str
    at: float
    what: Sight = "commit"


class End(msgspec.Struct, frozen=True):
    """What a client, a server, or a log that is read anew, has at the end."""

    where: str
    seq: int
    digest: str
    graph: str


class Recording(msgspec.Struct):
    """One session's history, as all who took part can tell it."""

    epoch: str
    sent: list[Sent] = []
    answered: list[Answered] = []
    saw: list[Saw] = []
    ends: list[End] = []
    logs: dict[str, list[CommitRecord]] = {}


class Recorder:
    """Writes a recording; the times of all who record must be of one clock."""

    def __init__(self, epoch: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.recording = Recording(epoch)
        self._clock = clock

    def sends(self, client: str, command_id: str) -> None:
        """Note what is about to be sent."""
        self.recording.sent.append(Sent(client, command_id, self._clock()))

    def acknowledged(self, client: str, command_id: str, seq: int) -> None:
        """Note that a command was acknowledged."""
        self.recording.answered.append(Answered(client, command_id, self._clock(), seq))

    def refused(self, client: str, command_id: str, code: str) -> None:
        """Note that a command was refused, for good or for now."""
        self.recording.answered.append(Answered(client, command_id, self._clock(), code=code))

    def sees(self, client: str, seq: int, digest: str, what: Sight = "commit") -> None:
        """Note what a client was given."""
        self.recording.saw.append(Saw(client, seq, digest, self._clock(), what))

    def ends(self, where: str, position: Position, graph: Graph) -> None:
        """Note what somebody has at the end."""
        self.recording.ends.append(End(where, position.seq, position.digest, text_of(graph)))

    def finds(self, server: str, records: Iterable[CommitRecord]) -> None:
        """Note what a server's log holds at the end."""
        self.recording.logs[server] = list(records)


def text_of(graph: Graph) -> str:
    """Return a graph's content as text, equal for equal graphs."""
    view = graph.view()
    content = {
        "nodes": sorted(view.nodes, key=lambda node: node.node_id),
        "links": sorted(view.links, key=lambda link: (link.parent_id, link.child_id)),
        "types": sorted(view.blueprint_types, key=lambda each: each.blueprint_type_id),
    }
    return msgspec.json.encode(content, order="deterministic").decode()
