"""Names a moment of a session's history, in whichever way people have it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone

from ..domain.commits import Commit
from ..domain.errors import BadRequest, NotFound
from ..domain.settings import Moment
from .blame import Stamp

MomentRef = int | str | datetime | Moment | Commit | Stamp
"""A moment: after a commit, by its number (0: the start) or itself; by its name; or an instant."""

MAX_TOLD = 10


def seq_or_instant(moment: MomentRef, named: Sequence[Moment]) -> int | str:
    """Return the number of a commit, or an instant as the server reads it.

    Parameters
    ----------
    named
        The moments that have names.

    Raises
    ------
    NotFound
        `not-found`: no moment has that name.
    BadRequest
        `bad-value` for a name that several have, and a number below 0; `wrong-type` for what is
        no moment.
    """
    if isinstance(moment, Moment | Commit | Stamp):
        return moment.seq
    if isinstance(moment, str):
        return _seq_of(moment, named)
    if isinstance(moment, datetime):
        # As everywhere in Python: without a time zone it is meant where the program runs.
        return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(moment, bool) or not hasattr(moment, "__index__"):
        raise BadRequest(
            "wrong-type",
            "a moment is the number of a commit, a name, a datetime, or what `history` and "
            f"`moments` return; {moment!r:.80} is none of these",
        )
    seq = moment.__index__()
    if seq < 0:
        raise BadRequest("bad-value", f"commits are counted from 1, and 0 is the start; not {seq}")
    return seq


def _seq_of(name: str, named: Sequence[Moment]) -> int:
    seqs = [moment.seq for moment in named if moment.name == name]
    if len(seqs) == 1:
        return seqs[0]
    if seqs:
        raise BadRequest(
            "bad-value",
            f"{len(seqs)} moments are named {name!r}, at commits {', '.join(map(str, seqs))}; "
            "choose one by its number",
        )
    known = ", ".join(repr(moment.name) for moment in named[-MAX_TOLD:])
    raise NotFound(
        "not-found",
        f"no moment is named {name!r}; "
        + (f"there are {known}" if known else "`name_moment` gives a moment a name"),
    )
