"""What a session is told about itself."""

from __future__ import annotations

import msgspec

from .errors import BadRequest, NotFound, Unprocessable
from .graph import StructureName

MAX_MOMENTS = 1_000
MAX_MOMENT_NAME = 200


class Moment(msgspec.Struct, kw_only=True, frozen=True):
    """A moment of the history that somebody gave a name, and who did that when."""

    seq: int
    name: str
    by: str = ""
    timestamp: str = ""


class Settings(msgspec.Struct, kw_only=True, frozen=True):
    """Title and rules of a session; a change is a commit (`update-settings`).

    Attributes
    ----------
    moments
        By number of their commits.
    """

    title: str = ""
    structure: StructureName = "dag"
    strict_blueprints: bool = False
    moments: list[Moment] = []

    def with_moment(self, moment: Moment) -> Settings:
        """Return the settings with one more moment; one at the same commit gets the new name.

        Raises
        ------
        BadRequest
            `bad-value`: the name is empty.
        Unprocessable
            `too-long`, `too-many`.
        """
        if not moment.name.strip():
            raise BadRequest("bad-value", "a moment's name is empty; give it one", field="name")
        if len(moment.name) > MAX_MOMENT_NAME:
            raise Unprocessable(
                "too-long", f"a moment's name has at most {MAX_MOMENT_NAME} characters"
            )
        others = [known for known in self.moments if known.seq != moment.seq]
        if len(others) >= MAX_MOMENTS:
            raise Unprocessable(
                "too-many", f"a session has at most {MAX_MOMENTS} named moments; remove one first"
            )
        moments = sorted([*others, moment], key=lambda known: known.seq)
        return msgspec.structs.replace(self, moments=moments)

    def without_moment(self, seq: int) -> Settings:
        """Return the settings without the moment at a commit.

        Raises
        ------
        NotFound
            `not-found`: nobody named that moment.
        """
        moments = [known for known in self.moments if known.seq != seq]
        if len(moments) == len(self.moments):
            raise NotFound("not-found", f"no moment at commit {seq} has a name", seq=seq)
        return msgspec.structs.replace(self, moments=moments)
