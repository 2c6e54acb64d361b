"""What a session is asked to do, one class for each kind of request, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from ..domain.commands import Command
from ..domain.commits import Actor, CommitRecord, Kind, Position
from ..domain.dispatcher import Decision, Dispatcher
from ..domain.errors import GraphSyncError
from ..domain.graph import GraphView, StructureName
from ..domain.history import Direction
from ..domain.settings import Moment, Settings
from .ring import Answer


class Outcome(msgspec.Struct, frozen=True):
    """What the sender is told: either an error, or the commit's number and the result."""

    command_id: str
    seq: int = 0
    result: Any = None
    error: GraphSyncError | None = None


Respond = Callable[[Outcome], None]


def unheard(outcome: Outcome) -> None:
    """Tell nobody what came of a request."""


class Request(msgspec.Struct, kw_only=True):
    """A request with its own id; `respond` is called once."""

    command_id: str
    actor: Actor
    respond: Respond = unheard


class CommandRequest(Request, kw_only=True):
    """Execute a command; of kind `service` it is in nobody's undo."""

    command: Command
    kind: Kind = "do"


class ReversalRequest(Request, kw_only=True):
    """Undo or redo."""

    direction: Direction
    session_wide: bool = False
    force: bool = False


class SettingsRequest(Request, kw_only=True):
    """Change what the session is told about itself; `None` leaves a setting as it is."""

    title: str | None = None
    structure: StructureName | None = None
    strict_blueprints: bool | None = None

    def merged(self, settings: Settings) -> Settings:
        """Return the settings after the change."""
        given = {
            "title": self.title,
            "structure": self.structure,
            "strict_blueprints": self.strict_blueprints,
        }
        changed = {name: value for name, value in given.items() if value is not None}
        return msgspec.structs.replace(settings, **changed)


class MomentRequest(SettingsRequest, kw_only=True):
    """Name a moment of the history; with `moment` left out the one at `seq` loses its name."""

    seq: int
    moment: Moment | None = None

    def merged(self, settings: Settings) -> Settings:
        """Return the settings after the change."""
        if self.moment is None:
            return settings.without_moment(self.seq)
        return settings.with_moment(self.moment)


class LoadRequest(Request, kw_only=True):
    """Replace the whole graph; a new epoch begins.

    Attributes
    ----------
    content
        A hash of the text that the graph was read from, to know the file again by.
    """

    view: GraphView
    project_id: str
    content: str = ""


class SaveRequest(Request, kw_only=True):
    """Note that the graph was saved to a file; it changes nothing.

    Attributes
    ----------
    content
        A hash of the text that was written, to know the file again by.
    saved_seq
        The last change that the file holds.
    """

    project_id: str
    content: str
    saved_seq: int


class Pending(msgspec.Struct, kw_only=True):
    """A request that was decided and is not yet durable.

    Attributes
    ----------
    previous
        The position on which the commit was built.
    settings
        The session's settings after the commit, where it changed them.
    base
        The start of the epoch that the commit begins, where it begins one.
    before
        The dispatcher and the settings that stood before, where the commit replaced them.
    """

    request: Request
    decision: Decision
    record: CommitRecord
    previous: Position
    settings: Settings | None = None
    base: Position | None = None
    before: tuple[Dispatcher, Settings] | None = None


class Refused(msgspec.Struct):
    """A request that changed nothing."""

    request: Request
    error: GraphSyncError


class Repeated(msgspec.Struct):
    """A request that was answered before; its sender gets that answer again."""

    request: Request
    answer: Answer


Result = Pending | Refused | Repeated
