"""Turns requests into sealed commits, one on top of the other, before they are durable."""

from __future__ import annotations

import msgspec
from msgspec import UNSET

from ..domain.commits import (
    Commit,
    CommitNotes,
    CommitRecord,
    Kind,
    Position,
    read_inverse,
    seal,
    write_event,
)
from ..domain.dispatcher import Decision, Dispatcher
from ..domain.errors import InternalError, NotFound
from ..domain.events import CommandExecuted, ProjectLoaded, ProjectSaved
from ..domain.graph import Graph, GraphView
from ..domain.history import Entry, Step
from ..domain.limits import Limits
from ..domain.settings import Settings
from ..domain.structure import check_structure
from .clock import new_epoch, timestamp
from .requests import (
    CommandRequest,
    LoadRequest,
    MomentRequest,
    Pending,
    Request,
    ReversalRequest,
    SaveRequest,
    SettingsRequest,
)

MAX_LOADED_BYTES = 256 * 2**10
"""Up to this size `project:loaded` carries the whole graph."""
UPDATE_SETTINGS = "update-settings"


class Decider:
    """The dispatcher, and the chain that its decisions form.

    Parameters
    ----------
    last_timestamp
        When the newest commit was made: none is dated back before it.

    Attributes
    ----------
    tail
        The position after the newest decision, durable or not.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        tail: Position,
        settings: Settings,
        limits: Limits,
        *,
        last_timestamp: str = "",
    ) -> None:
        self.dispatcher = dispatcher
        self.tail = tail
        self.settings = settings
        self._limits = limits
        self._last_timestamp = last_timestamp

    def decide(self, request: Request) -> Pending:
        """Decide a command, a change of settings, a load, or a save.

        Raises
        ------
        GraphSyncError
            The request is refused, and nothing has changed.
        """
        match request:
            case CommandRequest():
                return self._command(request)
            case SettingsRequest():
                return self._settings(request)
            case LoadRequest():
                return self._load(request)
            case SaveRequest():
                return self._save(request)
        raise InternalError("internal", f"no way to decide {type(request).__name__}")

    def reverse(
        self, request: ReversalRequest, record: CommitRecord, owner: str, step: Step
    ) -> Pending:
        """Decide an undo or redo of the commit in `record`."""
        now = self._now()
        decision = self.dispatcher.reverse(
            request.direction,
            record.read_commit(),
            read_inverse(record.read_notes()),
            owner=owner,
            step=step,
            client_id=request.actor.client_id,
            timestamp=now,
            force=request.force,
            fingerprint=fingerprint_of(request),
        )
        return self._written(request, decision, now)

    def take_back(self, pendings: list[Pending]) -> None:
        """Undo decisions that did not become durable, newest first."""
        for pending in reversed(pendings):
            if pending.before is not None:
                self.dispatcher, self.settings = pending.before
                self._put_settings(self.settings)
            if isinstance(pending.request, SettingsRequest | SaveRequest):
                self.dispatcher.seq -= 1
            elif not isinstance(pending.request, LoadRequest):
                self.dispatcher.take_back(pending.decision)
            self.tail = pending.previous

    def adopt(self, settings: Settings) -> None:
        """Take over settings that another server changed."""
        self.settings = settings
        self._put_settings(settings)

    def _command(self, request: CommandRequest) -> Pending:
        now = self._now()
        decision = self.dispatcher.execute(
            request.command,
            command_id=request.command_id,
            client_id=request.actor.client_id,
            timestamp=now,
            kind=request.kind,
        )
        return self._written(request, decision, now)

    def _settings(self, request: SettingsRequest) -> Pending:
        graph = self.dispatcher.graph
        settings = request.merged(self.settings)
        before = (self.dispatcher, self.settings)
        self._put_settings(settings)
        try:
            if settings.structure != self.settings.structure:
                check_structure(graph)
            if settings.strict_blueprints != self.settings.strict_blueprints:
                _check_strictness(graph)
        except Exception:
            self._put_settings(self.settings)
            raise
        self.settings = settings
        now = self._now()
        result = _told(before[1], settings)
        decision = _unowned("do", UPDATE_SETTINGS, request, now, result)
        self.dispatcher.seq += 1
        pending = self._sealed(request, decision, now)
        pending.before, pending.settings = before, settings
        return pending

    def _load(self, request: LoadRequest) -> Pending:
        """Start over with another graph, in a new epoch."""
        before = (self.dispatcher, self.settings)
        graph = Graph.from_view(request.view, limits=self._limits)
        base = Position.start(new_epoch(), self.tail.seq)
        self.dispatcher = Dispatcher(graph, seq=self.tail.seq + 1)
        self.settings = msgspec.structs.replace(
            self.settings,
            structure=request.view.structure,
            strict_blueprints=request.view.strict_blueprints,
        )
        now = self._now()
        decision = _unowned("load", "load", request, now, {"content": request.content})
        decision.events.append(_loaded(request, now))
        pending = self._sealed(request, decision, now, base=base)
        pending.before, pending.settings, pending.base = before, self.settings, base
        return pending

    def _save(self, request: SaveRequest) -> Pending:
        now = self._now()
        kept = {"content": request.content, "saved_seq": request.saved_seq}
        decision = _unowned("save", "save", request, now, kept)
        decision.events.append(ProjectSaved(project_id=request.project_id, timestamp=now))
        self.dispatcher.seq += 1
        return self._sealed(request, decision, now)

    def _written(self, request: Request, decision: Decision, now: str) -> Pending:
        """Seal a decision; one that cannot be written as JSON is taken back."""
        try:
            return self._sealed(request, decision, now)
        except Exception:
            self.dispatcher.take_back(decision)
            raise

    def _sealed(
        self, request: Request, decision: Decision, now: str, *, base: Position | None = None
    ) -> Pending:
        previous = self.tail
        commit = Commit(
            seq=self.dispatcher.seq,
            command_id=request.command_id,
            command_type=decision.command_type,
            kind=decision.kind,
            actor=request.actor,
            timestamp=now,
            events=[write_event(event) for event in decision.events],
        )
        start = base or previous
        record = seal(commit, decision.notes, start)
        self.tail = Position(start.epoch, record.seq, record.digest)
        return Pending(request=request, decision=decision, record=record, previous=previous)

    def _put_settings(self, settings: Settings) -> None:
        self.dispatcher.graph.structure = settings.structure
        self.dispatcher.graph.strict_blueprints = settings.strict_blueprints

    def _now(self) -> str:
        # A clock that is set back must not make a later commit look earlier.
        self._last_timestamp = max(timestamp(), self._last_timestamp)
        return self._last_timestamp


def fingerprint_of(request: Request) -> str:
    """Return what tells a resent request from another one with its id."""
    match request:
        case CommandRequest(command=command):
            return command.fingerprint()
        case ReversalRequest(direction=direction, session_wide=wide, force=force):
            return f"{direction} {'session' if wide else 'mine'} {'force' if force else ''}".strip()
        case MomentRequest(seq=seq, moment=moment):
            return f"moment {seq} {moment.name if moment else ''}"
        case SettingsRequest(title=title, structure=structure, strict_blueprints=strict):
            return f"settings {structure} {strict} {title}"
        case LoadRequest(project_id=project_id):
            return f"load {project_id}"
        case SaveRequest(project_id=project_id):
            return f"save {project_id}"
    return type(request).__name__


def _told(before: Settings, after: Settings) -> dict[str, object]:
    """Return what is told of changed settings: all, but for named moments that are as they were."""
    told: dict[str, object] = msgspec.to_builtins(after)
    if before.moments == after.moments:
        del told["moments"]
    return told


def _unowned(kind: Kind, command_type: str, request: Request, now: str, result: object) -> Decision:
    executed = CommandExecuted(
        command_id=request.command_id,
        command_type=command_type,
        result=result or UNSET,
        timestamp=now,
    )
    return Decision(
        kind=kind,
        command_type=command_type,
        events=[executed] if kind == "do" else [],
        notes=CommitNotes(fingerprint=fingerprint_of(request), result=result),
        inverse=[],
        changes=[],
        client_id=request.actor.client_id,
        entry=Entry(owner="", cells=()),
    )


def _loaded(request: LoadRequest, now: str) -> ProjectLoaded:
    view = request.view
    graph: dict[str, object] = {"node_count": len(view.nodes), "link_count": len(view.links)}
    # A node or link takes 40 bytes at the least, so a large graph need not be encoded to be told.
    if 40 * (len(view.nodes) + len(view.links)) <= MAX_LOADED_BYTES:
        whole = native(view)
        graph = whole if len(msgspec.json.encode(whole)) <= MAX_LOADED_BYTES else graph
    return ProjectLoaded(project_id=request.project_id, graph=graph, timestamp=now)


def native(view: GraphView) -> dict[str, object]:
    """Return a graph in native form, as JSON values."""
    return {
        "structure": view.structure,
        "nodes": msgspec.to_builtins(view.nodes),
        "links": msgspec.to_builtins(view.links),
        "blueprint_types": msgspec.to_builtins(view.blueprint_types),
    }


def _check_strictness(graph: Graph) -> None:
    if not graph.strict_blueprints:
        return
    known = graph.blueprint_types
    undefined = [
        node.node_id for node in graph.nodes.values() if node.blueprint_type_id not in known
    ]
    if undefined:
        raise NotFound(
            "unknown-blueprint",
            f"{len(undefined)} nodes are of undefined blueprint types: "
            f"{', '.join(map(repr, undefined[:20]))}; define the types first",
            node_ids=undefined[:20],
            count=len(undefined),
        )
