"""Where sessions stand, as far as this server has heard; used on one event loop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

import msgspec

from .wakeups import Wakeups

MAX_PAYLOAD = 7_900
"""Bytes of one message: PostgreSQL takes 8,000."""


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """How far a session's log goes, and the digest that proves it."""

    seq: int
    digest: str


ENDED = Standing(-1, "")
_MESSAGE = msgspec.json.Decoder(dict[str, Standing])


class News:
    """What was heard of sessions. Whoever waits for one is woken when there is more of it."""

    def __init__(self, wakeups: Wakeups) -> None:
        self._wakeups = wakeups
        self._standings: dict[str, Standing] = {}

    def standing(self, session_id: str) -> Standing | None:
        """Return where a session stood when it was last heard of."""
        return self._standings.get(session_id)

    def learn(self, session_id: str, standing: Standing) -> None:
        """Take in what is true of a session, whatever was heard before."""
        if self._standings.get(session_id) != standing:
            self._standings[session_id] = standing
            self._wakeups.wake(session_id)

    def hear(self, standings: Mapping[str, Standing]) -> None:
        """Take in a message, which may be late: of what is known to be further it tells nothing."""
        for session_id, standing in standings.items():
            known = self._standings.get(session_id)
            if known is None or standing.seq > known.seq or standing == ENDED:
                self.learn(session_id, standing)


def pack(standings: Mapping[str, Standing]) -> Iterator[str]:
    """Put standings into messages, none too long."""
    part: dict[str, Standing] = {}
    size = 2
    for session_id, standing in standings.items():
        # An id, a number, a digest, and what stands around them.
        length = len(session_id) + 70
        if part and size + length > MAX_PAYLOAD:
            yield msgspec.json.encode(part).decode()
            part, size = {}, 2
        part[session_id] = standing
        size += length
    if part:
        yield msgspec.json.encode(part).decode()


def unpack(message: str) -> dict[str, Standing]:
    """Read a message; one that is none of ours says nothing."""
    with suppress(msgspec.MsgspecError):
        return _MESSAGE.decode(message)
    return {}
